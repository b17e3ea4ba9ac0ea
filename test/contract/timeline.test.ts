import { expect, test } from "vitest";
import { noFacts } from "../../contract/facts.ts";
import { isReason } from "../../contract/reasons.ts";
import {
  days,
  hours,
  type Instant,
  later,
  milliseconds,
  minutes,
  seconds,
} from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import {
  aCluster,
  after,
  anOccurrence,
  anUrgent,
  aPlan,
  five,
  idOf,
  message,
  played,
  theDay,
} from "../support/orders.ts";

const plain = aCluster();
const now = noFacts(five);
const siren = (at: number, more: object = {}) =>
  anOccurrence("s", {
    level: "emergency",
    placement: { kind: "now", at: after(milliseconds(at)) },
    parts: [message(seconds(20))],
    ...more,
  });

test("a cut is exact to the millisecond, and so is the resume", () => {
  const { heard, refused } = played([aPlan([anOccurrence("a")]), anUrgent([siren(61_037)])]);
  expect(heard).toEqual(["a 0 0 0 61037", "s 0 0 61037 81037", "a 0 61037 81037 140000"]);
  expect(refused).toEqual([]);
});

test("a start that was some milliseconds late changes nothing but those milliseconds", () => {
  const next = { placement: { kind: "at", at: after(minutes(2)) }, notAfter: after(minutes(4)) };
  const late = {
    occurrence: idOf("a"),
    part: 0,
    offset: seconds(0),
    start: after(milliseconds(7)),
  };
  const facts = { ...now, now: after(minutes(1)), sounded: [late] };
  expect(played([aPlan([anOccurrence("a"), anOccurrence("b", next)])], facts)).toEqual({
    heard: ["a 0 0 7 120007", "b 0 0 120007 240000"],
    refused: [],
  });
  const tight = anOccurrence("a", { notAfter: after(minutes(2)) });
  expect(played([aPlan([tight])], facts)).toEqual({ heard: ["a 0 0 7 120000"], refused: [] });
});

test("what was let in with the slack of devices is not turned away halfway", () => {
  const programme = anOccurrence("a", {
    placement: { kind: "session", order: 1 },
    parts: [message(minutes(10)), message(milliseconds(50))],
  });
  const cluster = aCluster({ sessions: [{ weekdays: [1], start: 300, end: 310 }] });
  expect(played([aPlan([programme])], now, cluster)).toEqual({
    heard: ["a 0 0 0 600000", "a 1 0 600000 600050"],
    refused: [],
  });
});

test("a programme that has begun is not mixed with another one while it waits for a gap", () => {
  const session = { placement: { kind: "session", order: 1 } };
  const programme = anOccurrence("a", {
    ...session,
    parts: [message(minutes(1)), message(minutes(5))],
  });
  const other = anOccurrence("b", { ...session, parts: [message(minutes(1))] });
  const timed = anOccurrence("t", { placement: { kind: "at", at: after(minutes(3)) } });
  const sounded = [
    { occurrence: idOf("a"), part: 0, offset: seconds(0), start: five, end: after(minutes(1)) },
  ];
  const cluster = aCluster({ sessions: [{ weekdays: [1], start: 300, end: 330 }] });
  const facts = { ...now, now: after(minutes(1)), sounded };
  expect(played([aPlan([programme, other, timed])], facts, cluster).heard).toEqual([
    "a 0 0 0 60000",
    "t 0 0 180000 300000",
    "a 1 0 300000 600000",
    "b 0 0 600000 660000",
  ]);
});

test("a floating item stays in the session in which it began, even when the next one touches it", () => {
  const float = anOccurrence("a", {
    placement: { kind: "session", order: 1 },
    parts: [message(minutes(5)), message(minutes(4))],
  });
  const sessions = [300, 310].map((start) => ({ weekdays: [1], start, end: start + 10 }));
  const long = siren(240_000, { parts: [message(minutes(2))] });
  expect(played([aPlan([float]), anUrgent([long])], now, aCluster({ sessions }))).toEqual({
    heard: ["a 0 0 0 240000", "s 0 0 240000 360000", "a 0 240000 360000 420000"],
    refused: ["a displaced"],
  });
});

