import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noFacts } from "../../../contract/facts.ts";
import { minutes } from "../../../contract/time.ts";
import type { Succession } from "../../../controller/fleet/succession.ts";
import {
  type Aim,
  carriedOrder,
  joinedTurn,
  placesAfter,
  retarget,
  scopeAfter,
} from "../../../controller/schedule/carrying.ts";
import { carriedCalendar } from "../../../controller/schedule/carrying-calendar.ts";
import { hoursItems, underHours } from "../../../controller/schedule/carrying-hours.ts";
import { carriedOffers } from "../../../controller/schedule/carrying-offers.ts";
import { inside, means, type Place } from "../../../controller/schedule/where.ts";
import { aCluster, anOccurrence, anUrgent, aPlan, after as inTime } from "../../support/orders.ts";

const place = (cluster: string, commune: string, more: object = {}): Place =>
  ({
    cluster,
    commune,
    province: "51",
    hamlets: [],
    tags: [],
    languages: ["vie"],
    ...more,
  }) as never;
const communes = (into: string, ...ending: string[]): Succession =>
  ({ into, ending, hamlets: new Map(), clusters: [] }) as never;
const heard = ({ where, within }: Aim, places: readonly Place[]) =>
  places
    .filter((one) => means(where, one))
    .filter((one) => within?.some((scope) => inside(scope, one)) ?? true)
    .map(({ cluster }) => cluster);

