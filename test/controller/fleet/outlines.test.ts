import { afterEach, beforeEach, expect, test } from "vitest";
import { createOutlines } from "../../../controller/fleet/outlines.service.ts";
import { must, type PeopleWorld, peopleWorld, type Wire } from "../../support/people-world.ts";

let world: PeopleWorld;
beforeEach(async () => {
  world = await peopleWorld();
  await must(world.admin.post("/api/provinces", { code: "51", name: "Tỉnh Quảng Ngãi" }));
  for (const [code, name] of [
    ["21024", "Xã Trà Sơn"],
    ["21025", "Xã Đồng Ếch"],
  ])
    await must(world.admin.post("/api/communes", { code, province: "51", name }));
  for (const [id, commune, name] of [
    ["dong", "21024", "Thôn Đông"],
    ["tay", "21024", "Thôn Tây"],
    ["cho", "21024", "Tổ dân phố Chợ"],
    ["nui-1", "21024", "Thôn Núi"],
    ["nui-2", "21024", "Bản Núi"],
    ["xa", "21025", "Thôn Xa"],
  ])
    await must(world.admin.post("/api/hamlets", { id, commune, name, from: "2026-01-01" }));
});
afterEach(() => world.close());

const area = (lon = 108, lat = 15) => ({
  type: "Polygon",
  coordinates: [
    [
      [lon, lat],
      [lon + 0.01, lat],
      [lon + 0.01, lat + 0.01],
      [lon, lat],
    ],
  ],
});
const feature = (properties: object, geometry: object = area()) => ({
  ...{ type: "Feature", properties, geometry },
});
const send = (
  features: readonly object[],
  query = "",
  type = "application/geo+json",
  who = world.admin,
) =>
  who.ask(
    "POST",
    `/api/hamlet-outlines/import${query}`,
    Buffer.from(JSON.stringify({ type: "FeatureCollection", features })),
    { "content-type": type },
  );
const outlines = async (query = "commune=21024") =>
  (await must(world.admin.get(`/api/hamlet-outlines?${query}`))).features as Wire[];
const codes = (report: Wire) =>
  report.items.map((one: Wire) => one.faults.map(({ code }: Wire) => code).join());

const two = [
  feature({ ma_thon: "dong" }),
  feature({ ten_thon: "thon tay", ma_xa: 21024 }, area(108.05)),
];

test("a dry run tells what would be and writes nothing; the import writes; the same file changes nothing more", async () => {
  const before = await world.snapshot();
  const dry = await must(send(two, "?dryRun=1"));
  expect(dry).toMatchObject({
    ...{ dryRun: true, from: "2026-05-18", new: 2, changed: 0, same: 0, wrong: 0 },
    items: [
      { row: 1, hamlet: "dong", name: "Thôn Đông", state: "new", points: 3, faults: [] },
      { row: 2, hamlet: "tay", name: "Thôn Tây", hectares: 59.8, simplified: null },
    ],
  });
  expect(await world.snapshot()).toBe(before);
  expect(await must(send(two))).toMatchObject({ dryRun: false, new: 2 });
  const after = await world.snapshot();
  expect(await must(send(two))).toMatchObject({ new: 0, same: 2 });
  expect(await world.snapshot()).toBe(after);
  expect((await outlines()).map(({ id, properties }) => [id, properties.hamlet])).toEqual([
    ["dong", "Thôn Đông"],
    ["tay", "Thôn Tây"],
  ]);
});

test("what is read can be imported again and is the same", async () => {
  await must(send(two, "?source=B%E1%BA%A3n%20v%E1%BA%BD%20tay"));
  const read = await outlines();
  expect(read[0].properties.source).toBe("Bản vẽ tay");
  expect(await must(send(read))).toMatchObject({ same: 2, new: 0, changed: 0 });
});

test("an outline that is drawn anew holds from its day; the days before keep the old one", async () => {
  await must(send(two, "?from=2026-02-01"));
  await must(send([feature({ ma_thon: "dong" }, area(108.2))], "?from=2026-05-10"));
  const at = async (on: string) =>
    (await outlines(`commune=21024&on=${on}`)).map(
      ({ geometry }) => geometry.coordinates[0][0][0][0],
    );
  expect(await at("2026-01-31")).toEqual([]);
  expect(await at("2026-05-09")).toEqual([108, 108.05]);
  expect(await at("2026-05-10")).toEqual([108.2, 108.05]);
  expect((await send(two, "?from=2026-02-31")).body.code).toBe("bad-dates");
});

test("each wrong area is told with its row, what is wrong and how to mend it; nothing is written", async () => {
  const wrong = [
    feature({ ma_thon: "dong" }),
    feature({ ma_thon: "dong" }, area(108.1)),
    feature({ ten_thon: "Thôn Tay", ma_xa: "21024" }, area(15, 108)),
    feature({ ten_thon: "Thôn Tâyy", ma_xa: "21024" }),
    feature({ ma_thon: "khong-co" }),
    feature({}),
    feature({ name: "Chợ" }),
    feature({ name: "Núi", ma_xa: "21024" }),
    feature({ ma_thon: "xa", ma_xa: "21024" }),
    feature({ name: "Chẳng giống đâu", ma_xa: "21024" }),
  ];
  const dry = await must(send(wrong, "?dryRun=1"));
  expect(codes(dry)).toEqual([
    "",
    "twice",
    "swapped",
    "unknown-hamlet",
    "unknown-hamlet",
    "no-name",
    "no-commune",
    "two-hamlets",
    "other-commune",
    "unknown-hamlet",
  ]);
  expect(dry.items[3].faults[0].detail).toBe("Thôn Tâyy → Thôn Tây?");
  for (const { faults } of dry.items)
    for (const { vi, hint, en, hintEn } of faults)
      for (const text of [vi, hint, en, hintEn]) expect(text).toMatch(/[.]$/);
  const before = await world.snapshot();
  const reply = await send(wrong);
  expect([reply.status, reply.body.code]).toEqual([422, "outlines-wrong"]);
  expect(reply.body.errors[1]).toEqual({
    field: "vùng 3",
    vi: expect.stringMatching(/đảo chỗ\. \(15; 108\) GeoJSON/),
  });
  expect(await world.snapshot()).toBe(before);
});

