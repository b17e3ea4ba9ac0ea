import { afterEach, beforeEach, expect, test } from "vitest";
import { instant } from "../../../contract/time.ts";
import type { Rung } from "../../../controller/playlog/outcome.ts";
import { always, morning, type ReachWorld, reachWorld, value } from "../../support/reach-world.ts";

let world: ReachWorld;
let reach: ReachWorld["reach"];
let targets: ReachWorld["targets"];
beforeEach(async () => {
  world = await reachWorld();
  ({ reach, targets } = world);
  // Two hamlets of one commune, one cluster each; a third that only an FM bridge serves.
  await world.place("a");
  await world.place("b", { households: 60, language: "hre" });
  await world.place("c", { households: 40, kind: "fm-bridge" });
});
afterEach(() => world.close());

const play = (cluster: string, day: string, rung: Rung = "completed") =>
  world.air({ cluster, day, rung });
const period = { from: "2026-04-01", to: "2026-05-31" };

test("households, people and regular access stand apart, and what cannot be measured beside them", async () => {
  for (const day of ["2026-04-05", "2026-04-06", "2026-05-05", "2026-05-06"]) {
    await play("c-a", day);
    await play("c-c", day);
  }
  await play("c-b", "2026-04-05", "electric");
  const figure = await value(reach.figure({ ...period, perMonth: 2 }));
  expect(figure.households).toMatchObject({ reached: 160, of: 200 });
  expect(figure.people).toMatchObject({ reached: 640, of: 800 });
  expect(figure.regular).toMatchObject({
    months: ["2026-04", "2026-05"],
    households: { reached: 100, of: 200 },
  });
  expect(figure.unmeasurable).toEqual({ hamlets: 1, households: 40, people: 160 });
  const proven = await value(reach.figure({ ...period, rung: "sound-verified" }));
  expect(proven.households.reached).toBe(60);
  const hre = await value(reach.figure({ ...period, language: "hre" }));
  expect(hre.households).toMatchObject({ reached: 60, of: 60 });
  const months = await value(reach.months(period));
  expect(months.items.map((one) => [one.month, one.households.reached])).toEqual([
    ["2026-04", 160],
    ["2026-05", 100],
  ]);
  const matrix = await value(reach.matrix(period));
  expect(matrix.items).toMatchObject([
    { theme: "so", commune: "21024", households: { reached: 160, of: 200 } },
  ]);
  expect(await value(reach.detail(period))).toContain("c,21024,40,160,c-c,1,0,4,0\r\n");
});

test("the gap is measured against the target that is data", async () => {
  await play("c-a", "2026-04-05");
  expect(await value(reach.gaps(period))).toMatchObject({
    metric: "households",
    share: 0.7,
    missing: 40,
    enough: true,
    clusters: [{ cluster: "c-b", gain: 60 }],
  });
  expect(await value(reach.gaps({ ...period, metric: "regular", share: 0.5 }))).toMatchObject({
    missing: 100,
    enough: true,
  });
  expect(await reach.gaps({ from: "2026-05-02", to: "2026-05-01" })).toMatchObject({ ok: false });
});

test("a merge of hamlets keeps history: before it the old ones are counted, after it the new one", async () => {
  const { db } = world.store;
  await play("c-a", "2026-04-05");
  await play("c-a", "2026-06-05");
  const closed = { valid_to: "2026-06-01" };
  await db.updateTable("hamlet").set(closed).where("id", "in", ["a", "b"]).execute();
  await db.updateTable("hamlet_figure").set(closed).where("hamlet", "in", ["a", "b"]).execute();
  await db
    .insertInto("hamlet")
    .values({
      id: "ab",
      commune: "21024",
      name: "ab",
      folded: "ab",
      ...always,
      valid_from: "2026-06-01",
    })
    .execute();
  await db
    .insertInto("hamlet_figure")
    .values({
      ...{ hamlet: "ab", households: 160, people: 640, languages: '["vie"]' },
      ...{ valid_from: "2026-06-01", valid_to: null },
    })
    .execute();
  await db
    .insertInto("cluster_hamlet")
    .values({
      cluster: "c-a",
      hamlet: "ab",
      share: 0.625,
      valid_from: "2026-06-01",
      valid_to: null,
    })
    .execute();
  const before = await value(reach.figure(period));
  const after = await value(reach.figure({ from: "2026-06-01", to: "2026-06-09" }));
  expect(before.households).toMatchObject({ reached: 100, of: 200 });
  expect(after.households).toMatchObject({ reached: 100, of: 200 });
  expect(after.rows.map((row) => row.hamlet)).toEqual(["ab", "c"]);
});

