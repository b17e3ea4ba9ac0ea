import type { OccurrenceId } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import type { Instant } from "../../contract/time.ts";
import type { OccurrenceTable } from "../store/tables.ts";
import type { NewOccurrence } from "./broadcast.ts";

/** An occurrence that was written out, as far as it decides what becomes of it. */
export interface Written {
  readonly id: OccurrenceId;
  readonly scope: string;
  readonly body: Occurrence;
  readonly cancelled: boolean;
  /** A board has begun it, or its own instant has passed: nobody changes what may be sounding. */
  readonly begun: boolean;
}

/** What may not be changed any more: what is over, what began by the clock, and what a board has begun. */
export const writtenOf = (
  row: Pick<OccurrenceTable, "id" | "scope" | "body" | "cancelled_at">,
  started: boolean,
  now: Instant,
): Written => {
  const body = JSON.parse(row.body) as Occurrence;
  const timed = body.placement.kind !== "session";
  return {
    id: body.id,
    scope: row.scope,
    body,
    cancelled: row.cancelled_at !== null,
    begun: started || body.notAfter <= now || (timed && body.notBefore <= now),
  };
};

export interface Difference {
  readonly cancel: readonly OccurrenceId[];
  readonly add: readonly NewOccurrence[];
}

/**
 * What must be taken back and what added so that the airings to come are as ordered now. What stays the same stays the same
 * occurrence, so a board that has it keeps it; an id is never used for two different airings.
 */
export function difference(
  written: readonly Written[],
  wanted: readonly NewOccurrence[],
): Difference {
  const standing = new Map<string, Written[]>();
  for (const one of written) {
    if (one.cancelled) continue;
    const key = sameness(one.scope, one.body);
    standing.set(key, [...(standing.get(key) ?? []), one]);
  }
  const kept = new Set<string>();
  const taken = new Set<string>(written.map((one) => one.id));
  const add: NewOccurrence[] = [];
  for (const one of wanted) {
    const same = standing.get(sameness(one.scope, one.body))?.shift();
    if (same) {
      kept.add(same.id);
      continue;
    }
    const id = free(one.body.id, taken);
    taken.add(id);
    add.push(id === one.body.id ? one : { ...one, body: { ...one.body, id } });
  }
  const cancel = written
    .filter((one) => !one.cancelled && !one.begun && !kept.has(one.id))
    .map((one) => one.id);
  return { cancel, add };
}

/**
 * What has no airing at its time yet. The days that come into the horizon are only ever added: what was approved and written out
 * stays, though a title or a regulation has changed since.
 */
export const unwritten = (
  written: readonly Written[],
  wanted: readonly NewOccurrence[],
): readonly NewOccurrence[] =>
  wanted.filter(
    ({ scope, body }) =>
      !written.some((one) => one.scope === scope && one.body.notBefore === body.notBefore),
  );

/** Everything of an airing but its name, its birth and who approved it. */
function sameness(scope: string, body: Occurrence): string {
  const { id: _id, issued: _issued, approvedBy: _by, ...rest } = body;
  return JSON.stringify([scope, ...Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function free(wanted: OccurrenceId, taken: ReadonlySet<string>): OccurrenceId {
  let id = wanted;
  for (let again = 2; taken.has(id); again += 1) id = `${wanted}-${again}` as OccurrenceId;
  return id;
}
