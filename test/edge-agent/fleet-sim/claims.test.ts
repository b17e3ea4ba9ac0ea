import { expect, test } from "vitest";
import { makeClaims, type StaffApi } from "../../../edge-agent/fleet-sim/claims.ts";

/** A controller with clusters; those with a board must never be asked for. */
function controller(clusters: readonly { id: string; board: object | null }[], page = 2) {
  const asked: string[] = [];
  const api: StaffApi = {
    get: async <T>(path: string) => {
      asked.push(path);
      const from = Number(/cursor=(\d+)/.exec(path)?.[1] ?? 0);
      const next = from + page < clusters.length ? { next: String(from + page) } : {};
      return { items: clusters.slice(from, from + page), ...next } as T;
    },
    post: async <T>(path: string, body: unknown) => {
      asked.push(`${path} ${JSON.stringify(body)}`);
      return (path === "/api/clusters" ? { id: "fresh" } : { code: `code of ${path}` }) as T;
    },
  };
  return { api, asked };
}
const board = {};

test("codes are made for clusters without a board, page by page, and never for one that has a board", async () => {
  const { api, asked } = controller([
    { id: "a", board },
    { id: "b", board: null },
    { id: "c", board },
    { id: "d", board: null },
    { id: "e", board: null },
  ]);
  const codes = await makeClaims(api, { count: 2, commune: undefined, together: 1 });
  expect(codes).toEqual(["code of /api/clusters/b/claim", "code of /api/clusters/d/claim"]);
  expect(asked.slice(0, 2)).toEqual([
    "/api/clusters?limit=1000",
    "/api/clusters?limit=1000&cursor=2",
  ]);
  expect(asked.some((path) => path.startsWith("/api/clusters/a"))).toBe(false);
});

test("too few free clusters are a refusal that says how many, unless a commune is named", async () => {
  const { api, asked } = controller([{ id: "b", board: null }]);
  await expect(makeClaims(api, { count: 3, commune: undefined, together: 10 })).rejects.toThrow(
    "Chỉ có 1 cụm loa chưa có thiết bị, cần 3.",
  );
  expect(asked).toEqual(["/api/clusters?limit=1000"]);
});

test("in the named commune the missing clusters are made", async () => {
  const { api, asked } = controller([{ id: "b", board: null }]);
  const codes = await makeClaims(api, { count: 2, commune: "21024", together: 10 });
  expect(codes).toEqual(["code of /api/clusters/b/claim", "code of /api/clusters/fresh/claim"]);
  expect(asked).toContain('/api/clusters {"commune":"21024","name":"Mô phỏng 2"}');
  expect(asked[0]).toBe("/api/clusters?limit=1000&commune=21024");
});