test("national targets are there from the start; a new one is dated and audited", async () => {
  expect((await targets.list()).map(({ metric, share, due }) => [metric, share, due])).toEqual([
    ["households", 0.7, "2025-12-31"],
    ["people", 0.8, "2030-12-31"],
    ["regular", 0.9, "2030-12-31"],
  ]);
  const given = { metric: "regular", share: 0.5, due: "2027-12-31", place: "p-51" } as const;
  const added = await targets.add({} as never, {
    ...given,
    place: "p-51" as never,
    source: "Tỉnh",
    perMonth: 8,
  });
  expect(added).toMatchObject({ ok: true, value: { id: "mt-1", perMonth: 8 } });
  expect(world.audited).toHaveLength(1);
  const odd = { ...given, place: "p-51" as never, due: "2027-02-30", source: "Tỉnh" };
  expect(await targets.add({} as never, odd)).toEqual({ ok: false, code: "day-unreadable" });
  expect(await targets.list()).toHaveLength(4);
});

test("a province's own target goes before the country's, and each metric has its own", async () => {
  await play("c-a", "2026-04-05");
  await targets.add({} as never, {
    ...{
      metric: "households",
      share: 0.4,
      due: "2026-12-31",
      place: "p-51" as never,
      source: "Tỉnh",
    },
  });
  const figure = await value(reach.figure({ ...period, commune: "21024" as never }));
  expect(figure.targets).toEqual([
    { metric: "households", share: 0.4, due: "2026-12-31", source: "Tỉnh", ratio: 0.5, met: true },
    expect.objectContaining({ metric: "people", share: 0.8, ratio: 0.5, met: false }),
    expect.objectContaining({ metric: "regular", share: 0.9, ratio: 0, met: false }),
  ]);
});

test("by theme, campaign, language, audience and message; each airing once in each", async () => {
  const { db } = world.store;
  const message = (id: string, language: string, audience: string | null) =>
    db
      .insertInto("message")
      .values({
        ...{
          id,
          version: 1,
          place: "centre",
          title: `Tin ${id}`,
          folded: "",
          theme: "so",
          language,
        },
        ...{ spans: "[]", origin: "text", status: "approved", author: "p", created_at: 0 },
        ...{ notes: "[]", secrecy: "public", audience },
      } as never)
      .execute();
  await message("m-1", "vie", "Nông dân");
  await message("m-2", "hre", "Nông dân");
  const parts = [
    { kind: "audio", message: "m-1", language: "vie" },
    { kind: "audio", message: "m-2" },
  ];
  const both = await world.air({ cluster: "c-a", day: "2026-04-05", parts, campaign: "ngay-18-5" });
  await world.air({ cluster: "c-b", day: "2026-04-05", airing: both });
  await world.air({ cluster: "c-a", day: "2026-05-20", parts: [{ message: "m-1" }], theme: null });
  const by = async (dimension: Parameters<typeof reach.by>[0]) =>
    (await value(reach.by(dimension, period))).items.map((one) => [
      ...[one.value, one.name, one.plays, one.households.reached, one.households.of],
    ]);
  expect(await by("message")).toEqual([
    ["m-1", "Tin m-1", 3, 160, 200],
    ["m-2", "Tin m-2", 2, 160, 200],
  ]);
  expect(await by("audience")).toEqual([["Nông dân", "Nông dân", 3, 160, 200]]);
  // Only who speaks it is asked about.
  expect(await by("language")).toEqual([
    ["hre", "hre", 2, 60, 60],
    ["vie", "vie", 3, 100, 140],
  ]);
  expect(await by("campaign")).toEqual([["ngay-18-5", "ngay-18-5", 2, 160, 200]]);
  expect((await by("theme")).map(([theme, , plays]) => [theme, plays])).toEqual([
    ["", 1],
    ["so", 2],
  ]);
  const reached = async (more: object) =>
    (await value(reach.figure({ ...period, ...more }))).households.reached;
  expect(await reached({ message: "m-2", audience: "Nông dân" })).toBe(160);
  expect(await reached({ spoken: "hre", from: "2026-05-01" })).toBe(0);
  expect(await reached({ campaign: "ngay-18-5", hamlet: "a" })).toBe(100);
  expect(await reached({ theme: "so", message: "m-1", commune: "21024" })).toBe(160);
  expect(await reached({ broadcast: "b2" })).toBe(100);
});

