import type { Cluster, QuietRule, SessionRule } from "./agent-config.ts";
import { atMinute, dateOfDay, dayNumber, startOfDay, weekday } from "./station-time.ts";
import { days, type Instant, lastOf, type Window } from "./time.ts";

/** A commune's regulation as spans of time: its sessions and its quiet hours. */
export interface Hours {
  /** The session that an instant belongs to. */
  sessionAt(at: Instant): Window | undefined;
  /** Sessions that touch `from … to`, in order. */
  sessionsWithin(from: Instant, to: Instant): Generator<Window>;
  isQuiet(at: Instant): boolean;
  /** The first quiet instant of `from … to`. */
  quietWithin(from: Instant, to: Instant): Instant | undefined;
  /** The first start in `from … to` (both included) from which `length` is free of quiet hours. */
  freeStart(from: Instant, to: Instant, length: (start: Instant) => number): Instant | undefined;
  /** The next instant after `at` at which a session starts or ends, quiet hours end or a station day begins. */
  nextChange(at: Instant): Instant;
}

/** A regulation repeats itself by weeks: what is not found in a year is not looked for any longer. */
export const LOOK_AHEAD = days(366);

type Rule = Pick<SessionRule, "start" | "end" | "from" | "to"> & Pick<QuietRule, "weekdays">;

/** The span of a rule that starts on this station day; `end` at or before `start` runs over midnight. */
export function spanOn(rule: Rule, day: number): Window | undefined {
  const date = dateOfDay(day);
  if (rule.weekdays && !rule.weekdays.includes(weekday(day))) return undefined;
  if ((rule.from && date < rule.from) || (rule.to && date > rule.to)) return undefined;
  const end = rule.end > rule.start ? rule.end : rule.end + 1_440;
  return { from: atMinute(day, rule.start), to: atMinute(day, end) };
}

/** The spans that start on one day, in order; those that overlap become one, those that only touch stay two. */
export function spansOn(rules: readonly Rule[], day: number): readonly Window[] {
  const merged: Window[] = [];
  const spans = rules
    .map((rule) => spanOn(rule, day))
    .filter((span) => span !== undefined)
    .sort((one, other) => one.from - other.from || one.to - other.to);
  for (const span of spans) {
    const last = merged.at(-1);
    if (!last || span.from >= last.to) merged.push(span);
    else merged[merged.length - 1] = { from: last.from, to: lastOf(last.to, span.to) };
  }
  return merged;
}

const contains = (span: Window, at: Instant): boolean => span.from <= at && at < span.to;

type SpansOn = (day: number) => readonly Window[];

export function hoursOf({ sessions, quiet }: Pick<Cluster, "sessions" | "quiet">): Hours {
  const ordered = remembered((day) => spansOn(sessions, day));
  // A session that runs over midnight keeps its hours: one of the next day begins only after it.
  const sessionsOn = remembered((day) => {
    const taken = ordered(day - 1)
      .map((span) => span.to)
      .reduce(lastOf, startOfDay(day));
    return ordered(day)
      .map(({ from, to }) => ({ from: lastOf(from, taken), to }))
      .filter(({ from, to }) => from < to);
  });
  const quietOn = remembered((day) => spansOn(quiet, day));
  // A span is shorter than two days, so what holds at an instant began on its day or on the day before.
  const around = (on: SpansOn, at: Instant): readonly Window[] => {
    const day = dayNumber(at);
    return [...on(day - 1), ...on(day)];
  };
  const holding = (on: SpansOn, at: Instant): Window | undefined => {
    const day = dayNumber(at);
    return on(day - 1).find((span) => at < span.to) ?? on(day).find((span) => contains(span, at));
  };
  const isQuiet = (at: Instant): boolean => quiet.length > 0 && holding(quietOn, at) !== undefined;

  function quietWithin(from: Instant, to: Instant): Instant | undefined {
    if (quiet.length === 0 || from >= to) return undefined;
    if (isQuiet(from)) return from;
    for (let day = dayNumber(from) - 1; startOfDay(day) < to; day += 1) {
      const span = quietOn(day).find((one) => one.from > from);
      if (span) return span.from < to ? span.from : undefined;
    }
    return undefined;
  }

  function freeStart(
    from: Instant,
    to: Instant,
    length: (start: Instant) => number,
  ): Instant | undefined {
    for (let at = from; at <= to; at = nextChange(at)) {
      const over = (at + Math.max(length(at), 1)) as Instant;
      if (quietWithin(at, over) === undefined) return at;
    }
    return undefined;
  }

  const changesOn = remembered((day) => {
    const [from, to] = [startOfDay(day), startOfDay(day + 1)];
    const edges = [
      ...around(sessionsOn, from).flatMap((span) => [span.from, span.to]),
      ...around(quietOn, from).map((span) => span.to),
    ];
    return [...edges.filter((edge) => from < edge && edge < to), to].sort((a, b) => a - b);
  });
  const nextChange = (at: Instant): Instant =>
    changesOn(dayNumber(at)).find((edge) => edge > at) as Instant;

  function* sessionsWithin(from: Instant, to: Instant): Generator<Window> {
    if (sessions.length === 0) return;
    for (let day = dayNumber(from) - 1; startOfDay(day) < to; day += 1) {
      for (const span of sessionsOn(day)) if (span.to > from && span.from < to) yield span;
    }
  }

  return {
    sessionAt: (at) => (sessions.length === 0 ? undefined : holding(sessionsOn, at)),
    sessionsWithin,
    isQuiet,
    quietWithin,
    freeStart,
    nextChange,
  };
}

function remembered<T>(compute: (day: number) => T): (day: number) => T {
  const known = new Map<number, T>();
  return (day) => {
    const held = known.get(day);
    if (held !== undefined) return held;
    const fresh = compute(day);
    known.set(day, fresh);
    return fresh;
  };
}
