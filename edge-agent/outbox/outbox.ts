import type { BootId } from "../../contract/ids.ts";
import { type Duration, milliseconds, seconds, shorter, times } from "../../contract/time.ts";

/** The receipts of one boot: acked up to, sent up to, made up to. */
export interface Row {
  readonly boot: BootId;
  readonly acked: number;
  readonly sent: number;
  readonly last: number;
}

/** What is still owed to the controller, oldest boot first. It holds numbers, not receipts. */
export interface Outbox {
  readonly rows: readonly Row[];
  readonly connected: boolean;
  /** How long the next silence may last before everything under way is sent again. */
  readonly wait: Duration;
  readonly resendAt?: Duration;
}

export interface Batch {
  readonly boot: BootId;
  readonly first: number;
  readonly last: number;
}

export const BATCH = 50;
/** Receipts that may be under way: ten batches. */
const WINDOW = 10 * BATCH;
const FIRST_WAIT = seconds(2);
const LONGEST_WAIT = seconds(60);

export const emptyOutbox: Outbox = { rows: [], connected: false, wait: FIRST_WAIT };

export const owed = (outbox: Outbox): number =>
  outbox.rows.reduce((sum, { last, acked }) => sum + last - acked, 0);

/** Up to where a boot is acknowledged; a boot that is forgotten was so whole. */
export const ackedOf = (outbox: Outbox, boot: BootId): number =>
  outbox.rows.find((row) => row.boot === boot)?.acked ?? Number.POSITIVE_INFINITY;

/** Sequences in growing order as stretches without a hole. */
export function runsOf(sequences: readonly number[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const n of sequences) {
    const run = runs.at(-1);
    if (run?.last === n - 1) run.last = n;
    else runs.push({ first: n, last: n });
  }
  return runs;
}

/** One more receipt of `boot` is durable. */
export function added(outbox: Outbox, boot: BootId, sequence: number): Outbox {
  const known = outbox.rows.some((row) => row.boot === boot);
  const rows = known
    ? outbox.rows.map((row) =>
        row.boot === boot ? { ...row, last: Math.max(row.last, sequence) } : row,
      )
    : [...outbox.rows, { boot, acked: sequence - 1, sent: sequence - 1, last: sequence }];
  return { ...outbox, rows };
}

/** Everything of `boot` through a sequence is committed. An ack for what was never made changes nothing. */
export function acked(outbox: Outbox, boot: BootId, through: number, now: Duration): Outbox {
  const row = outbox.rows.find((one) => one.boot === boot);
  if (!row || through <= row.acked || through > row.last) return outbox;
  const rows = outbox.rows
    .map((one) =>
      one === row ? { ...one, acked: through, sent: Math.max(one.sent, through) } : one,
    )
    // The newest boot stays, because more of it comes.
    .filter((one, i, all) => one.acked < one.last || i === all.length - 1);
  return withDeadline({ ...outbox, rows, wait: FIRST_WAIT }, now, FIRST_WAIT);
}

/** The link went up or down; what was under way when it went down is sent again. */
export function linked(outbox: Outbox, connected: boolean): Outbox {
  const { resendAt: _, ...rest } = outbox;
  const rows = outbox.rows.map((row) => ({ ...row, sent: row.acked }));
  return { ...rest, rows, connected, wait: FIRST_WAIT };
}

/** What to send now. `fits` gives the last sequence that goes into one batch with `first`. */
export function toSend(
  outbox: Outbox,
  now: Duration,
  chance: () => number,
  fits: (batch: Batch) => number = ({ last }) => last,
): { readonly outbox: Outbox; readonly batches: readonly Batch[] } {
  if (!outbox.connected) return { outbox, batches: [] };
  const late = outbox.resendAt !== undefined && now >= outbox.resendAt;
  const rows = outbox.rows.map((row) => ({ ...row, sent: late ? row.acked : row.sent }));
  const wait = late ? shorter(LONGEST_WAIT, times(outbox.wait, 2)) : outbox.wait;
  const batches: Batch[] = [];
  let room = WINDOW - rows.reduce((sum, { sent, acked: a }) => sum + sent - a, 0);
  for (const row of rows) {
    while (room > 0 && row.sent < row.last) {
      const first = row.sent + 1;
      const most = Math.min(row.last, row.sent + Math.min(BATCH, room));
      const last = Math.max(first, fits({ boot: row.boot, first, last: most }));
      batches.push({ boot: row.boot, first, last });
      room -= last - row.sent;
      row.sent = last;
    }
  }
  if (batches.length === 0 && !late) return { outbox, batches };
  const jittered = times(wait, 0.75 + chance() / 2);
  return { outbox: withDeadline({ ...outbox, rows, wait }, now, jittered), batches };
}

/** Something is under way: wait for its ack until then. */
function withDeadline(outbox: Outbox, now: Duration, wait: Duration): Outbox {
  const { resendAt: _, ...rest } = outbox;
  const underWay = outbox.rows.some(({ sent, acked: a }) => sent > a);
  return underWay ? { ...rest, resendAt: milliseconds(now + wait) } : rest;
}