test("caps that are just met are met by what a board really measures, too", () => {
  const cluster = aCluster({ caps: { perDay: minutes(4) } });
  const two = anOccurrence("a", { parts: [message(minutes(2)), message(minutes(2))] });
  const row = { occurrence: idOf("a"), part: 0, offset: seconds(0), start: five };
  const sounded = [{ ...row, end: after(milliseconds(120_040)) }];
  const facts = { ...now, now: after(milliseconds(120_040)), sounded };
  expect(played([aPlan([two])], facts, cluster).refused).toEqual([]);
  const tooLong = [{ ...row, end: after(milliseconds(121_000)) }];
  const then = { ...facts, now: after(seconds(121)), sounded: tooLong };
  expect(played([aPlan([two])], then, cluster).refused).toEqual(["a over-cap"]);
});

test("what sounds now sounds on from its real start", () => {
  const row = { occurrence: idOf("a"), part: 0, offset: seconds(10), start: after(seconds(33)) };
  const facts = { ...now, now: after(seconds(60)), sounded: [row] };
  expect(played([aPlan([anOccurrence("a")])], facts).heard).toEqual(["a 0 10000 33000 143000"]);
});

test("what sounds now stops now when it may sound no more", () => {
  const row = { occurrence: idOf("a"), part: 0, offset: seconds(0), start: five };
  const at = after(seconds(30));
  const facts = { ...now, now: at, sounded: [row] };
  const heard = ["a 0 0 0 30000"];
  const cancel = {
    tombstones: [{ occurrence: "a", at: after(seconds(20)), until: after(hours(9)) }],
  };
  expect(played([aPlan([anOccurrence("a")], cancel)], facts)).toEqual({
    heard,
    refused: ["a cancelled"],
  });
  expect(played([aPlan([anOccurrence("a", { approvedBy: [] })])], facts)).toEqual({
    heard,
    refused: ["a not-approved"],
  });
  expect(played([aPlan([])], facts)).toEqual({ heard, refused: [] });
  const quiet = aCluster({ quiet: [{ start: 240, end: 330 }] });
  expect(played([aPlan([anOccurrence("a")])], facts, quiet).heard).toEqual(heard);
  const ended = { a: { as: "interrupted" as const, at } };
  expect(played([aPlan([anOccurrence("a")])], { ...facts, ended })).toEqual({
    heard,
    refused: ["a power-loss"],
  });
});

test("an emergency that is already due when the facts end cuts what sounds at once", () => {
  const row = { occurrence: idOf("a"), part: 0, offset: seconds(0), start: five };
  const facts = { ...now, now: after(seconds(30)), sounded: [row] };
  const documents = [aPlan([anOccurrence("a")]), anUrgent([siren(29_000)])];
  expect(played(documents, facts).heard.slice(0, 2)).toEqual([
    "a 0 0 0 30000",
    "s 0 0 30000 50000",
  ]);
});

test("an end without a reason has a word, an end with one keeps it, what was played needs none", () => {
  const words = {
    partial: "unstated",
    preempted: "preempted",
    interrupted: "power-loss",
    cancelled: "cancelled",
    expired: "expired",
    failed: "unstated",
    refused: "unstated",
  } as const;
  const plan = [aPlan([anOccurrence("a")])];
  for (const [as, word] of Object.entries(words) as [keyof typeof words, string][]) {
    expect(isReason(word)).toBe(true);
    expect(played(plan, { ...now, ended: { a: { as, at: five } } }).refused).toEqual([`a ${word}`]);
  }
  const failed = { as: "failed" as const, reason: "device-busy" as const, at: five };
  expect(played(plan, { ...now, ended: { a: failed } }).refused).toEqual(["a device-busy"]);
  const fine = { as: "played" as const, at: five };
  expect(played(plan, { ...now, ended: { a: fine } })).toEqual({ heard: [], refused: [] });
});

