import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Instant, instant } from "../../../contract/time.ts";
import { isoOf } from "../../../controller/iso.ts";
import { expandRule } from "../../../controller/schedule/recurrence.adapter.ts";
import {
  type Amendment,
  amend,
  instantOfAiring,
  type Kept,
  variantsOf,
  withContent,
} from "../../../controller/schedule/series.ts";

// Monday 18 May 2026, five o'clock in station time, and that clock time on the days after it.
const day = (n: number, minute = 0): Instant =>
  instant(Date.UTC(2026, 4, 17 + n, 22) + minute * 60_000);
const start = day(0);
const now = day(0, -600);
const fortnight = { from: now, to: day(14) };

const series = (more: Partial<Kept> = {}, rrule = "FREQ=DAILY"): Kept =>
  ({
    messageIds: ["m1"],
    level: "normal",
    where: { all: true },
    when: { start: isoOf(start), rrule },
    ...more,
  }) as Kept;
const wish = (scope: Amendment["scope"], more: Partial<Amendment> = {}): Amendment => ({
  scope,
  instants: [],
  skip: false,
  content: {},
  ...more,
});
const ask = (kept: Kept, wanted: Amendment, at = now) =>
  amend(kept, wanted, { now: at, start: startOf(kept), expand: expandRule });
const startOf = ({ when }: Kept) =>
  "start" in when
    ? instant(Date.parse(when.start))
    : "at" in when
      ? instant(Date.parse(when.at))
      : undefined;
const changed = (kept: Kept, wanted: Amendment, at = now) => {
  const made = ask(kept, wanted, at);
  if (!made.ok || made.kind !== "change") throw new Error(JSON.stringify(made));
  return made;
};
/** When an order airs within a fortnight, as days and minutes after five o'clock. */
const airs = (kept: Kept, window = fortnight) =>
  (variantsOf(kept, startOf(kept), window, expandRule) ?? [])
    .flatMap((one) => one.instants)
    .sort((a, b) => a - b);

describe("one airing of a series", () => {
  test("a date is skipped, the others stay", () => {
    const { kept, adds } = changed(series(), wish("this", { instants: [day(3)], skip: true }));
    expect(airs(kept)).toEqual(airs(series()).filter((at) => at !== day(3)));
    expect(adds).toBe(false);
  });
  test("one airing moves, and keeps the name that the rule gave it", () => {
    const { kept, adds } = changed(series(), wish("this", { instants: [day(3)], at: day(3, 45) }));
    expect(airs(kept)).toEqual(airs(series()).map((at) => (at === day(3) ? day(3, 45) : at)));
    expect(instantOfAiring(kept, day(3, 45))).toBe(day(3));
    expect(instantOfAiring(kept, day(4))).toBe(day(4));
    expect(adds).toBe(true);
    const again = changed(kept, wish("this", { instants: [day(3)], at: day(3, 90) })).kept;
    expect(again.except).toEqual([{ instant: day(3), at: day(3, 90) }]);
    const back = changed(again, wish("this", { instants: [day(3)], skip: true })).kept;
    expect(back.except).toEqual([{ instant: day(3), skip: true }]);
  });
  test("one airing says something else, at its time or a new one", () => {
    const content = { messageIds: ["m2" as never] };
    const one = changed(series(), wish("this", { instants: [day(5)], content })).kept;
    const moved = changed(one, wish("this", { instants: [day(5)], at: day(5, 10) })).kept;
    const said = (kept: Kept) =>
      variantsOf(kept, start, fortnight, expandRule)?.map(({ order, instants }) => [
        order.messageIds,
        instants.length,
      ]);
    expect(said(one)).toEqual([
      [["m1"], 13],
      [["m2"], 1],
    ]);
    expect(moved.except).toEqual([{ instant: day(5), at: day(5, 10), content }]);
    expect(changed(moved, wish("this", { instants: [day(2)], skip: true })).kept.except).toEqual([
      { instant: day(2), skip: true },
      { instant: day(5), at: day(5, 10), content },
    ]);
  });
  test("parts take the place of messages", () => {
    const parts = [{ kind: "pause" as const, seconds: 1 }];
    expect(withContent(series(), { parts })).toEqual({ ...series(), messageIds: undefined, parts });
    expect("messageIds" in withContent(series(), { parts })).toBe(false);
    expect(withContent(series(), { title: "T" })).toEqual({ ...series(), title: "T" });
  });
  test("what has aired, is not there or would be earlier than now is not touched", () => {
    const past = wish("this", { instants: [day(0)], at: day(4) });
    expect(ask(series(), past, day(1))).toEqual({ ok: false, code: "occurrence-past" });
    expect(ask(series(), wish("this", { skip: true }))).toMatchObject({
      code: "occurrence-unknown",
    });
    const early = wish("this", { instants: [day(3)], at: now });
    expect(ask(series(), early)).toMatchObject({ code: "time-past" });
    const rule = wish("this", { instants: [day(3)], rrule: "FREQ=DAILY" });
    expect(ask(series(), rule)).toMatchObject({ code: "not-changeable" });
    const moved = changed(series(), wish("this", { instants: [day(1)], at: day(3) })).kept;
    // It was to sound on the first day and now sounds on the third: on the second it can still be moved.
    expect(ask(moved, wish("this", { instants: [day(1)], at: day(4) }), day(2)).ok).toBe(true);
  });
});

