import fc from "fast-check";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Rung, rungs } from "../../../controller/playlog/outcome.ts";
import { createCounts } from "../../../controller/reach/counting.service.ts";
import { playsStore } from "../../../controller/reach/plays.store.ts";
import { recount } from "../../../controller/reach/recount.store.ts";
import { morning, type ReachWorld, reachWorld, value } from "../../support/reach-world.ts";

let world: ReachWorld;
beforeEach(async () => {
  world = await reachWorld();
  await world.place("a");
  await world.place("b", { commune: "21025", households: 60 });
});
afterEach(() => world.close());

const year = { from: "2026-01-01", to: "2026-06-09" };
const reached = async (more: object = {}): Promise<number> =>
  (await value(world.reach.figure({ ...year, ...more }))).households.reached;
const upToDate = () =>
  createCounts(world.rollup, playsStore(world.store.db), async () => undefined, {
    monotonic: () => 0 as never,
  }).upToDate();

test("a late receipt takes the older count back and puts its own", async () => {
  const airing = await world.air({ cluster: "c-a", day: "2026-03-05", rung: "planned" });
  expect(await reached()).toBe(0);
  expect(await reached({ rung: "planned" })).toBe(100);
  await world.again(airing, "c-a", "completed");
  expect(await reached()).toBe(100);
  await world.again(airing, "c-a", "acoustic");
  const { rows } =
    await sql`select early_planned, early_completed, early_acoustic, late_acoustic from reach_rollup
    where kind = 'all'`.execute(world.store.db);
  expect(rows).toEqual([
    { early_planned: 0, early_completed: 1, early_acoustic: 0, late_acoustic: 0 },
  ]);
  expect(await reached({ rung: "acoustic" })).toBe(100);
  expect(await recount(world.store.db, 10)).toEqual([]);
});

test("exercises count nowhere; an order that is edited later does not move the past", async () => {
  await world.air({ cluster: "c-a", day: "2026-03-05", status: "exercise" });
  await world.air({ cluster: "c-b", day: "2026-03-05", theme: "cu" });
  expect(await reached()).toBe(60);
  await world.store.db.updateTable("broadcast").set({ theme: "moi" }).execute();
  expect(await reached({ theme: "cu" })).toBe(60);
  expect(await reached({ theme: "moi" })).toBe(0);
});

test("what a recount finds is named, and forgetting counts anew", async () => {
  await world.air({ cluster: "c-a", day: "2026-03-05" });
  await upToDate();
  await world.store.db.updateTable("reach_rollup").set({ early_completed: 2 }).execute();
  const found = await recount(world.store.db, 10);
  expect(found).toContainEqual({
    ...{
      kind: "all",
      value: "",
      table: "half-month",
      bucket: "2026-03-01",
      cluster: "c-a",
      found: "kept",
    },
    counts: expect.objectContaining({ completed: 2 }),
  });
  expect(found).toContainEqual(
    expect.objectContaining({
      found: "counted",
      counts: expect.objectContaining({ completed: 1 }),
    }),
  );
  expect(found.every(({ table }) => table === "half-month")).toBe(true);
  await world.store.db.updateTable("reach_year").set({ completed: 3 }).execute();
  expect(await recount(world.store.db, 10)).toContainEqual({
    ...{
      kind: "all",
      value: "",
      table: "year",
      bucket: "2026-01-01",
      cluster: "c-a",
      found: "kept",
    },
    counts: expect.objectContaining({ completed: 3 }),
  });
  await world.rollup.forget();
  await upToDate();
  expect(await recount(world.store.db, 10)).toEqual([]);
});

test("plays by an unconfirmed clock are counted apart, a recount looks at them too, and a better proof takes the mark away", async () => {
  const airing = await world.air({ cluster: "c-a", day: "2026-03-05", unconfirmed: true });
  await world.air({ cluster: "c-a", day: "2026-03-06" });
  const clock = async (more: object = {}) =>
    (await value(world.reach.figure({ ...year, ...more }))).clock;
  expect(await clock()).toMatchObject({ plays: 2, unconfirmed: 1 });
  // A part of a month, and two subjects at once: counted from the rows.
  expect(await clock({ from: "2026-03-02" })).toMatchObject({ plays: 2, unconfirmed: 1 });
  expect(await clock({ theme: "so", broadcast: "b1" })).toMatchObject({ plays: 1, unconfirmed: 1 });
  const { db } = world.store;
  await db
    .updateTable("reach_rollup")
    .set({ early_completed: 0 })
    .where("unconfirmed", "=", 1)
    .execute();
  const [found] = await recount(db, 10);
  expect(found).toMatchObject({ found: "counted", unconfirmed: true, cluster: "c-a" });
  await world.rollup.forget();
  await world.again(airing, "c-a", "acoustic");
  expect(await clock()).toEqual({ plays: 2, unconfirmed: 0, line: null });
  expect(await recount(db, 10)).toEqual([]);
});