test("what was sounding when the facts end and has reached its end is over", () => {
  const row = { occurrence: idOf("a"), part: 0, offset: seconds(0), start: five };
  const facts = { ...now, now: after(seconds(125)), sounded: [row] };
  expect(played([aPlan([anOccurrence("a")])], facts)).toEqual({
    heard: ["a 0 0 0 125000"],
    refused: [],
  });
});

test("a clock that stepped back repeats nothing: what has sounded is known by its id", () => {
  const end = after(minutes(2));
  const sounded = [{ occurrence: idOf("a"), part: 0, offset: seconds(0), start: five, end }];
  const facts = { ...now, now: later(five, hours(-2)), sounded };
  expect(played([aPlan([anOccurrence("a")])], facts)).toEqual({ heard: [], refused: [] });
});

test("rows that were never closed ended when the next one began", () => {
  const row = (start: Instant) => ({ occurrence: idOf("a"), part: 0, offset: seconds(0), start });
  const facts = { ...now, now: after(minutes(20)), sounded: [row(after(minutes(1))), row(five)] };
  const { heard } = played([aPlan([anOccurrence("a")])], facts);
  expect(heard).toEqual(["a 0 0 0 60000", "a 0 0 60000 1200000"]);
});

test("a board whose clock is a year ahead and not trusted writes nothing off", () => {
  const ahead = { ...now, now: later(five, days(365)), clock: "doubtful" as const };
  const gone = { tombstones: [{ occurrence: "b", at: five, until: after(hours(9)) }] };
  const plan = aPlan(
    [anOccurrence("a"), anOccurrence("b"), anOccurrence("c", { approvedBy: [] })],
    gone,
  );
  const { refusals } = timeline([plan, anUrgent([siren(0)])], plain, ahead, theDay);
  const certain = refusals.filter((one) => one.at <= ahead.now);
  expect(certain.map((one) => `${one.occurrence} ${one.reason}`)).toEqual([
    "b cancelled",
    "c not-approved",
  ]);
  expect(refusals).toHaveLength(4);
});

test("two rows of one moment are read in the same order by everybody", () => {
  const row = (id: string) => ({ occurrence: idOf(id), part: 0, offset: seconds(0), start: five });
  const end = after(seconds(9));
  const plan = [aPlan([anOccurrence("a"), anOccurrence("b")])];
  const rows = [
    { ...row("b"), end },
    { ...row("a"), end },
  ];
  const facts = { ...now, now: after(minutes(29)), sounded: rows };
  expect(played(plan, facts)).toEqual(played(plan, { ...facts, sounded: rows.toReversed() }));
  expect(played(plan, facts).heard[0]).toBe("a 0 0 0 9000");
});

test("what sounds now sounds, though it was cut before and was then to be dropped", () => {
  const row = { occurrence: idOf("a"), part: 0, offset: seconds(0) };
  const sounded = [
    { ...row, start: five, end: after(seconds(30)) },
    { ...row, start: after(seconds(40)) },
  ];
  const facts = { ...now, now: after(seconds(50)), sounded };
  expect(played([aPlan([anOccurrence("a", { onCut: "drop" })])], facts)).toEqual({
    heard: ["a 0 0 0 30000", "a 0 0 40000 160000"],
    refused: [],
  });
});

test("a row of a part that does not exist is the end of the item", () => {
  const row = { occurrence: idOf("a"), part: 7, offset: seconds(0), start: five };
  const facts = { ...now, now: after(seconds(5)), sounded: [row] };
  expect(played([aPlan([anOccurrence("a")])], facts)).toEqual({
    heard: ["a 7 0 0 5000"],
    refused: [],
  });
});

test("a relay that is over before its order arrives keeps nobody waiting", () => {
  const relay = { kind: "relay", sources: ["http://a/"], length: minutes(10) };
  const gone = anOccurrence("gone", { onCut: "rejoin", parts: [relay] });
  const float = anOccurrence("f", { placement: { kind: "session", order: 1 } });
  const cluster = aCluster({ sessions: [{ weekdays: [1], start: 300, end: 330 }] });
  const facts = { ...now, now: after(minutes(11)), released: { gone: after(minutes(12)) } };
  expect(played([aPlan([gone, float])], facts, cluster)).toEqual({
    heard: ["f 0 0 660000 780000"],
    refused: ["gone expired"],
  });
});

