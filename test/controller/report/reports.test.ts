import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Of } from "../../../controller/sha256.adapter.ts";
import { unzip } from "../../../controller/zip.adapter.ts";
import { type Asker, must, somePlaces } from "../../support/people-world.ts";
import { credited, lastDays, play, tables } from "../../support/report-plays.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
let editor: Asker;
let auditor: Asker;

beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  editor = await world.person("soan24", ["editor", "c-21024"]);
  auditor = await world.person("kiem51", ["auditor", "p-51"]);
  await play(world, { occurrence: "occ-1", cluster: "k-21024", outcome: "played", n: 0 });
  await play(world, { occurrence: "occ-2", cluster: "k-21024", outcome: "unreported", n: 1 });
  await play(world, { occurrence: "occ-3", cluster: "k-21025", outcome: "failed", n: 2 });
  await play(world, {
    occurrence: "occ-4",
    cluster: "k-26001",
    outcome: "played",
    n: 3,
    status: "exercise",
  });
});
afterAll(() => world.close());

const period = () => lastDays(world);

test("the figures of a report are the figures of the screen", async () => {
  const report = await must(auditor.get(`/api/reports/month?province=51&period=${period()}`));
  const [from, to] = period().split("..");
  const screen = await must(auditor.get(`/api/reach?province=51&from=${from}&to=${to}`));
  const all = tables(report).find(({ id }) => id === "communes")?.rows;
  expect(all?.map(([name]) => name)).toEqual(["Xã Trà Sơn", "Xã Đồng Ếch", "Cộng"]);
  expect(all?.at(-1)?.slice(1, 4)).toEqual([
    screen.households.of,
    screen.households.reached,
    screen.households.ratio,
  ]);
  expect(all?.at(-1)?.slice(1, 9)).toEqual([200, 100, 0.5, 800, 400, 0.5, 3, 1]);
  expect(report).toMatchObject({
    draft: true,
    place: { scope: "p-51" },
    definition: screen.definition,
  });
});

test("a commune's report is about the commune, and exercises count nowhere", async () => {
  const mine = await must(
    editor.get(`/api/reports/month?commune=21024&period=${period()}&signer=kt`),
  );
  expect(tables(mine).find(({ id }) => id === "outcomes")?.rows).toEqual([
    ["Đã phát", 1, 0.5],
    ["Không có báo cáo", 1, 0.5],
  ]);
  expect(mine.form.signerLines).toContain("KT. CHỦ TỊCH");
  const other = await must(world.admin.get(`/api/reports/month?commune=26001&period=${period()}`));
  expect(tables(other).map(({ id }) => id)).toEqual(["communes"]);
});

test("each format comes under its own type, and the CSV of any table", async () => {
  const path = `/api/reports/month?commune=21024&period=${period()}`;
  for (const [format, magic] of [
    ["docx", "PK"],
    ["xlsx", "PK"],
    ["pdf", "%PDF"],
  ] as const) {
    const reply = await editor.get(`${path}&format=${format}`);
    expect(reply.raw.subarray(0, magic.length).toString()).toBe(magic);
    expect(reply.headers["content-disposition"]).toContain(`.${format}`);
  }
  expect((await editor.get(`${path}&format=csv`)).raw.toString()).toContain(
    "Xã Trà Sơn,100,100,1,",
  );
  expect((await editor.get(`${path}&format=csv&table=outcomes`)).raw.toString()).toContain(
    "Đã phát,1,0.5",
  );
  expect((await editor.get(`${path}&format=csv&table=nothing`)).status).toBe(404);
});

test("what cannot be a period or a place is refused with its reason", async () => {
  expect((await editor.get("/api/reports/month?commune=21024&period=2026-13")).body.code).toBe(
    "period-unreadable",
  );
  expect((await editor.get("/api/reports/month?commune=21025")).status).toBe(403);
  expect((await editor.get("/api/reports/month")).status).toBe(403);
  const early = await world.admin.get("/api/reports/month?province=51&period=1999");
  expect(early).toMatchObject({ status: 422, body: { code: "place-not-then" } });
  expect((await world.admin.get("/api/reports/month?province=98")).status).toBe(403);
  expect((await editor.get("/api/reports/decade?commune=21024")).status).toBe(400);
});