describe("this one and the following", () => {
  test("the old order ends before it, a new one goes on at the new time", () => {
    const { kept, tail } = changed(
      series(),
      wish("following", { instants: [day(4)], at: day(4, 30) }),
    );
    expect(airs(kept)).toEqual([0, 1, 2, 3].map((n) => day(n)));
    expect(tail && airs(tail)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((n) => day(n, 30)));
  });
  test("a count is divided between the two", () => {
    const counted = series({}, "FREQ=DAILY;COUNT=6");
    const { kept, tail } = changed(
      counted,
      wish("following", { instants: [day(4)], content: { title: "Khác" } }),
    );
    expect(airs(kept)).toEqual([0, 1, 2, 3].map((n) => day(n)));
    expect(tail && airs(tail)).toEqual([4, 5].map((n) => day(n)));
    expect(tail?.title).toBe("Khác");
  });
  test("taken away, the series ends there and nobody must approve less", () => {
    const made = changed(series(), wish("following", { instants: [day(2)], skip: true }));
    expect([airs(made.kept), made.tail, made.adds]).toEqual([[day(0), day(1)], undefined, false]);
  });
  test("exceptions go with their part of the series", () => {
    const old = series({
      except: [
        { instant: day(1), skip: true },
        { instant: day(6), skip: true },
      ],
    });
    const { kept, tail } = changed(old, wish("following", { instants: [day(4)], at: day(4, 10) }));
    expect(kept.except).toEqual([{ instant: day(1), skip: true }]);
    expect(tail?.except).toEqual([{ instant: day(6, 10), skip: true }]);
  });
  test("from the first on is all of it", () => {
    const { kept, tail } = changed(
      series(),
      wish("following", { instants: [day(0)], at: day(0, 5) }),
    );
    expect(tail).toBeUndefined();
    expect(airs(kept)[0]).toBe(day(0, 5));
  });
  test("to another day only with the rule that says which days are meant", () => {
    const other = wish("following", { instants: [day(4)], at: day(5) });
    expect(ask(series(), other)).toMatchObject({ code: "move-needs-rule" });
    const ruled = changed(series(), { ...other, rrule: "FREQ=WEEKLY" });
    expect(ruled.tail && airs(ruled.tail)).toEqual([day(5), day(12)]);
  });
  test("not from what has aired, and not from nothing", () => {
    const past = wish("following", { instants: [day(0)], skip: true });
    expect(ask(series(), past, day(1))).toMatchObject({ code: "occurrence-past" });
    expect(ask(series(), wish("following"))).toMatchObject({ code: "occurrence-unknown" });
    const broken = series({}, "FREQ=NEVER");
    expect(ask(broken, wish("following", { instants: [day(3)] }))).toMatchObject({
      code: "rule-unreadable",
    });
  });
});

