import type { Reason } from "../../contract/reasons.ts";
import type { EndedAs, Receipt } from "../../contract/receipt.ts";
import { type Duration, type Instant, later, milliseconds } from "../../contract/time.ts";

/** The ladder of proof; each rung includes those before it. */
export const rungs = [
  "planned",
  "delivered",
  "armed",
  "started",
  "completed",
  "electric",
  "acoustic",
] as const;
export type Rung = (typeof rungs)[number];
export const isRung = (word: string): word is Rung => (rungs as readonly string[]).includes(word);
export const reaches = (rung: Rung, wanted: Rung): boolean =>
  rungs.indexOf(rung) >= rungs.indexOf(wanted);

export type OutcomeWord = EndedAs | "refused" | "unreported";

export type EndedReceipt = Extract<Receipt, { kind: "ended" }>;

/** What is known of one occurrence on one cluster. `delivered`: a board applied a document that it travelled in. */
export interface PairEvidence {
  readonly delivered: boolean;
  /** A board applied a document that cancels it, or it was cancelled before it travelled at all. */
  readonly cancelDelivered: boolean;
  /** Armed, started, ended, refused of this occurrence, from whichever boot; the order does not matter. */
  readonly receipts: readonly Receipt[];
}

export interface Verdict {
  readonly outcome: OutcomeWord;
  readonly reason: Reason | undefined;
  readonly rung: Rung;
  readonly startedAt: Instant | undefined;
  readonly heard: Duration;
  readonly frames: number;
  readonly ofFrames: number;
  /** The receipt that says so; absent where silence says it. */
  readonly source: Receipt | undefined;
}

/** ≥ 98 % of the frames make a play (design section 6); the board's own word is checked against its own figures. */
export const PLAYED = 0.98;

// The better proof wins, whatever came first: a board that restarts while playing reports both, and a late row never lowers.
const worth: Record<OutcomeWord, number> = {
  played: 9,
  partial: 8,
  preempted: 7,
  interrupted: 6,
  cancelled: 5,
  failed: 4,
  refused: 3,
  expired: 2,
  unreported: 1,
};

/** Whether a new verdict says more than the row that stands. */
export const proves = (
  next: Verdict,
  now: { readonly outcome: string; readonly rung: string },
): boolean => {
  const before = worth[now.outcome as OutcomeWord];
  if (worth[next.outcome] !== before) return worth[next.outcome] > before;
  // That a silent board began at all is news; how far it had got before is not.
  if (next.outcome === "unreported" && next.rung !== "started") return false;
  return isRung(now.rung) && rungs.indexOf(next.rung) > rungs.indexOf(now.rung);
};

/** A load test tells plays that nobody can have heard. */
const isPretended = ({ simulated, as }: EndedReceipt): boolean =>
  simulated === true && (as === "played" || as === "partial");

function endedWord(one: EndedReceipt): OutcomeWord {
  if (isPretended(one)) return "failed";
  return one.as === "played" && (one.ofFrames === 0 || one.frames < one.ofFrames * PLAYED)
    ? "partial"
    : one.as;
}

/** The outcome once a board has said how it went; nothing while it is under way or silent. */
export function reported(evidence: PairEvidence): Verdict | undefined {
  const ends = evidence.receipts.filter((one) => one.kind === "ended").sort(betterFirst);
  const refusals = evidence.receipts.filter((one) => one.kind === "refused").sort(earlierFirst);
  const verdicts = [
    ...ends.slice(0, 1).map((best) => endedVerdict(best, evidence)),
    ...refusals.map((refused) => refusedVerdict(refused, evidence)),
  ];
  return verdicts.sort((one, other) => worth[other.outcome] - worth[one.outcome])[0];
}

type RefusedReceipt = Extract<Receipt, { kind: "refused" }>;

function refusedVerdict(refused: RefusedReceipt, evidence: PairEvidence): Verdict {
  const { reason } = refused;
  const outcome = reason === "expired" || reason === "cancelled" ? reason : "refused";
  return { ...silent(evidence), outcome, reason, source: refused };
}

/** The outcome when the window is closed and the grace is over. */
export function closed(evidence: PairEvidence): Verdict {
  const known = reported(evidence);
  if (known) return known;
  const started = evidence.receipts.some((one) => one.kind === "started");
  // Proven: the board knew of the cancel and never began. Everything else that is silent proves nothing.
  if (evidence.cancelDelivered && !started)
    return { ...silent(evidence), outcome: "cancelled", reason: "cancelled" };
  return { ...silent(evidence), outcome: "unreported", reason: "unreported" };
}

/** When the controller stops waiting for a board. */
export const closesAt = (notAfter: Instant, grace: Duration): Instant => later(notAfter, grace);

/** How far up the ladder the pair is, as long as nothing has ended. */
export function rungOf({
  delivered,
  receipts,
}: Pick<PairEvidence, "delivered" | "receipts">): Rung {
  if (receipts.some((one) => one.kind === "started" && !one.simulated)) return "started";
  if (receipts.some((one) => one.kind === "armed")) return "armed";
  return delivered || receipts.length > 0 ? "delivered" : "planned";
}

function silent(evidence: PairEvidence) {
  return {
    rung: rungOf(evidence),
    startedAt: startOf(evidence.receipts),
    heard: milliseconds(0),
    frames: 0,
    ofFrames: 0,
    source: undefined,
  };
}

function endedVerdict(best: EndedReceipt, evidence: PairEvidence): Verdict {
  const outcome = endedWord(best);
  if (best.simulated) {
    const reason = isPretended(best) ? "simulated" : best.reason;
    return { ...silent(evidence), outcome, reason, ofFrames: best.ofFrames, source: best };
  }
  return {
    outcome,
    reason: best.reason,
    rung: endedRung(best, outcome, evidence),
    startedAt: best.start ?? startOf(evidence.receipts),
    heard: best.heard,
    frames: best.frames,
    ofFrames: best.ofFrames,
    source: best,
  };
}

/** Sensors lift a completed play further: current alone is electric, a microphone that recognised it is acoustic. */
function endedRung(best: EndedReceipt, outcome: OutcomeWord, evidence: PairEvidence): Rung {
  if (outcome !== "played") return best.frames > 0 ? "started" : rungOf(evidence);
  if (isHeard(best)) return "acoustic";
  if (best.evidence?.electric?.verdict === "yes") return "electric";
  return "completed";
}

const startOf = (receipts: readonly Receipt[]): Instant | undefined =>
  receipts
    .flatMap((one) => (one.kind === "started" && !one.simulated ? [one.start] : []))
    .sort((a, b) => a - b)[0];

const earlierFirst = (one: Receipt, other: Receipt): number =>
  one.at - other.at || one.sequence - other.sequence;

const betterFirst = (one: EndedReceipt, other: EndedReceipt): number =>
  worth[endedWord(other)] - worth[endedWord(one)] ||
  sensed(other) - sensed(one) ||
  other.frames - one.frames ||
  earlierFirst(one, other);

/** A proof too good to be air is shown ("nghi vấn") and lifts nothing. */
const isHeard = ({ evidence }: EndedReceipt): boolean =>
  evidence?.acoustic?.verdict === "heard" && evidence.acoustic.suspicion === undefined;

const sensed = (one: EndedReceipt): number =>
  (isHeard(one) ? 2 : 0) + (one.evidence?.electric?.verdict === "yes" ? 1 : 0);
