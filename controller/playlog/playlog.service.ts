import type { AgentId, BootId, ScopeId } from "../../contract/ids.ts";
import type { Receipt, ReceiptBatch } from "../../contract/receipt.ts";
import {
  type Clock,
  type Duration,
  earlier,
  type Instant,
  minutes,
  type Timers,
} from "../../contract/time.ts";
import type { Emit } from "../http/events.ts";
import type { Head } from "./chain.ts";
import { collector } from "./collector.ts";
import type { Outside, Verification } from "./fault.ts";
import { evidenceOf, type JudgedRow, logRow } from "./judging.ts";
import { outcomeNews, type Told } from "./news.ts";
import { closed } from "./outcome.ts";
import type { LogEntry, LogFilter, OccurrenceFacts, TallyFilter, TallyRow, Unit } from "./ports.ts";
import type { Arrived, Ledger, TurnDone } from "./turn.ts";

export interface PlaylogDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly stores: Unit;
  readonly ledger: Ledger;
  readonly inTransaction: <T>(work: (unit: Unit) => Promise<T>) => Promise<T>;
  /** Called after our own commit only: a broker's PUBACK proves nothing. */
  readonly sendAck: (
    agent: AgentId,
    ack: { readonly boot: BootId; readonly through: number },
  ) => Promise<void>;
  readonly events: Emit;
  readonly log: {
    warn(fields: object, text: string): void;
    error(fields: object, text: string): void;
  };
  readonly verify: (outside?: Outside) => Promise<Verification>;
  /** How long after `notAfter` the controller waits for a board before it logs `unreported`. */
  readonly grace: Duration;
}

export interface Known {
  readonly receipts: readonly Receipt[];
  readonly outcome?: {
    readonly outcome: string;
    readonly reason: string | null;
    readonly rung: string;
    readonly startedAt: number | null;
    readonly heard: number;
  };
}

export interface Playlog {
  /** A batch whose signature holds, with its JWS. Resolves at once, or when the queue has room again (back-pressure). */
  take(batch: ReceiptBatch, jws?: string): void | Promise<void>;
  /** Everything taken is committed and its acks are on the way. */
  settled(): Promise<void>;
  /** Closes the windows that became due in (from, to]. */
  close(from: Instant, to: Instant): Promise<void>;
  /** Receipts and newest outcome of each pair, by `occurrence cluster`. */
  known(occurrences: readonly string[]): Promise<ReadonlyMap<string, Known>>;
  /** What boards of one cluster said about these occurrences, oldest first. */
  toldBy(
    cluster: string,
    occurrences: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Receipt[]>>;
  /** Newest first. */
  list(filter: LogFilter, limit: number): Promise<readonly LogEntry[]>;
  tally(filter: TallyFilter): Promise<readonly TallyRow[]>;
  /** The newest row of the chain. */
  head(): Promise<Head>;
  /** Reads everything that proves a play; `outside` is a head that was kept elsewhere. */
  verify(outside?: Outside): Promise<Verification>;
  figures(): {
    readonly committed: number;
    readonly refused: number;
    readonly waiting: number;
    /** Old batches that did not fit and will come again. */
    readonly leftOut: number;
  };
}

/** A batch that begins earlier than this is what a board owes from an outage: it waits behind what sounds now. */
const LIVE = minutes(5);

export function createPlaylog(deps: PlaylogDeps): Playlog {
  const { clock, stores } = deps;
  const figures = { committed: 0, refused: 0 };
  const turns = collector<Arrived>({
    timers: deps.timers,
    turn: deps.ledger.most,
    sizeOf: ({ batch }) => batch.receipts.length,
    lanes: {
      mayWait: ({ batch }) => (batch.receipts[0]?.at ?? 0) < earlier(clock.now(), LIVE),
      rowOf: ({ batch: { agent, boot } }) => `${agent} ${boot}`,
      nameOf: ({ batch: { agent, boot, first, receipts } }) =>
        `${agent} ${boot} ${first} ${receipts.length}`,
    },
    commit: async (turn) => {
      try {
        finish(await deps.ledger.commit(turn, { now: clock.now(), grace: deps.grace }));
      } catch (error) {
        // Nothing is acknowledged, so the boards send it again.
        deps.log.error({ error, batches: turn.length }, "receipts were not committed");
      }
    },
  });

  function finish({ committed, acks, refused, told }: TurnDone): void {
    figures.committed += committed;
    figures.refused += refused.length;
    for (const { agent, boot, through } of acks) {
      // A lost ack is repaired when the board sends again.
      deps.sendAck(agent, { boot, through }).catch(() => undefined);
    }
    for (const one of refused) deps.log.warn(one, "receipts refused");
    tell(told);
  }

  function tell(told: readonly Told[]): void {
    for (const { kind, place, body } of told) {
      deps.events
        .emit(kind, place, body)
        .catch((error: unknown) => deps.log.error({ error }, "live event"));
    }
  }

  return {
    take: (batch, jws) => turns.add(jws === undefined ? { batch } : { batch, jws }),
    settled: turns.settled,
    close: async (from, to) => {
      const due = await stores.log.ended(earlier(from, deps.grace), earlier(to, deps.grace));
      for (const one of due)
        tell(await deps.inTransaction((unit) => closeWindow(unit, one, clock.now())));
    },
    known: (occurrences) => knownOf(stores, occurrences),
    toldBy: async (cluster, occurrences) => {
      const about = await stores.receipts.aboutOccurrences(occurrences, cluster);
      return new Map(
        occurrences.map((one) => [
          one,
          (about.get(`${one} ${cluster}`) ?? []).map(({ receipt }) => receipt),
        ]),
      );
    },
    list: (filter, limit) => stores.log.list(filter, limit),
    tally: (filter) => stores.log.tally(filter),
    head: () => stores.log.head(),
    verify: deps.verify,
    figures: () => ({ ...figures, waiting: turns.waiting(), leftOut: turns.leftOut() }),
  };
}

/** Every planned pair that is still open gets its one outcome now. */
async function closeWindow(unit: Unit, occurrence: OccurrenceFacts, now: Instant): Promise<Told[]> {
  const open = await unit.log.open(occurrence.id);
  if (open.length === 0) return [];
  const told = await unit.receipts.about(open);
  const delivered = await unit.receipts.delivered(open);
  const rows = open.map((pair): JudgedRow => {
    const key = `${pair.occurrence} ${pair.cluster}`;
    const known = told.get(key) ?? [];
    const verdict = closed(evidenceOf(known, occurrence, delivered.get(key)));
    const source = known.find(({ receipt }) => receipt === verdict.source);
    return logRow(pair, occurrence.broadcast, verdict, { at: now, late: false }, source);
  });
  await unit.log.append(rows);
  return outcomeNews(
    rows,
    new Map(open.map((pair) => [pair.cluster, `c-${pair.commune}` as ScopeId])),
  );
}

async function knownOf(
  { receipts, log }: Unit,
  occurrences: readonly string[],
): Promise<Map<string, Known>> {
  const out = new Map<string, Known>();
  for (const [key, told] of await receipts.aboutOccurrences(occurrences)) {
    out.set(key, { receipts: told.map(({ receipt }) => receipt) });
  }
  for (const {
    occurrence,
    cluster,
    outcome,
    reason,
    rung,
    startedAt,
    heard,
  } of await log.standingOf(occurrences)) {
    const key = `${occurrence} ${cluster}`;
    out.set(key, {
      receipts: out.get(key)?.receipts ?? [],
      outcome: { outcome, reason, rung, startedAt, heard },
    });
  }
  return out;
}
