import { isConfirmed } from "../../contract/confirmed.ts";
import type { Facts, Sounded } from "../../contract/facts.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { EndedAs, PlayedPart } from "../../contract/receipt.ts";
import { type Instant, instant } from "../../contract/time.ts";
import type { EndReport, Row } from "../outbox/rows.ts";

/** What this board knows of one occurrence, read from its own journal. */
export interface Life {
  /** All audio on disk and verified. */
  readonly armed?: Instant;
  /** How often it was begun from its start. */
  readonly begun: number;
  /** About to begin for the first time then. */
  readonly intended?: Instant;
  readonly start?: Instant;
  /** It began, once at least, by a clock that nothing had confirmed. */
  readonly unconfirmed?: true;
  /** Stretches that sounded since it was last begun from its start. */
  readonly parts: readonly PlayedPart[];
  readonly ended?: {
    readonly as: EndedAs | "refused";
    readonly reason?: Reason;
    readonly at: Instant;
  };
  /** The end that is not reported yet, because its proof is being made. */
  readonly owed?: EndReport;
}

export type Lives = ReadonlyMap<string, Life>;

const NEW: Life = { begun: 0, parts: [] };

export const lifeOf = (lives: Lives, occurrence: string): Life => lives.get(occurrence) ?? NEW;

/** The lives after one more row of the journal. */
export function learn(lives: Map<string, Life>, row: Row): void {
  if (row.k === "ack") return;
  if (row.k === "heard") {
    lives.set(row.occurrence, { ...lifeOf(lives, row.occurrence), parts: row.parts });
    return;
  }
  if (row.k === "begin") {
    lives.set(row.occurrence, { ...lifeOf(lives, row.occurrence), intended: row.at });
    return;
  }
  if (row.k === "over") {
    const { as, reason, parts } = row.end;
    const ended = { as, at: row.at, ...(reason ? { reason } : {}) };
    lives.set(row.occurrence, { ...lifeOf(lives, row.occurrence), parts, ended, owed: row.end });
    return;
  }
  const { receipt } = row;
  if (!("occurrence" in receipt)) return;
  const life = lifeOf(lives, receipt.occurrence);
  lives.set(receipt.occurrence, after(life, receipt));
}

type About = Extract<Extract<Row, { k: "receipt" }>["receipt"], { occurrence: OccurrenceId }>;

function after(life: Life, receipt: About): Life {
  switch (receipt.kind) {
    case "armed":
      return { ...life, armed: life.armed ?? receipt.at };
    case "started": {
      const now = isConfirmed(receipt.clock) ? life : ({ ...life, unconfirmed: true } as const);
      if (receipt.resumed) return now;
      return { ...now, begun: life.begun + 1, start: receipt.start, parts: [] };
    }
    case "refused":
      return { ...life, ended: { as: "refused", reason: receipt.reason, at: receipt.at } };
    case "ended": {
      const { as, reason, at, parts } = receipt;
      const { owed: _, ...rest } = life;
      return { ...rest, parts, ended: { as, at, ...(reason ? { reason } : {}) } };
    }
  }
}

const FRAMES_PER_MS = 48;

/** A stretch as a span of time. Without a start of its own it cannot be placed, and says nothing. */
const soundedOf = (occurrence: OccurrenceId, part: PlayedPart): Sounded[] =>
  part.start === undefined
    ? []
    : [
        {
          occurrence,
          part: part.part,
          offset: part.offset,
          start: part.start,
          end: instant(part.start + part.frames / FRAMES_PER_MS),
        },
      ];

/**
 * Facts for the timeline. What is not armed cannot sound, so it is released only at its end. `live` are the stretches of the run that sounds now, the last of them open.
 */
export function factsOf(
  lives: Lives,
  wanted: readonly Occurrence[],
  live: readonly Sounded[],
  now: Instant,
  clock: Facts["clock"],
): Facts {
  const released: Record<string, Instant> = {};
  const ended: Record<string, NonNullable<Life["ended"]>> = {};
  const sounded: Sounded[] = [];
  for (const { id, notAfter } of wanted) {
    const life = lifeOf(lives, id);
    released[id] = life.armed ?? notAfter;
    if (life.ended) ended[id] = life.ended;
    for (const part of life.parts) sounded.push(...soundedOf(id, part));
  }
  return { now, released, sounded: [...sounded, ...live], ended, clock };
}
