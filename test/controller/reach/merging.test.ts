import { afterEach, beforeEach, expect, test } from "vitest";
import { days } from "../../../contract/time.ts";
import { playlogStore } from "../../../controller/playlog/playlog.store.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";
import { ADMIN_PASSWORD, type Asker, must, somePlaces } from "../../support/people-world.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
let admin: Asker;
const dayAt = (ms: number) => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10);

/** An airing on every cluster, in the middle of a period in which places then change. */
beforeEach(async () => {
  world = await wholeWorld();
  ({ admin } = world);
  await somePlaces(world);
  await air("o-1", ["k-21024", "k-21025"]);
  world.time.advance(days(10));
  admin = await world.login("admin", ADMIN_PASSWORD);
});
afterEach(() => world.close());

async function air(id: string, clusters: readonly string[]): Promise<void> {
  const { db } = world.store;
  const at = world.now();
  const order = { id: `b-${id}`, place: "p-51", title: "x", theme: "ky-nang-so", level: "normal" };
  const more = {
    authority: "province",
    status: "actual",
    spec: "{}",
    state: "active",
    author: "x",
  };
  await db
    .insertInto("broadcast")
    .values({ ...order, ...more, created_at: at, content_hash: "", approvals: "[]" } as never)
    .execute();
  await db
    .insertInto("occurrence")
    .values({
      ...{ id, broadcast: `b-${id}`, scope: "p-51", document: "plan", level: "normal" },
      ...{ not_before: at, not_after: at + 1, body: "{}", created_at: at },
    } as never)
    .execute();
  const log = playlogStore(db, sha256Of);
  const rest = {
    agent: null,
    reason: null,
    started_at: at,
    heard: 60_000,
    frames: 1,
    of_frames: 1,
  };
  await log.append(
    clusters.map((cluster) => ({
      ...{ occurrence: id, cluster, outcome: "played", rung: "completed", late: 0, at, body: "{}" },
      ...rest,
    })),
  );
}

type Figure = { households: object; people: object; rows: { hamlet: string; commune: string }[] };
const figure = (from: number, to: number, more = "province=51"): Promise<Figure> =>
  must(admin.get(`/api/reach?from=${dayAt(from)}&to=${dayAt(to)}&${more}`));
const communesOf = (found: Figure) => [...new Set(found.rows.map(({ commune }) => commune))];

test("two communes merge in the middle of a period: sums stay, and the time before is as it was", async () => {
  const now = world.now();
  const before = await figure(now - days(20), now - days(1));
  const merge = { communes: ["21024", "21025"], into: "21099", name: "Xã Mới" };
  const dry = await must(admin.post("/api/communes/merge?dryRun=1", merge));
  expect(dry).toMatchObject({
    ...{ dryRun: true, ended: ["21024", "21025"], made: ["21099"], hamlets: 2, clusters: 2 },
    households: { before: 200, after: 200 },
  });
  expect((await must(admin.get("/api/communes?province=51"))).items).toHaveLength(2);
  await must(admin.post("/api/communes/merge", merge));
  expect(await figure(now - days(20), now - days(1))).toEqual(before);
  const after = await figure(now - days(20), now);
  expect(after.households).toEqual(before.households);
  expect(after.people).toEqual(before.people);
  expect(communesOf(after)).toEqual(["21099"]);
  const one = await figure(now - days(20), now, "commune=21099");
  expect(one.households).toEqual(before.households);
  // The old commune is asked about the time in which it was one.
  const old = await figure(now - days(20), now - days(1), "commune=21024");
  expect(old.households).toEqual({ reached: 100, of: 100, ratio: 1 });
  const rows = async (to: number) => {
    const period = `${dayAt(now - days(20))}..${dayAt(to)}`;
    const csv = await admin.get(`/api/reports/month?province=51&period=${period}&format=csv`);
    return csv.raw
      .toString()
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",")[0]);
  };
  expect(await rows(now - days(1))).toEqual(["Xã Trà Sơn", "Xã Đồng Ếch", "Cộng"]);
  expect(await rows(now)).toEqual(["Xã Mới", "Cộng"]);
  const { items } = await must(admin.get("/api/audit?limit=3"));
  expect(items).toContainEqual(
    expect.objectContaining({ action: "commune.merge", subject: "21099" }),
  );
});

test("a commune takes another in; what lies apart, is over or is yet to come is refused", async () => {
  const ask = (body: object) => admin.post("/api/communes/merge", body);
  const code = async (body: object) => (await ask(body)).body.code;
  expect(await code({ communes: ["21024", "26001"], into: "21024" })).toBe("merge-apart");
  expect(await code({ communes: ["21024", "29999"], into: "21024" })).toBe("unknown-place");
  expect(await code({ communes: ["21024"], into: "21025" })).toBe("place-exists");
  const soon = dayAt(world.now() + days(5));
  expect(await code({ communes: ["21024", "21025"], into: "21024", from: soon })).toBe("bad-dates");
  expect(await must(ask({ communes: ["21024", "21025"], into: "21024" }))).toMatchObject({
    ...{ ended: ["21025"], made: [] },
  });
  const now = world.now();
  expect((await figure(now - days(20), now, "commune=21024")).households).toMatchObject({
    ...{ reached: 200, of: 200 },
  });
});

test("a hamlet splits and comes together again, with the same sums", async () => {
  const now = world.now();
  const into = [
    { name: "Thôn Một", households: 60, people: 240 },
    { name: "Thôn Hai", households: 40, people: 160 },
  ];
  const path = "/api/hamlets/h-21024/split";
  const odd = [into[0], { ...into[1], households: 41 }];
  expect((await admin.post(path, { into: odd })).body.code).toBe("split-sum");
  const split = await must(admin.post(path, { into }));
  const sums = { reached: 200, of: 200, ratio: 1 };
  const after = await figure(now - days(20), now);
  expect(after.households).toEqual(sums);
  expect(after.rows.map(({ hamlet }) => hamlet)).toEqual([...split.made.toSorted(), "h-21025"]);
  const before = await figure(now - days(20), now - days(1));
  expect(before.rows.map(({ hamlet }) => hamlet)).toEqual(["h-21024", "h-21025"]);
  world.time.advance(days(10));
  admin = await world.login("admin", ADMIN_PASSWORD);
  const merge = (hamlets: string[]) =>
    admin.post("/api/hamlets/merge", { hamlets, name: "Thôn Lại Một" });
  expect((await merge([split.made[0], "h-21025"])).body.code).toBe("merge-apart");
  expect((await merge([split.made[0], "h-21024"])).body.code).toBe("unknown-place");
  await must(merge(split.made));
  expect((await figure(now - days(20), world.now())).households).toEqual(sums);
  expect((await admin.post("/api/hamlets/h-none/split", { into })).status).toBe(404);
  expect((await admin.post(path, { into })).body.code).toBe("not-found");
  for (const [where, body] of [
    ["/api/hamlets/merge", { hamlets: ["h-21024", "h-21025"], name: "x", from: "2026-13-01" }],
    [path, { into, from: "2026-13-01" }],
  ] as const)
    expect((await admin.post(where, body)).body.code).toBe("bad-dates");
});