describe("all that is to come", () => {
  test("another time of day, exceptions and end with it", () => {
    const old = series({ except: [{ instant: day(2), skip: true }], until: day(5) });
    const { kept } = changed(old, wish("all", { at: day(9, 30) }));
    expect(airs(kept)).toEqual([0, 1, 3, 4].map((n) => day(n, 30)));
  });
  test("another rule, from its old start or a new one", () => {
    const weekly = changed(series(), wish("all", { rrule: "FREQ=WEEKLY" })).kept;
    expect(airs(weekly)).toEqual([day(0), day(7)]);
    const later = changed(series(), wish("all", { rrule: "FREQ=WEEKLY", at: day(1, 5) })).kept;
    expect(airs(later)).toEqual([day(1, 5), day(8, 5)]);
  });
  test("a rule that names its hours is not moved by guessing", () => {
    const hourly = series({}, "FREQ=DAILY;BYHOUR=5,17");
    expect(ask(hourly, wish("all", { at: day(0, 30) }))).toMatchObject({ code: "move-needs-rule" });
  });
  test("taken away, it is a cancel", () => {
    expect(ask(series(), wish("all", { skip: true }))).toEqual({ ok: true, kind: "cancel" });
    const once = series({ when: { at: isoOf(day(1)) } });
    expect(ask(once, wish("this", { skip: true }))).toEqual({ ok: true, kind: "cancel" });
  });
});

test("a rule that cannot be read airs never", () => {
  expect(variantsOf(series({}, "FREQ=NEVER"), start, fortnight, expandRule)).toBeUndefined();
});

describe("an order that airs once", () => {
  test("moves, repeats from then on, says something else", () => {
    const once = series({ when: { at: isoOf(day(1)) } });
    expect(changed(once, wish("this", { at: day(2) })).kept.when).toEqual({ at: isoOf(day(2)) });
    const repeated = changed(once, wish("all", { at: day(2), rrule: "FREQ=WEEKLY" })).kept;
    expect(airs(repeated)).toEqual([day(2), day(9)]);
    expect(changed(once, wish("all", { content: { title: "Khác" } })).kept).toMatchObject({
      title: "Khác",
      when: once.when,
    });
    const session = series({ when: { session: "next" } });
    expect(changed(session, wish("this", { at: day(2) })).kept.when).toEqual({ at: isoOf(day(2)) });
    expect(airs(session)).toEqual([]);
  });
  test("ordered for now it is on its way: it can be stopped and not changed", () => {
    const running = series({ when: { now: true } });
    expect(ask(running, wish("all", { at: day(2) }))).toMatchObject({ code: "not-changeable" });
    expect(ask(running, wish("all", { skip: true }))).toEqual({ ok: true, kind: "cancel" });
  });
});

const someRule = fc.constantFrom(
  "FREQ=DAILY",
  "FREQ=DAILY;COUNT=9",
  "FREQ=WEEKLY;BYDAY=MO,WE,FR",
  "FREQ=DAILY;INTERVAL=2",
);

test("skips and divisions only ever take airings away, each exactly once", () => {
  fc.assert(
    fc.property(
      someRule,
      fc.array(fc.tuple(fc.boolean(), fc.nat(13)), { maxLength: 6 }),
      (rule, steps) => {
        let orders = [series({}, rule)];
        const expected = new Set<number>(airs(orders[0] as Kept));
        for (const [skip, index] of steps) {
          const all = [...expected].sort((a, b) => a - b) as Instant[];
          const at = all[index % Math.max(1, all.length)];
          if (at === undefined) return;
          const which = orders.findIndex((one) => airs(one).includes(at));
          const order = orders[which] as Kept;
          const made = changed(
            order,
            skip
              ? wish("this", { instants: [at], skip: true })
              : wish("following", { instants: [at], content: { title: "x" } }),
          );
          orders = orders.with(which, made.kept);
          if (made.tail) orders.push(made.tail);
          if (skip) expected.delete(at);
        }
        expect(orders.flatMap((one) => airs(one)).sort((a, b) => a - b)).toEqual(
          [...expected].sort((a, b) => a - b),
        );
      },
    ),
  );
});