test("who says so gets the good ones without the wrong ones; with nothing good it stays refused", async () => {
  const some = [feature({ ma_thon: "dong" }), feature({ ma_thon: "khong-co" })];
  expect(await must(send(some, "?skipWrong=1"))).toMatchObject({ new: 1, wrong: 1 });
  expect((await outlines()).map(({ id }) => id)).toEqual(["dong"]);
  expect((await send(some.slice(1), "?skipWrong=1")).body.code).toBe("outlines-wrong");
});

test("a name is found without the word for its kind, in the commune that was chosen", async () => {
  const report = await must(send([feature({ ten: "Chợ" })], "?dryRun=1&commune=21024"));
  expect(report.items[0]).toMatchObject({ hamlet: "cho", state: "new" });
});

test("a form with a file works like the bare file; a form without one, and what is no GeoJSON, do not", async () => {
  const json = JSON.stringify({ type: "FeatureCollection", features: two });
  const form = (name: string) =>
    [
      "--b",
      `content-disposition: form-data; name="file"${name}`,
      "content-type: application/geo+json",
      "",
      json,
      "--b--",
      "",
    ].join("\r\n");
  const post = (text: string) =>
    world.admin.ask("POST", "/api/hamlet-outlines/import", Buffer.from(text), {
      "content-type": "multipart/form-data; boundary=b",
    });
  expect(await must(post(form('; filename="a.geojson"')))).toMatchObject({ new: 2 });
  expect((await post(form(""))).body.code).toBe("outlines-unreadable");
  const bytes = { "content-type": "application/geo+json" };
  const path = "/api/hamlet-outlines/import";
  const reply = await world.admin.ask("POST", path, Buffer.from("xin chào"), bytes);
  expect([reply.status, reply.body.code]).toEqual([422, "outlines-unreadable"]);
  expect((await send([])).body.code).toBe("outlines-unreadable");
  expect(await must(send(two, "", "application/json"))).toMatchObject({ same: 2 });
});

test("an outline is taken away from today on, and may come back the same day", async () => {
  await must(send(two, "?from=2026-02-01"));
  await must(world.admin.ask("DELETE", "/api/hamlets/dong/outline"));
  expect((await outlines()).map(({ id }) => id)).toEqual(["tay"]);
  expect(await outlines("commune=21024&on=2026-05-17")).toHaveLength(2);
  expect((await world.admin.ask("DELETE", "/api/hamlets/dong/outline")).status).toBe(404);
  await must(send(two));
  await must(world.admin.ask("DELETE", "/api/hamlets/dong/outline"));
  await must(send(two));
  expect(await outlines()).toHaveLength(2);
});

test("hamlets that merge take their outlines along; the ended ones keep theirs for the days before", async () => {
  await must(send(two, "?from=2026-02-01"));
  const merged = { hamlets: ["dong", "tay"], name: "Thôn Chung" };
  await must(world.admin.post("/api/hamlets/merge", merged));
  const now = await outlines();
  expect(now.map(({ properties }) => properties.hamlet)).toEqual(["Thôn Chung"]);
  expect(now[0].geometry.coordinates).toHaveLength(2);
  expect((await outlines("commune=21024&on=2026-05-17")).map(({ id }) => id)).toEqual([
    "dong",
    "tay",
  ]);
});

test("a person of one commune neither writes nor reads another's", async () => {
  const mine = await world.person("xa24", ["admin", "c-21024"]);
  const theirs = [feature({ ma_thon: "dong" }), feature({ ma_thon: "xa" })];
  const report = await must(send(theirs, "?dryRun=1", "application/geo+json", mine));
  expect(codes(report)).toEqual(["", "foreign"]);
  expect((await mine.get("/api/hamlet-outlines?commune=21025")).status).toBe(403);
  expect(await must(mine.get("/api/hamlet-outlines?commune=21024"))).toMatchObject({
    features: [],
  });
});

test("the log tells which outline it was by its hash, not its corners, and of which places", async () => {
  await must(send([...two, feature({ ma_thon: "xa" }, area(108.4))]));
  const { items } = await must(world.admin.get("/api/audit?limit=5"));
  const [row] = items.filter(({ action }: Wire) => action === "outline.import");
  expect(row).toMatchObject({ subject: "3 outlines" });
  expect(JSON.stringify(row)).not.toContain("108.4");
  expect(JSON.stringify(row)).toMatch(/sha256/);
});

test("a large file gives everybody else a turn", async () => {
  let rests = 0;
  const { fleet } = world.side;
  const store = { inCommunes: async () => ({ hamlets: [], clusters: [] }) };
  const none = { ...store, hamlet: async () => undefined, outlines: async () => [] };
  const service = createOutlines({
    ...{ store: none, fleet },
    rest: async () => {
      rests += 1;
    },
  });
  const features = Array.from({ length: 41 }, () => feature({ ma_thon: "x" }));
  const text = JSON.stringify({ type: "FeatureCollection", features });
  const by = { id: "u", roles: [] } as never;
  const found = await service.import(by, Buffer.from(text), { dryRun: true });
  expect(found).toMatchObject({ ok: true, value: { wrong: 41 } });
  expect(rests).toBe(2);
});