test("a relay that runs out in quiet hours is refused for them, though its window is longer", () => {
  const relay = { kind: "relay", sources: ["http://a/"], length: minutes(10) };
  const live = anOccurrence("a", { onCut: "rejoin", parts: [relay] });
  const cluster = aCluster({ quiet: [{ start: 299, end: 320 }] });
  expect(played([aPlan([live])], now, cluster)).toEqual({ heard: [], refused: ["a quiet-hours"] });
});

test("a relay whose time ran out while it was cut is not joined, what follows it is", () => {
  const relay = { kind: "relay", sources: ["http://a/"], length: minutes(2) };
  const live = anOccurrence("a", { onCut: "rejoin", parts: [relay] });
  const long = siren(60_000, { parts: [message(minutes(5))] });
  expect(played([aPlan([live]), anUrgent([long])])).toEqual({
    heard: ["a 0 0 0 60000", "s 0 0 60000 360000"],
    refused: ["a displaced"],
  });
});

test("a refusal comes with every window that touches its own, a turned window included", () => {
  const turned = anOccurrence("t", { notBefore: after(minutes(60)), notAfter: five });
  const inside = { from: after(minutes(59)), to: after(minutes(61)) };
  const outside = { from: after(minutes(61)), to: after(minutes(70)) };
  const reasons = (window: typeof theDay) =>
    timeline([aPlan([turned, anOccurrence("a", { approvedBy: [] })])], plain, now, window).refusals;
  expect(reasons(inside).map((one) => `${one.occurrence} ${one.reason}`)).toEqual([
    "t outside-window",
  ]);
  expect(reasons(outside)).toEqual([]);
  const before = { from: later(five, hours(-1)), to: five };
  const behind = { from: after(minutes(30)), to: after(minutes(40)) };
  expect([...reasons(before), ...reasons(behind)]).toEqual([]);
});

test("segments that touch the window come whole", () => {
  const window = { from: after(minutes(1)), to: after(seconds(61)) };
  const found = timeline([aPlan([anOccurrence("a")])], plain, now, window);
  expect(found.window).toBe(window);
  expect(found.segments).toMatchObject([{ start: five, end: after(minutes(2)) }]);
});

test("an occurrence with nothing in it is malformed", () => {
  expect(played([aPlan([anOccurrence("a", { parts: [] })])]).refused).toEqual(["a malformed"]);
});

test("what may not sound and began this very instant has not sounded", () => {
  const begun = { occurrence: idOf("a"), part: 0, offset: seconds(0), start: five };
  const facts = { ...now, sounded: [begun] };
  expect(played([aPlan([anOccurrence("a", { approvedBy: [] })])], facts)).toEqual({
    heard: [],
    refused: ["a not-approved"],
  });
});

test("when the one that kept others waiting is stopped, the next is asked at that moment", () => {
  const cluster = aCluster({ sessions: [{ weekdays: [1], start: 300, end: 310 }] } as never);
  const priority = (id: string, order: number, notAfter: Instant) =>
    anOccurrence(id, { level: "priority", placement: { kind: "session", order }, notAfter });
  const first = priority("p", 0, after(minutes(30)));
  // It can start after half a minute at the latest, and not any more when the timed item is over.
  const second = priority("q", 1, after(seconds(150)));
  const timed = anOccurrence("t", {
    placement: { kind: "at", at: after(minutes(1)) },
    parts: [message(seconds(20))],
  });
  const stop = { occurrence: "p", at: after(seconds(30)), until: after(hours(9)) };
  const plan = aPlan([first, second, timed], { tombstones: [stop] });
  expect(played([plan], now, cluster)).toEqual({
    heard: ["q 0 0 30000 150000", "t 0 0 150000 170000"],
    refused: ["p cancelled"],
  });
});
