import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClusterView, HamletView } from "../../controller/fleet/fleet-api.ts";
import { appPaths } from "../../controller/http/web-files.ts";
import type { AgendaItem } from "../../controller/schedule/agenda-api.ts";
import { countsOf, phaseOf, progressOf } from "../../controller/web/airing.ts";
import { blocksOf, FIRST_MINUTE, LAST_MINUTE, moved, step } from "../../controller/web/grid.ts";
import { isTyped } from "../../controller/web/hurry.ts";
import { languageTag } from "../../controller/web/language-tag.ts";
import { type WhenForm, whenOf } from "../../controller/web/order-form.ts";
import { choose, reachable, stateOf, treeOf, whereOf } from "../../controller/web/place-tree.ts";
import { addressOf, isOffered, placeOf, screens } from "../../controller/web/route.ts";
import {
  clock,
  count,
  dateAndClock,
  dayOf,
  isoAt,
  lengthText,
  mondayOf,
  ms,
  percent,
  playerTime,
  readingSeconds,
} from "../../controller/web/station.ts";

const item = (more: Partial<AgendaItem> = {}): AgendaItem => ({
  occurrence: "o-1",
  broadcast: "b-1",
  title: "Bản tin",
  theme: null,
  level: "normal",
  authority: "commune",
  status: "actual",
  place: "c-21024",
  repeats: false,
  placement: "at",
  plannedAt: "2026-11-26T22:00:00Z",
  notBefore: "2026-11-26T22:00:00Z",
  notAfter: "2026-11-26T22:30:00Z",
  seconds: 60,
  cancelled: false,
  startedAt: null,
  clusters: 2,
  counts: { planned: 2 },
  ...more,
});
const five = ms("2026-11-26T22:00:00Z");

describe("station time", () => {
  test("05:00 of the next day in Việt Nam, whatever zone the machine has", () => {
    expect([clock(five), dateAndClock(five)]).toEqual(["05:00", "05:00 27/11/2026"]);
    expect(isoAt(dayOf(five), 300)).toBe("2026-11-27T05:00:00+07:00");
    expect(isoAt(dayOf(five), 1_440)).toBe("2026-11-28T00:00:00+07:00");
  });
  test("a slot is the same instant again after it was written and read", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 15_000, max: 40_000 }),
        fc.integer({ min: 0, max: 1_439 }),
        (day, minute) => {
          const at = ms(isoAt(day, minute));
          expect([dayOf(at), clock(at)]).toEqual([
            day,
            `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`,
          ]);
        },
      ),
    );
  });
  test("a week begins on Monday", () => {
    expect(mondayOf(dayOf(five))).toBe(dayOf(ms("2026-11-23T05:00:00+07:00")));
  });
  test("lengths, numbers and shares as people write them", () => {
    const words = { h: "giờ", m: "phút", s: "giây" };
    expect([43, 120, 125, 3_720, 3_600].map((n) => lengthText(n, words))).toEqual([
      "43 giây",
      "2 phút",
      "2 phút 05 giây",
      "1 giờ 02 phút",
      "1 giờ",
    ]);
    expect([count(5_120), percent(0.79999), playerTime(65)]).toEqual(["5.120", "79,9 %", "1:05"]);
    expect([
      readingSeconds("  "),
      readingSeconds("một hai ba bốn"),
      readingSeconds("một", 2),
    ]).toEqual([0, 2, 1]);
  });
});

describe("where an occurrence stands", () => {
  test.for([
    ["before its time", {}, five - 1, "coming"],
    ["at its time without a word", {}, five, "running"],
    ["long after, without a word", {}, five + 600_000, "past"],
    ["while a cluster plays", { counts: { playing: 1, planned: 1 } }, five + 9_000_000, "running"],
    ["with every outcome", { counts: { played: 1, failed: 1 } }, five, "past"],
    ["cancelled", { cancelled: true }, five, "cancelled"],
    ["for nobody", { clusters: 0, counts: {} }, five - 1, "coming"],
  ] as const)("%s", ([, more, now, phase]) => {
    expect(phaseOf(item(more), now)).toBe(phase);
  });
  test("what needs a person is told first", () => {
    expect(countsOf(item({ counts: { played: 3, failed: 1, odd: 1 } }))).toEqual([
      ["failed", 1],
      ["played", 3],
    ]);
  });
  test("elapsed never passes the length", () => {
    const started = item({ startedAt: "2026-11-26T22:00:10Z", counts: { playing: 2 } });
    expect(progressOf(started, five + 40_000)).toEqual({ elapsed: 30, left: 30, sounding: 2 });
    expect(progressOf(started, five + 900_000).left).toBe(0);
  });
});