test("a fold that is cut short leaves nothing of itself", async () => {
  await world.air({ cluster: "c-a", day: "2026-03-05" });
  const { db } = world.store;
  await sql`create trigger cut before insert on reach_rollup begin select raise(abort, 'cut'); end`.execute(
    db,
  );
  await expect(world.rollup.fold(10)).rejects.toThrow("cut");
  await sql`drop trigger cut`.execute(db);
  expect(await reached()).toBe(100);
  expect(await recount(world.store.db, 10)).toEqual([]);
});

test("whatever comes in whatever pieces, the answer is the count of the newest rows", async () => {
  const someDay = fc.constantFrom(
    ...[
      "2024-12-31",
      "2025-01-01",
      "2025-12-31",
      "2026-01-14",
      "2026-01-15",
      "2026-02-01",
      "2026-02-28",
      "2026-03-31",
      "2026-05-15",
    ],
  );
  const rung = fc.constantFrom(...rungs);
  const someAirings = fc.array(
    fc.tuple(
      someDay,
      fc.array(fc.tuple(fc.constantFrom("a", "b"), rung, fc.boolean()), {
        minLength: 1,
        maxLength: 5,
      }),
    ),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(
      someAirings,
      fc.integer({ min: 1, max: 4 }),
      someDay,
      someDay,
      rung,
      fc.integer({ min: 1, max: 3 }),
      async (airings, piece, one, other, asked, atLeast) => {
        const own = await reachWorld();
        await own.place("a");
        await own.place("b", { commune: "21025", households: 60 });
        const newest = new Map<
          string,
          { at: number; cluster: string; rung: Rung; unconfirmed: boolean }
        >();
        for (const [day, rows] of airings) {
          let airing: string | undefined;
          for (const [hamlet, step, unconfirmed] of rows) {
            const cluster = `c-${hamlet}`;
            const how = { cluster, rung: step, unconfirmed };
            airing = await own.air({ ...how, day, ...(airing ? { airing } : {}) });
            newest.set(`${airing} ${cluster}`, { at: morning(day), ...how });
            if (newest.size % 3 === 0) await own.rollup.fold(piece);
          }
        }
        const [from, to] = [one, other].sort() as [string, string];
        const figure = await value(own.reach.figure({ from, to, rung: asked, atLeast }));
        const inside = [...newest.values()].filter(
          (row) =>
            row.at >= morning(from) &&
            row.at <= morning(to) &&
            rungs.indexOf(row.rung) >= rungs.indexOf(asked),
        );
        const of = (cluster: string) => inside.filter((row) => row.cluster === cluster).length;
        const expected = (of("c-a") >= atLeast ? 100 : 0) + (of("c-b") >= atLeast ? 60 : 0);
        expect(figure.households.reached).toBe(expected);
        const counting = inside.filter((row) => of(row.cluster) >= atLeast);
        expect(figure.clock).toMatchObject({
          plays: counting.length,
          unconfirmed: counting.filter((row) => row.unconfirmed).length,
        });
        const themes = await value(own.reach.by("theme", { from, to, rung: asked }));
        expect(themes.items.map(({ plays }) => plays)).toEqual(
          inside.length === 0 ? [] : [inside.length],
        );
        const detail = await value(own.reach.detail({ from, to, rung: asked }));
        const told = detail.trim().split("\r\n").slice(1);
        expect(told.map((line) => Number(line.split(",").at(-1)))).toEqual(
          ["c-a", "c-b"].map(
            (cluster) => inside.filter((row) => row.cluster === cluster && row.unconfirmed).length,
          ),
        );
        expect(await recount(own.store.db, 5)).toEqual([]);
        await own.close();
      },
    ),
    { numRuns: 40 },
  );
});

test("a long backlog is counted in pieces that shrink while they take long, with a rest between them", async () => {
  let [rests, left, now] = [0, 5_000, 0];
  const pieces: number[] = [];
  const counts = createCounts(
    {
      fold: async (limit) => {
        const some = Math.min(limit, left);
        left -= some;
        pieces.push(some);
        // A row costs 0.1 ms at first, later a hundredth of that, then a middle thing.
        now += some * (pieces.length < 5 ? 0.1 : pieces.length < 8 ? 0.001 : 0.01);
        return some;
      },
    },
    playsStore(world.store.db),
    async () => void rests++,
    { monotonic: () => now as never },
  );
  await counts.upToDate();
  expect(pieces).toEqual([250, 125, 62, 62, 62, 124, 248, 496, 992, 992, 992, 595]);
  expect([left, rests]).toEqual([0, 11]);
});