test("a frozen report stays what it was, twice the same bytes, with its hash and the head of the log", async () => {
  const frozen = await must(
    editor.post("/api/reports/half-year/freeze", {
      commune: "21024",
      period: period(),
      number: "45/BC-UBND",
      difficulties: "Mất điện.",
    }),
  );
  const get = (format: string) => editor.get(`/api/reports/frozen/${frozen.id}?format=${format}`);
  const before = await get("pdf");
  await play(world, { occurrence: "occ-5", cluster: "k-21024", outcome: "played", n: 4 });
  expect(Buffer.compare((await get("pdf")).raw, before.raw)).toBe(0);
  const { sha256, ...content } = (await get("json")).body;
  expect(sha256).toBe(frozen.sha256);
  expect(sha256Of(JSON.stringify(content))).toBe(sha256);
  expect(content).toMatchObject({
    draft: false,
    form: { number: "Số: 45/BC-UBND" },
    head: { seq: 4 },
  });
  const heads = (await must(auditor.get("/api/play-log/heads"))).items;
  expect(heads[0]).toMatchObject({ seq: 4, link: frozen.head.link, root: frozen.head.root });
  expect((await must(auditor.get("/api/reports"))).items).toMatchObject([
    { id: frozen.id, publishedAt: null },
  ]);
  const elsewhere = await world.person("soan75", ["editor", "c-26001"]);
  expect((await must(elsewhere.get("/api/reports"))).items).toEqual([]);
  expect((await elsewhere.get(`/api/reports/frozen/${frozen.id}`)).status).toBe(403);
  const audit = (await must(world.admin.get("/api/audit?limit=5"))).items;
  expect(audit).toContainEqual(
    expect.objectContaining({ action: "report.freeze", subject: frozen.id }),
  );
});

test("a report is public once somebody published it, and not before", async () => {
  const frozen = await must(
    editor.post("/api/reports/year/freeze", { commune: "21024", period: period() }),
  );
  expect((await world.nobody.get(`/ket-qua/${frozen.id}`)).status).toBe(404);
  expect((await auditor.post(`/api/reports/frozen/${frozen.id}/publish`)).status).toBe(403);
  const published = await must(editor.post(`/api/reports/frozen/${frozen.id}/publish`));
  expect(await must(editor.post(`/api/reports/frozen/${frozen.id}/publish`))).toEqual(published);
  const page = await world.nobody.get(`/ket-qua/${frozen.id}`);
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(page.raw.toString()).toContain("Xã Trà Sơn");
  const json = (await world.nobody.get(`/ket-qua/${frozen.id}/json`)).body;
  expect(json).toMatchObject({ sha256: frozen.sha256 });
  const text = async (path: string) => (await world.nobody.get(path)).raw.toString();
  expect(await text("/ket-qua")).toContain(`"ket-qua/${frozen.id}.html"`);
  expect(await text("/ket-qua/index.html")).toContain(`"${frozen.id}.html"`);
  expect(await text(`/ket-qua/${frozen.id}.html`)).toBe(page.raw.toString());
  expect((await world.nobody.get(`/ket-qua/${frozen.id}.json`)).body).toEqual(json);
  const { raw } = await world.nobody.get("/ket-qua/ket-qua.zip");
  const files = unzip(raw);
  expect([...files.keys()].sort()).toEqual(
    [`${frozen.id}.html`, `${frozen.id}.json`, "index.html"].map((name) => `ket-qua/${name}`),
  );
  const kept = files.get(`ket-qua/${frozen.id}.json`);
  expect(JSON.parse(new TextDecoder().decode(kept))).toEqual(json);
});

test("royalties come from who is named on messages that were aired and from rates that are data", async () => {
  const rate = {
    ...{ role: "reader", unit: "minute", amount: 20_000, place: "p-51", from: "2020-01-01" },
    source: "Nghị quyết 12/2025/NQ-HĐND",
  };
  expect((await editor.post("/api/royalty-rates", rate)).status).toBe(403);
  const odd = { ...rate, from: "2026-02-30" };
  expect((await world.admin.post("/api/royalty-rates", odd)).body.code).toBe("bad-dates");
  await must(world.admin.post("/api/royalty-rates", { ...rate, amount: 1 }));
  await must(world.admin.post("/api/royalty-rates", { ...rate, from: "2024-01-01" }));
  expect((await must(world.admin.get("/api/royalty-rates"))).items).toMatchObject([
    { amount: 1, to: "2024-01-01" },
    { amount: 20_000, to: null },
  ]);
  await credited(world, "m-nb", [{ role: "reader", name: "Hùng" }]);
  const aired = { cluster: "k-21024", outcome: "played", says: { "m-nb": 90_000 } };
  await play(world, { occurrence: "occ-6", n: 5, ...aired });
  const report = await must(editor.get(`/api/reports/year?commune=21024&period=${period()}`));
  const rows = tables(report).find((one) => one.id === "royalties")?.rows;
  expect(rows?.[1]).toEqual(["Hùng", "Người đọc", 1, 90, 0, 30_000]);
  expect(rows?.at(-1)).toEqual(["Cộng", "", 1, 90, 1, 30_000]);
  expect(JSON.stringify(report)).toContain("Mức chi theo: Nghị quyết 12/2025/NQ-HĐND.");
});