const somePlaces = fc
  .array(
    fc.record({
      commune: fc.constantFrom("1", "2", "3", "9"),
      hamlets: fc.subarray(["h1", "h2", "h3"]),
      tags: fc.subarray(["cho", "truong"]),
      languages: fc.subarray(["vie", "hre"], { minLength: 1 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((all) => all.map((one, n) => place(`k${n}`, one.commune, one)));
const someAim = fc.record(
  {
    where: fc.record(
      {
        all: fc.constant(true),
        communes: fc.subarray(["1", "2", "3", "9"], { minLength: 1 }),
        hamlets: fc.subarray(["h1", "h2", "h3"], { minLength: 1 }),
        clusters: fc.subarray(["k0", "k1", "k2"], { minLength: 1 }),
        tags: fc.subarray(["cho", "truong"], { minLength: 1 }),
        languages: fc.subarray(["vie", "hre"], { minLength: 1 }),
      },
      { requiredKeys: [] },
    ),
    within: fc.subarray(["centre", "p-51", "c-1", "c-2", "c-9"], { minLength: 1 }),
  },
  { requiredKeys: ["where"] },
);
const someSuccession = fc.oneof(
  fc.subarray(["1", "2"], { minLength: 1 }).map((ending) => communes("9", ...ending)),
  fc.constant(communes("2", "1")),
  fc
    .constantFrom<[string, string[]][]>(
      [
        ["h1", ["h4"]],
        ["h2", ["h4"]],
      ],
      [["h1", ["h4", "h5"]]],
      [["h3", []]],
    )
    .map((hamlets) => ({ ending: [], clusters: [], hamlets: new Map(hamlets) }) as Succession),
);

test("whatever is ordered where, it sounds at the same clusters after communes or hamlets change", () => {
  fc.assert(
    fc.property(somePlaces, someAim, someSuccession, (before, raw, given) => {
      const aim = raw as unknown as Aim;
      const ground = { before, after: placesAfter(before, given), given };
      const was = heard(aim, before);
      const next = retarget(aim, ground);
      if (was.length > 0) expect(heard(next, ground.after)).toEqual(was);
      else expect(next).toBe(aim);
      // Once more changes nothing: what was carried stays as it is.
      const again = { ...ground, before: ground.after };
      if (was.length > 0) expect(heard(retarget(next, again), ground.after)).toEqual(was);
    }),
    { numRuns: 500 },
  );
});

describe("an order", () => {
  const before = [place("k1", "1"), place("k2", "2"), place("k3", "3")];
  const given = communes("9", "1", "2");
  const ground = { before, after: placesAfter(before, given), given };
  const order = (more: object) => ({ where: { all: true }, ...more }) as never;
  test("of other places stays the very same", () => {
    const other = order({ where: { communes: ["3"] }, within: ["c-3"] });
    expect(carriedOrder(other, ground)).toBe(other);
  });
  test("names the new commune where that means the same, else its clusters", () => {
    expect(carriedOrder(order({ where: { communes: ["1", "2"] } }), ground)).toEqual({
      where: { communes: ["9"] },
    });
    expect(carriedOrder(order({ within: ["c-1"] }), ground)).toEqual({
      where: { clusters: ["k1"] },
      within: ["c-9"],
    });
  });
  test("keeps its exceptions and what it retracts", () => {
    const except = [
      { instant: 1, skip: true },
      { instant: 2, content: { where: { communes: ["1"] } } },
      { instant: 3, content: { title: "Khác" } },
    ];
    const clears = { "c-1": "o1", "c-2": "o2", "p-51": "o3" };
    const found = carriedOrder(order({ where: { communes: ["1"] }, except, clears }), ground);
    expect(found).toEqual({
      where: { clusters: ["k1"] },
      except: [
        { instant: 1, skip: true },
        { instant: 2, content: { where: { clusters: ["k1"] } } },
        { instant: 3, content: { title: "Khác" } },
      ],
      clears: { "c-9": "o1", "p-51": "o3" },
    });
  });
  test("of a scope that is no commune keeps it", () => {
    expect(["c-1", "c-3", "p-51", "centre", "a-1"].map((one) => scopeAfter(given, one))).toEqual([
      ...["c-9", "c-3", "p-51", "centre", "a-1"],
    ]);
    const hamlets = { ending: [], clusters: [], hamlets: new Map() };
    expect(scopeAfter(hamlets, "c-1")).toBe("c-1");
  });
  test("that must be played keeps its turn, the successor's first", () => {
    expect(joinedTurn([["a"], ["b", "a"], ["c"]])).toEqual(["a", "b", "c"]);
  });
});

describe("an offer", () => {
  const row = (commune: string, state: string, clusters = 1) =>
    ({ broadcast: "b", commune, state, clusters, title: "T" }) as never;
  test("lies once in the successor's inbox, with the clusters of all", () => {
    const states = fc.constantFrom("waiting", "accepted", "declined", "withdrawn");
    const some = fc.uniqueArray(
      fc.tuple(fc.constantFrom("1", "2", "9"), states, fc.integer({ min: 1, max: 9 })),
      { selector: ([commune]) => commune },
    );
    fc.assert(
      fc.property(some, (all) => {
        const rows = all.map(([commune, state, clusters]) => row(commune, state, clusters)) as {
          commune: string;
          state: string;
          clusters: number;
        }[];
        const { changes } = carriedOffers(rows as never, "9", 5);
        let now = rows;
        for (const { row: key, change } of changes) {
          now = change
            ? now.map((one) => (one.commune === key.commune ? { ...one, ...change } : one))
            : now.filter((one) => one.commune !== key.commune);
        }
        const waits = now.filter(({ state }) => state === "waiting");
        expect(waits.every(({ commune }) => commune === "9")).toBe(true);
        expect(waits.length).toBeLessThanOrEqual(1);
        const own = rows.find(({ commune }) => commune === "9");
        const was = rows.filter(({ state }) => state === "waiting");
        if (own === undefined || own.state === "waiting") {
          const sum = (of: typeof rows) => of.reduce((total, one) => total + one.clusters, 0);
          expect(sum(waits)).toBe(sum(was));
        }
      }),
    );
  });
  test("that the successor decided already is withdrawn with the reason", () => {
    const found = carriedOffers([row("9", "accepted"), row("1", "waiting")], "9", 5);
    expect(found.items[0]).toMatchObject({ fate: "left", why: "offer-decided" });
    expect(found.changes[0]?.change).toMatchObject({ state: "withdrawn", decided_at: 5 });
  });
});

test("a day, a deadline or a relay source that the successor has already is kept once; campaigns and addresses always come", () => {
  const named = (id: string, at: string, more: object) => ({ id, place: at, name: id, ...more });
  const found = carriedCalendar(
    {
      holidays: [
        named("own", "c-9", { day: "05-20", kind: "off" }),
        named("same", "c-1", { day: "05-20", kind: "off" }),
        named("new", "c-2", { day: "05-21", kind: "off" }),
      ] as never,
      deadlines: [
        named("q", "c-1", { days: '["03-25"]' }),
        { ...named("q2", "c-2", { days: '["03-25"]' }), name: "q" },
      ] as never,
      campaigns: [named("x", "c-1", {})] as never,
      feeds: [{ id: "l", commune: "1", name: "Máy" }] as never,
      relays: [
        named("r9", "c-9", { url: "http://dai.example/1" }),
        named("r1", "c-1", { url: "http://dai.example/1" }),
        named("r2", "c-2", { url: "http://dai.example/2" }),
      ] as never,
    },
    "c-9",
    ["c-1", "c-2"],
  );
  expect(found.moved).toEqual({
    ...{ holidays: ["new"], deadlines: ["q"], campaigns: ["x"], feeds: ["l"], relays: ["r2"] },
  });
  expect(found.dropped).toEqual({ holidays: ["same"], deadlines: ["q2"], relays: ["r1"] });
  expect(found.items.map(({ kind, fate }) => `${kind} ${fate}`)).toEqual([
    ...["day-off joined", "day-off moved", "deadline moved", "deadline joined"],
    ...["campaign moved", "calendar-address moved", "relay-source joined", "relay-source moved"],
  ]);
});

describe("other hours", () => {
  const at = (id: string, wait: number, more: object = {}) =>
    anOccurrence(id, {
      ...{ notBefore: inTime(minutes(wait)), notAfter: inTime(minutes(wait + 30)) },
      ...{ placement: { kind: "at", at: inTime(minutes(wait)) }, broadcast: id, ...more },
    });
  const session = { placement: { kind: "session", order: 1 }, notAfter: inTime(minutes(300)) };
  const sessions = (start: number) => [
    { weekdays: [1, 2, 3, 4, 5, 6, 7], start, end: start + 60 } as never,
  ];
  const ground = {
    documents: [aPlan([at("timed", 90), at("floats", 0, session), at("stays", 240)]), anUrgent([])],
    cluster: aCluster({ sessions: sessions(300) }),
    facts: noFacts(inTime(minutes(-60))),
  };
  test("are told where they silence or move what was to sound, and nowhere else", () => {
    const hours = { sessions: sessions(360), quiet: [{ start: 380, end: 440 }], caps: {} };
    const found = underHours(ground, hours);
    expect(found).toEqual([
      { broadcast: "floats", title: "floats", fate: "shifted", why: "session" },
      { broadcast: "timed", title: "timed", fate: "silent", why: "quiet-hours" },
    ]);
    expect(underHours(ground, { sessions: sessions(300), quiet: [], caps: {} })).toEqual([]);
  });
  test("are one line for each order, with the number of airings", () => {
    const changed = { broadcast: "b", title: "T", fate: "silent", why: "quiet-hours" } as const;
    const lines = [
      { commune: "1", changed },
      { commune: "1", changed },
      { commune: "2", changed },
    ];
    expect(hoursItems(lines).map(({ from, count }) => [from, count])).toEqual([
      ["1", 2],
      ["2", 1],
    ]);
  });
});
