import type { Hash } from "../../contract/chain.ts";
import type { ReceiptBatch } from "../../contract/receipt.ts";
import type { Duration, Instant } from "../../contract/time.ts";
import { type Doubt, forked, impossible, nameOf } from "./doubt.ts";
import {
  continues,
  emptyHead,
  type NewReceipt,
  type ReceiptHead,
  type Taken,
  take,
} from "./intake.ts";
import { type Judged, judge } from "./judging.ts";
import type { Board, Boot, Unit } from "./ports.ts";
import type { SealedBatch } from "./seal.ts";

export type RefusedCode = Extract<Taken, { ok: false }>["code"] | "unknown-agent";

export interface Committed {
  /** How far each boot is known now, also where everything was known before: an ack can be lost. */
  readonly acks: readonly (Boot & { readonly through: number })[];
  readonly refused: readonly { readonly batch: ReceiptBatch; readonly code: RefusedCode }[];
  readonly fresh: readonly NewReceipt[];
  readonly boards: ReadonlyMap<string, Board>;
  readonly judged: Judged;
  /** Boards that are not believed from now on. */
  readonly doubts: readonly Doubt[];
}

export interface Committing {
  readonly hash: Hash;
  readonly now: Instant;
  readonly grace: Duration;
}

/** Takes batches in their order: receipts, how far each boot is known, outcomes. Runs inside one transaction. */
export async function commitTurn(
  unit: Unit,
  turn: readonly SealedBatch[],
  how: Committing,
): Promise<Committed> {
  const boards = await unit.receipts.boards([...new Set(turn.map((batch) => batch.agent))]);
  const known = turn.filter((batch) => boards.has(batch.agent));
  const refused: { batch: ReceiptBatch; code: RefusedCode }[] = turn
    .filter((batch) => !boards.has(batch.agent))
    .map((batch) => ({ batch, code: "unknown-agent" }));
  const heads = await unit.receipts.heads(known);
  const shelf = shelve(unit, how.now);
  const changed = new Map<string, Boot & ReceiptHead>();
  const sealed: SealedBatch[] = [];
  const acks = new Map<string, Boot & { through: number }>();
  for (const batch of known) {
    const { agent, boot } = batch;
    const key = `${agent} ${boot}`;
    const taken = await takeOne(
      unit,
      shelf,
      batch,
      heads.get(key) ?? emptyHead(how.hash, agent, boot),
      how.hash,
    );
    if (!taken.ok) {
      refused.push({ batch, code: taken.code });
      continue;
    }
    heads.set(key, taken.head);
    if (taken.rows.length > 0) {
      changed.set(key, { agent, boot, ...taken.head });
      sealed.push(batch);
    }
    acks.set(key, { agent, boot, through: taken.head.through });
  }
  await shelf.write();
  await unit.receipts.saveHeads([...changed.values()]);
  await unit.receipts.saveSeals(sealed);
  const doubts = await doubted(unit, shelf.all, how.now);
  const judged = await explained(
    unit,
    await judge(unit, believed(shelf.all, boards, doubts), boards, how),
  );
  doubts.push(...neverOrdered(judged));
  await unit.log.append(judged.rows);
  const opened = await unit.quarantine.open(doubts, how.now);
  return { acks: [...acks.values()], refused, fresh: shelf.all, boards, judged, doubts: opened };
}

async function doubted(unit: Unit, fresh: readonly NewReceipt[], now: Instant): Promise<Doubt[]> {
  const begun = new Set(
    fresh.flatMap(({ agent, boot, receipt }) =>
      receipt.kind === "started" ? [nameOf(receipt.occurrence, agent, boot)] : [],
    ),
  );
  const ends = fresh.filter(
    ({ agent, boot, receipt }) =>
      receipt.kind === "ended" &&
      receipt.frames > 0 &&
      !begun.has(nameOf(receipt.occurrence, agent, boot)),
  );
  const doubts = impossible(fresh, await unit.quarantine.begun(ends), now);
  for (const one of fresh) {
    if (one.receipt.kind !== "boot" || !one.receipt.previous) continue;
    const doubt = forked(one, await unit.quarantine.otherBoots(one.agent));
    if (doubt) doubts.push(doubt);
  }
  return doubts;
}

/** A board of which one thing cannot be is believed in nothing that came with it. */
const believed = (
  fresh: readonly NewReceipt[],
  boards: ReadonlyMap<string, Board>,
  doubts: readonly Doubt[],
): NewReceipt[] =>
  fresh.filter(
    ({ agent }) =>
      boards.get(agent)?.quarantined !== true && !doubts.some((one) => one.agent === agent),
  );

/**
 * After an older backup was put back, honest boards play what it does not know. They hold a document of a revision that it never
 * issued: such a play is told and not counted, and the board stays believed.
 */
async function explained(unit: Unit, judged: Judged): Promise<Judged> {
  const odd = judged.strange.filter(({ what }) => what === "unknown-occurrence");
  if (odd.length === 0) return judged;
  const agents = [...new Set(odd.map(({ board }) => board.agent))];
  const holding = await unit.quarantine.holdingUnknown(agents);
  return {
    ...judged,
    strange: judged.strange.map((one) =>
      one.what === "unknown-occurrence" && holding.has(one.board.agent)
        ? { ...one, what: "plan-unknown" }
        : one,
    ),
  };
}

const neverOrdered = ({ strange }: Judged): Doubt[] =>
  strange
    .filter(({ what }) => what === "unknown-occurrence")
    .map(({ board, occurrence }) => ({
      agent: board.agent,
      why: "never-ordered",
      detail: occurrence,
    }));

/** New rows wait here, so that a whole turn is written with a few statements. */
function shelve(unit: Unit, now: Instant) {
  const all: NewReceipt[] = [];
  let written = 0;
  return {
    all,
    write: async (): Promise<void> => {
      const rows = all.slice(written);
      written = all.length;
      if (rows.length > 0) await unit.receipts.insert(rows, now);
    },
  };
}

async function takeOne(
  unit: Unit,
  shelf: ReturnType<typeof shelve>,
  batch: ReceiptBatch,
  head: ReceiptHead,
  hash: Hash,
): Promise<Taken> {
  const plain = continues(head, batch);
  // What this very turn brought counts as stored.
  if (!plain) await shelf.write();
  const taken = take(hash, batch, head, plain ? [] : await unit.receipts.near(batch));
  if (!taken.ok) return taken;
  shelf.all.push(...taken.rows);
  if (!taken.closesGap) return taken;
  await shelf.write();
  const further = await unit.receipts.onward(batch, taken.head.through);
  return { ...taken, head: { ...taken.head, ...further } };
}