test("each commune in each month is the figure of that commune in that month", async () => {
  await world.place("d", { commune: "21025", households: 30, share: 0.5 });
  await play("c-a", "2026-04-20");
  await play("c-d", "2026-05-02");
  await play("c-a", "2026-05-02");
  const { months, items } = await value(reach.communes(period));
  expect(months).toEqual(["2026-04", "2026-05"]);
  for (const one of items) {
    for (const [at, month] of months.entries()) {
      const span = { from: `${month}-01`, to: `${month}-${at === 0 ? "30" : "31"}` };
      const figure = await value(reach.figure({ ...span, commune: one.commune as never }));
      expect(one.months[at]?.households).toBe(figure.households.reached);
      expect(one.months[at]?.people).toBe(figure.people.reached);
    }
  }
  expect(items.map(({ households }) => households.reached)).toEqual([100, 15]);
  for (const bad of [{ from: "2026-13-01" }, { from: "2026-05-02", to: "2026-05-01" }]) {
    expect(await reach.matrix(bad)).toMatchObject({ ok: false });
    expect(await reach.by("theme", bad)).toMatchObject({ ok: false });
  }
  expect(await reach.months({ from: "2020-01-01", to: "2026-01-01" })).toMatchObject({
    code: "period-long",
  });
  expect(await value(reach.figure({ from: "2020-01-01", to: "2026-06-01" }))).toMatchObject({
    households: { reached: 115 },
  });
});

const midnight = (day: string): number => Date.parse(`${day}T00:00:00+07:00`);

test("a question without days is a year and the rest of its first half month, equal to the rows", async () => {
  const world = await reachWorld({ now: instant(morning("2026-06-20")) });
  try {
    await world.place("h1", { cluster: "k1", households: 10 });
    await world.place("h2", { cluster: "k2", households: 20 });
    await world.place("h3", { cluster: "k3", households: 40 });
    await world.place("h4", { cluster: "k4", households: 80 });
    await world.air({ cluster: "k1", day: "2025-06-14" });
    await world.air({ cluster: "k2", day: "2025-06-15" });
    await world.air({ cluster: "k3", day: "2026-06-19" });
    const reached = async (query = {}) => {
      const found = await world.reach.figure(query);
      return found.ok ? [Date.parse(found.value.from), found.value.households.reached] : found;
    };
    expect(await reached()).toEqual([midnight("2025-06-15"), 60]);
    // What is told of an airing to come, in the half month that is not over, does not count yet.
    await world.air({ cluster: "k4", day: "2026-06-21" });
    expect(await reached()).toEqual([midnight("2025-06-15"), 60]);
    expect(await reached({ from: "2025-06-16" })).toEqual([midnight("2025-06-16"), 40]);
    expect(await reached({ from: "2025-06-14", to: "2026-06-21" })).toEqual([
      ...[midnight("2025-06-14"), 150],
    ]);
  } finally {
    await world.close();
  }
});
