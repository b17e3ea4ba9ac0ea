// The smallest pieces of generated worlds.
import fc from "fast-check";
import { instant, later, seconds } from "../../contract/time.ts";

// Monday 04:50 and Sunday 23:35 in station time: before a session, and before a new day and a new week.
export const morning = instant(Date.UTC(2026, 8, 27, 21, 50));
const midnight = instant(Date.UTC(2026, 8, 27, 16, 35));
export const someStart = fc.constantFrom(morning, morning, midnight);
export type Start = typeof morning;

export const spell = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((n) => seconds(n));

/** An instant some way after the start, mostly on a half minute, so that instants meet. */
export const someInstant = (start: Start, most = 18) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.integer({ min: 0, max: 2 * most }).map((n) => later(start, seconds(30 * n))),
    },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0, max: 60 * most }).map((n) => later(start, seconds(n))),
    },
  );

export const sometimes = <T>(most: T, rarely: T, weight = 12) =>
  fc.oneof({ weight, arbitrary: fc.constant(most) }, { weight: 1, arbitrary: fc.constant(rarely) });

export const someId = fc.integer({ min: 1, max: 24 }).map((n) => `o${n}`);
