import type { AgentId } from "../../contract/ids.ts";
import type { Health } from "../../contract/presence.ts";
import { hours, type Instant, minutes } from "../../contract/time.ts";

/** What was heard of one board in one quarter of an hour. */
export interface Pulse {
  readonly agent: AgentId;
  /** The first instant of the quarter. */
  readonly slot: Instant;
  readonly heard: number;
  /** dBm, the last one told. */
  readonly signal: number | null;
  /** Degrees Celsius, the last one told. */
  readonly temperature: number | null;
}

export const SLOT = minutes(15);
const DAY = hours(24);
export const SLOTS = DAY / SLOT;

export const slotOf = (at: Instant): Instant => (Math.floor(at / SLOT) * SLOT) as Instant;

/** One more word of a board; `health` where it was about that. */
export function withWord(
  before: Pulse | undefined,
  agent: AgentId,
  at: Instant,
  health: Pick<Health, "signal" | "temperature"> = {},
): Pulse {
  return {
    agent,
    slot: slotOf(at),
    heard: (before?.heard ?? 0) + 1,
    signal: health.signal ?? before?.signal ?? null,
    temperature: health.temperature ?? before?.temperature ?? null,
  };
}

/** As it is stored. */
export interface Stored {
  readonly slot: number;
  readonly heard: number;
  readonly signal: number | null;
  readonly temperature: number | null;
}

export interface Quarter {
  readonly at: Instant;
  readonly heard: number;
  readonly signal: number | null;
  readonly temperature: number | null;
}

/** The last 24 hours, quarter by quarter, those without a word too; a board that was replaced goes on in the next. */
export function lastDay(pulses: readonly Stored[], now: Instant): Quarter[] {
  const last = slotOf(now);
  return Array.from({ length: SLOTS }, (_, n) => {
    const at = (last - (SLOTS - 1 - n) * SLOT) as Instant;
    const mine = pulses.filter(({ slot }) => slot === at);
    const told = (name: "signal" | "temperature") =>
      mine.map((one) => one[name]).findLast((value) => value !== null) ?? null;
    return {
      at,
      heard: mine.reduce((sum, { heard }) => sum + heard, 0),
      signal: told("signal"),
      temperature: told("temperature"),
    };
  });
}
