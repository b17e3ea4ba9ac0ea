import type { Receipt } from "../../contract/receipt.ts";
import { type Delays, delays, type Spread } from "./delays.ts";

/** What a fleet says of itself at its end. Delays are milliseconds. */
export interface FleetSummary {
  readonly simulated: true;
  readonly agents: {
    readonly asked: number;
    readonly enrolled: number;
    /** That had a session at any time, and that have one now; in the summary, when the end was asked for. */
    readonly connected: number;
    readonly connectedNow: number;
    readonly reconnects: number;
  };
  readonly documents: { readonly applied: number; readonly refused: number };
  readonly receipts: {
    readonly made: number;
    readonly sent: number;
    readonly acked: number;
    readonly resent: number;
    readonly owed: number;
  };
  readonly plays: Readonly<Record<string, number>>;
  readonly delays: {
    /** From the making of a receipt to the controller's ack. */
    readonly receiptToAck: Spread | null;
    /** How much later than ordered a play began, by the board's clock: the strain of this process. */
    readonly startLateness: Spread | null;
  };
  readonly errors: Readonly<Record<string, number>>;
}

/** What one board is watched for; times are milliseconds on a steady clock. */
export interface BoardTally {
  made(receipt: Receipt, at: number): void;
  sent(boot: string, first: number, count: number): void;
  acked(boot: string, through: number, at: number): void;
  linked(connected: boolean): void;
}

export interface FleetTally {
  board(boot: string): BoardTally;
  enrolled(): void;
  error(code: string): void;
  summary(asked: number): FleetSummary;
}

const bump = (counts: Record<string, number>, word: string): void => {
  counts[word] = (counts[word] ?? 0) + 1;
};

export function fleetTally(): FleetTally {
  const counts = { enrolled: 0, connected: 0, now: 0, links: 0, applied: 0, refused: 0 };
  const receipts = { made: 0, sent: 0, acked: 0, resent: 0 };
  const plays: Record<string, number> = {};
  const errors: Record<string, number> = {};
  const toAck: Delays = delays();
  const late: Delays = delays();

  function told(receipt: Receipt): void {
    if (receipt.kind === "delivered") counts.applied += 1;
    if (receipt.kind === "document-refused") counts.refused += 1;
    if (receipt.kind === "alarm") bump(errors, `alarm:${receipt.alarm}`);
    if (receipt.kind === "armed" || receipt.kind === "started" || receipt.kind === "refused")
      bump(plays, receipt.kind);
    if (receipt.kind === "ended") bump(plays, receipt.as);
    if (receipt.kind === "started" && !receipt.resumed) late.add(receipt.start - receipt.planned);
  }

  function board(boot: string): BoardTally {
    const waiting = new Map<number, number>();
    const sentTo = new Map<string, number>();
    let links = 0;
    let up = false;
    return {
      made(receipt, at) {
        receipts.made += 1;
        waiting.set(receipt.sequence, at);
        told(receipt);
      },
      sent(of, first, count) {
        const to = sentTo.get(of) ?? 0;
        receipts.sent += count;
        receipts.resent += Math.max(0, Math.min(count, to - first + 1));
        sentTo.set(of, Math.max(to, first + count - 1));
      },
      acked(of, through, at) {
        if (of !== boot) return;
        for (const [sequence, since] of waiting) {
          if (sequence > through) continue;
          waiting.delete(sequence);
          receipts.acked += 1;
          toAck.add(at - since);
        }
      },
      linked(connected) {
        if (connected === up) return;
        up = connected;
        counts.now += connected ? 1 : -1;
        if (!connected) return;
        if (links === 0) counts.connected += 1;
        else counts.links += 1;
        links += 1;
      },
    };
  }

  return {
    board,
    enrolled: () => {
      counts.enrolled += 1;
    },
    error: (code) => bump(errors, code),
    summary: (asked) => ({
      simulated: true,
      agents: {
        asked,
        enrolled: counts.enrolled,
        connected: counts.connected,
        connectedNow: counts.now,
        reconnects: counts.links,
      },
      documents: { applied: counts.applied, refused: counts.refused },
      receipts: { ...receipts, owed: receipts.made - receipts.acked },
      plays: { ...plays },
      delays: { receiptToAck: toAck.spread(), startLateness: late.spread() },
      errors: { ...errors },
    }),
  };
}
