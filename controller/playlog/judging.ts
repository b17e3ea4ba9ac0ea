import type { Receipt } from "../../contract/receipt.ts";
import { type Duration, type Instant, seconds } from "../../contract/time.ts";
import type { ChainedRow } from "./chain.ts";
import type { NewReceipt } from "./intake.ts";
import {
  closed,
  closesAt,
  type EndedReceipt,
  type PairEvidence,
  proves,
  reported,
  type Verdict,
} from "./outcome.ts";
import type { Board, FromBoot, OccurrenceFacts, Pair, PairFacts, Unit } from "./ports.ts";

export interface JudgedRow extends ChainedRow {
  readonly broadcast: string;
}
export interface Strange {
  readonly board: Board;
  readonly occurrence: string;
  /** `plan-unknown`: the board holds a document that this database never issued; an older backup was put back. */
  readonly what: "unknown-occurrence" | "plan-unknown" | "outside-window" | "not-for-this-cluster";
}
export interface Judged {
  readonly rows: readonly JudgedRow[];
  /** Sound that nobody ordered there and then: a person must look. */
  readonly strange: readonly Strange[];
}

interface Case extends Pair {
  readonly board: Board;
  readonly fresh: readonly FromBoot[];
}

/** What new receipts prove about their pairs, against what the log says already. */
export async function judge(
  unit: Unit,
  fresh: readonly NewReceipt[],
  boards: ReadonlyMap<string, Board>,
  how: { readonly now: Instant; readonly grace: Duration },
): Promise<Judged> {
  const cases = casesOf(fresh, boards);
  if (cases.length === 0) return { rows: [], strange: [] };
  const known = await unit.log.pairs(cases);
  // The figures of an end stand alone; everything else is read together with what came before.
  const unclear = cases.filter((one) => !one.fresh.some(({ receipt }) => isWholeEnd(receipt)));
  const told = await unit.receipts.about(unclear);
  const delivered = await unit.receipts.delivered(unclear);
  const rows: JudgedRow[] = [];
  const strange: Strange[] = [];
  for (const one of cases) {
    const key = `${one.occurrence} ${one.cluster}`;
    const facts = known.get(key);
    const occurrence = facts?.occurrence;
    const planned = facts?.planned === true;
    const what = strangeness(one, occurrence, planned);
    if (what) strange.push({ board: one.board, occurrence: one.occurrence, what });
    if (!occurrence || !(planned || sounded(one))) continue;
    const heard = told.get(key) ?? one.fresh;
    const evidence = evidenceOf(heard, occurrence, delivered.get(key));
    const row = rowFor(one, heard, evidence, occurrence, facts?.standing, how);
    if (row) rows.push(row);
  }
  return { rows, strange };
}

/** The pairs that receipts say something final about; `started` only matters where silence was logged before. */
function casesOf(fresh: readonly NewReceipt[], boards: ReadonlyMap<string, Board>): Case[] {
  const cases = new Map<
    string,
    { occurrence: string; cluster: string; board: Board; fresh: FromBoot[] }
  >();
  for (const { agent, boot, receipt } of fresh) {
    const board = boards.get(agent);
    if (
      !board ||
      (receipt.kind !== "ended" && receipt.kind !== "refused" && receipt.kind !== "started")
    )
      continue;
    const { occurrence } = receipt;
    const key = `${occurrence} ${board.cluster}`;
    const one = cases.get(key) ?? { occurrence, cluster: board.cluster, board, fresh: [] };
    one.fresh.push({ agent, boot, receipt });
    cases.set(key, one);
  }
  return [...cases.values()];
}

const isWholeEnd = (receipt: Receipt): boolean =>
  receipt.kind === "ended" && receipt.frames > 0 && receipt.start !== undefined;

const sounded = (one: Case): boolean =>
  one.fresh.some(
    ({ receipt }) => receipt.kind === "started" || (receipt.kind === "ended" && receipt.frames > 0),
  );

/** Boards say within which bounds their clock is right; a second more is rounding. */
const SLACK = seconds(1);

function strangeness(
  one: Case,
  occurrence: OccurrenceFacts | undefined,
  planned: boolean,
): Strange["what"] | undefined {
  if (!sounded(one)) return undefined;
  if (!occurrence) return "unknown-occurrence";
  if (!planned) return "not-for-this-cluster";
  const outside = one.fresh.some(({ receipt }) => {
    if (receipt.kind !== "started") return false;
    const doubt = receipt.clock.uncertainty + SLACK;
    return (
      receipt.start > occurrence.notAfter + doubt || receipt.start < occurrence.notBefore - doubt
    );
  });
  return outside ? "outside-window" : undefined;
}

export const evidenceOf = (
  known: readonly FromBoot[],
  occurrence: OccurrenceFacts,
  held: { readonly delivered: boolean; readonly cancelled: boolean } | undefined,
): PairEvidence => ({
  delivered: held?.delivered === true,
  cancelDelivered:
    occurrence.cancelledAt !== null && (held?.cancelled === true || !occurrence.dispatched),
  receipts: known.map(({ receipt }) => receipt),
});

function rowFor(
  one: Case,
  known: readonly FromBoot[],
  evidence: PairEvidence,
  occurrence: OccurrenceFacts,
  standing: PairFacts["standing"],
  { now, grace }: { readonly now: Instant; readonly grace: Duration },
): JudgedRow | undefined {
  const verdict = reported(evidence) ?? (standing ? closed(evidence) : undefined);
  if (!verdict || (standing && !proves(verdict, standing))) return undefined;
  const late = closesAt(occurrence.notAfter, grace) <= now;
  const source = known.find(({ receipt }) => receipt === verdict.source);
  return logRow(
    { ...one, agent: one.board.agent },
    occurrence.broadcast,
    verdict,
    { at: now, late },
    source,
  );
}

/** A row of the play log; it repeats the figures of the receipt behind it, so that it stands alone. */
export const logRow = (
  pair: Pair & { readonly agent: string | null },
  broadcast: string,
  verdict: Verdict,
  when: { readonly at: Instant; readonly late: boolean },
  source: FromBoot | undefined,
): JudgedRow => ({
  occurrence: pair.occurrence,
  cluster: pair.cluster,
  agent: pair.agent,
  outcome: verdict.outcome,
  reason: verdict.reason ?? null,
  rung: verdict.rung,
  started_at: verdict.startedAt ?? null,
  heard: verdict.heard,
  frames: verdict.frames,
  of_frames: verdict.ofFrames,
  late: when.late ? 1 : 0,
  at: when.at,
  body: JSON.stringify(source ? bodyOf(source) : {}),
  broadcast,
});

function bodyOf({ boot, receipt }: FromBoot): object {
  const from = { boot, sequence: receipt.sequence, at: receipt.at, clock: receipt.clock };
  return receipt.kind === "ended" ? { ...from, ...figures(receipt) } : from;
}

const figures = (ended: EndedReceipt): object => ({
  as: ended.as,
  ...(ended.by === undefined ? {} : { by: ended.by }),
  parts: ended.parts,
  ...(ended.unconfirmed ? { unconfirmed: true } : {}),
  ...(ended.evidence === undefined ? {} : { evidence: ended.evidence }),
  ...(ended.simulated ? { simulated: true } : {}),
});