describe("the week", () => {
  const monday = mondayOf(dayOf(five));
  const at = (minute: number, seconds = 60) => item({ plannedAt: isoAt(monday, minute), seconds });
  test("what overlaps stands side by side, what does not has the whole width", () => {
    const blocks = blocksOf(
      [at(300, 3_600), at(320), at(500), item({ plannedAt: isoAt(monday + 9, 0) })],
      monday,
    );
    expect(blocks.map(({ minute, lane, lanes }) => [minute, lane, lanes])).toEqual([
      [300, 0, 2],
      [320, 1, 2],
      [500, 0, 1],
    ]);
  });
  test("no two blocks of one day cover each other", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.integer({ min: 240, max: 1_200 }), fc.integer({ min: 1, max: 9_000 })),
          { maxLength: 12 },
        ),
        (some) => {
          const blocks = blocksOf(
            some.map(([minute, seconds]) => at(minute, seconds)),
            monday,
          );
          expect(blocks).toHaveLength(some.length);
          for (const one of blocks) {
            for (const other of blocks) {
              if (one === other || one.lane !== other.lane) continue;
              expect(
                one.minute + one.minutes <= other.minute ||
                  other.minute + other.minutes <= one.minute,
              ).toBe(true);
            }
          }
        },
      ),
    );
  });
  test("two presses down move 11:00 to 11:30; a drag lands on five minutes; nothing leaves the week", () => {
    const eleven = { day: monday, minute: 660 };
    const down = step("ArrowDown") ?? [0, 0];
    expect(moved(moved(eleven, monday, ...down), monday, ...down)).toEqual({
      day: monday,
      minute: 690,
    });
    expect(moved(eleven, monday, 1, 61)).toEqual({ day: monday + 1, minute: 720 });
    expect(moved(eleven, monday, -3, -9_000)).toEqual({ day: monday, minute: FIRST_MINUTE });
    expect(moved(eleven, monday, 30, 9_000)).toEqual({ day: monday + 6, minute: LAST_MINUTE - 5 });
    expect([step("ArrowUp"), step("ArrowLeft"), step("ArrowRight"), step("x")]).toEqual([
      [0, -15],
      [-1, 0],
      [1, 0],
      undefined,
    ]);
  });
});

describe("where", () => {
  const cluster = (id: string, hamlets: [string, number][], more: Partial<ClusterView> = {}) =>
    ({
      id,
      commune: "21024",
      name: id,
      measurable: true,
      hamlets: hamlets.map(([hamlet, share]) => ({ hamlet, share })),
      board: { online: true },
      ...more,
    }) as ClusterView;
  const hamlet = (id: string, households: number) =>
    ({ id, commune: "21024", name: id, households }) as HamletView;
  const tree = treeOf(
    [
      { code: "21024" as never, name: "Xã" },
      { code: "21025" as never, name: "Xã không loa" },
    ],
    [hamlet("h-1", 100), hamlet("h-2", 50)],
    [
      cluster("k-1", [["h-1", 1]]),
      cluster(
        "k-2",
        [
          ["h-1", 0.5],
          ["h-2", 1],
        ],
        { board: null },
      ),
      cluster("k-3", [["h-2", 1]], { measurable: false }),
    ],
  );
  test("a commune without clusters is not offered; a cluster of two hamlets stands under both", () => {
    expect(tree.map((one) => one.hamlets.map((each) => each.clusters.map((k) => k.id)))).toEqual([
      [
        ["k-1", "k-2"],
        ["k-2", "k-3"],
      ],
    ]);
  });
  test("a hamlet served twice counts once; what cannot be measured counts nothing", () => {
    expect(reachable(tree, new Set(["k-1", "k-2", "k-3"]))).toEqual({
      clusters: 3,
      households: 150,
      offline: 1,
      unmeasurable: 1,
    });
    expect(reachable(tree, new Set(["k-3"]))).toMatchObject({ households: 0, unmeasurable: 1 });
  });
  test("the whole commune is ordered by its code, a part cluster by cluster", () => {
    const all = tree[0]?.clusters ?? [];
    const every = choose(new Set(), all, true);
    expect([stateOf(all, every), whereOf(tree, every)]).toEqual(["all", { communes: ["21024"] }]);
    const some = choose(every, all.slice(0, 1), false);
    expect([stateOf(all, some), whereOf(tree, some)]).toEqual([
      "some",
      { clusters: ["k-2", "k-3"] },
    ]);
    expect(stateOf(all, new Set())).toBe("none");
  });
});

describe("when", () => {
  const form = (more: Partial<WhenForm>): WhenForm => ({
    kind: "at",
    date: "2026-11-27",
    time: "05:00",
    rule: "daily",
    until: "",
    ...more,
  });
  test.for([
    [{ kind: "now" }, { now: true }],
    [{ kind: "session" }, { session: "next" }],
    [{}, { at: "2026-11-27T05:00:00+07:00" }],
    [{ kind: "repeat" }, { start: "2026-11-27T05:00:00+07:00", rrule: "FREQ=DAILY" }],
    [
      { kind: "repeat", rule: "weekdays" },
      { start: "2026-11-27T05:00:00+07:00", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
    ],
    [
      { kind: "repeat", rule: "weekly", until: "2026-12-31" },
      { start: "2026-11-27T05:00:00+07:00", rrule: "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261231T165900Z" },
    ],
    [{ date: "2026-02-30" }, "date"],
    [{ time: "25:00" }, "time"],
  ] as const)("%o", ([more, expected]) => {
    expect(whenOf(form(more))).toEqual(expected);
  });
});

test("what is read aloud on a page is named as browsers know it", () => {
  expect(["vie", "khm", "hre", "vi-VN"].map(languageTag)).toEqual(["vi", "km", "hre", "vi-VN"]);
});

test("every screen has an address that the controller answers", () => {
  const unserved = screens.filter((one) => !appPaths.includes(`/${one}`));
  expect(unserved).toEqual([]);
});

test("addresses lead to screens and carry only filters that are set", () => {
  expect(placeOf("/play-log/", "?outcome=failed").screen).toBe("play-log");
  expect(placeOf("/nowhere", "").screen).toBe("today");
  expect(addressOf("library", { q: "nghị quyết", status: "" })).toBe(
    "/library?q=ngh%E1%BB%8B+quy%E1%BA%BFt",
  );
  expect([
    isOffered("emergency", ["play-log.read"]),
    isOffered("more", []),
    isOffered("reach", ["reach.read"]),
  ]).toEqual([false, true, true]);
});

test.for(["phát", "PHÁT ", "Phát", "pha\u0301t"])("%s sends an emergency", (word) => {
  expect(isTyped(word)).toBe(true);
});
test.for(["phat", "", "phát ngay"])("'%s' does not", (word) => {
  expect(isTyped(word)).toBe(false);
});
