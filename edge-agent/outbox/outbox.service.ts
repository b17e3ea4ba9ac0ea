import type { Static } from "typebox";
import { Value } from "typebox/value";
import type { Hash } from "../../contract/chain.ts";
import { firstLink, nextLink } from "../../contract/chain.ts";
import { topic } from "../../contract/channels.ts";
import { encode } from "../../contract/codec.ts";
import type { AgentId, BootId, Sha256 } from "../../contract/ids.ts";
import { type ClockState, Receipt, type Report } from "../../contract/receipt.ts";
import type { Sign } from "../../contract/signed.ts";
import {
  type Cancel,
  type Clock,
  type Duration,
  type Instant,
  lastOf,
  type Timers,
} from "../../contract/time.ts";
import type { Journal } from "./journal.ts";
import {
  acked,
  ackedOf,
  added,
  type Batch,
  emptyOutbox,
  linked,
  type Outbox,
  owed,
  runsOf,
  toSend,
} from "./outbox.ts";
import type { Row } from "./rows.ts";
import { droppable, type SegmentAge } from "./tidy.ts";

/** JSON of one batch before signing, which adds a third; well under the 64 KiB of a payload. */
const LARGEST_BATCH = 40_960;

export interface OutboxDeps {
  readonly agent: AgentId;
  readonly boot: BootId;
  readonly version: string;
  readonly journal: Journal;
  readonly hash: Hash;
  readonly sign: Sign;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: () => number;
  /** Corrected time and how far it is to be believed. */
  readonly time: () => { readonly now: Instant; readonly state: Static<typeof ClockState> };
  readonly publish: (topic: string, bytes: Uint8Array) => Promise<void>;
  /** Every receipt as it is made, before the disk has it. */
  readonly onReceipt: (receipt: Receipt) => void;
  /** The journal broke: nothing more can be promised. */
  readonly onBroken: (error: unknown) => void;
}

export interface OutboxService {
  /** Stamps and journals what happened; resolves once it survives a power cut. */
  report(report: Report): Promise<void>;
  /** A row of the board's own memory. */
  note(row: Exclude<Row, { k: "receipt" }>): Promise<void>;
  ack(boot: BootId, through: number): Promise<void>;
  linked(connected: boolean): void;
  owed(): number;
  /** Where the receipts of the boot before this one ended. */
  previous():
    | { readonly boot: BootId; readonly sequence: number; readonly link: Sha256 }
    | undefined;
  stop(): void;
}

/**
 * A receipt that broke its own schema could never leave and would hold back all after it: it is told as the fault that it is.
 */
function sound(receipt: Receipt): Receipt {
  if (Value.Check(Receipt, receipt)) return receipt;
  const { kind, sequence, at, monotonic, clock } = receipt;
  const detail = `a receipt of the kind ${kind} broke its schema`;
  return { kind: "alarm", alarm: "crash", detail, sequence, at, monotonic, clock };
}

interface Stored {
  readonly json: string;
  readonly previous: Sha256;
}

/** The last receipt of an earlier boot, for the boot receipt of this one. */
interface Tail {
  readonly boot: BootId;
  readonly sequence: number;
  readonly link: Sha256;
}

export function openOutbox(deps: OutboxDeps): OutboxService {
  const { journal, clock } = deps;
  const stored = new Map<BootId, Map<number, Stored>>();
  const contents = new Map<number, { newest: Instant; last: Map<BootId, number> }>();
  let outbox: Outbox = emptyOutbox;
  let tail: Tail | undefined;
  let sequence = 0;
  let link = firstLink(deps.hash, deps.agent, deps.boot);
  let cancel: Cancel = () => undefined;
  let pumping = false;
  let signing: Promise<Uint8Array | undefined> = Promise.resolve(undefined);
  let stopped = false;

  for (const { segment, json } of journal.lines()) restore(segment, JSON.parse(json) as Row);
  outbox = linked(outbox, false);

  function restore(segment: number, row: Row): void {
    if (row.k === "ack") settle(row.boot, row.through);
    if (row.k !== "receipt") return;
    const { boot, receipt, previous } = row;
    const json = JSON.stringify(receipt);
    keep(segment, boot, receipt, { json, previous });
    tail = { boot, sequence: receipt.sequence, link: nextLink(deps.hash, previous, json) };
  }

  function keep(segment: number, boot: BootId, receipt: Receipt, row: Stored): void {
    const rows = stored.get(boot) ?? new Map<number, Stored>();
    rows.set(receipt.sequence, row);
    stored.set(boot, rows);
    const here = contents.get(segment) ?? { newest: receipt.at, last: new Map() };
    here.newest = lastOf(here.newest, receipt.at);
    here.last.set(boot, receipt.sequence);
    contents.set(segment, here);
    outbox = added(outbox, boot, receipt.sequence);
  }

  function settle(boot: BootId, through: number): boolean {
    const before = outbox;
    outbox = acked(outbox, boot, through, clock.monotonic());
    if (outbox === before) return false;
    const rows = stored.get(boot);
    for (const known of rows?.keys() ?? []) if (known <= through) rows?.delete(known);
    if (rows?.size === 0 && boot !== deps.boot) stored.delete(boot);
    return true;
  }

  async function report(what: Report): Promise<void> {
    sequence += 1;
    const { now, state } = deps.time();
    const stamp = { sequence, at: now, monotonic: clock.monotonic(), clock: state };
    const receipt = sound({ ...what, ...stamp } as Receipt);
    const previous = link;
    const json = JSON.stringify(receipt);
    link = nextLink(deps.hash, previous, json);
    const row: Row = { k: "receipt", boot: deps.boot, previous, receipt };
    deps.onReceipt(receipt);
    const { segment } = await guarded(journal.append(JSON.stringify(row)));
    keep(segment, deps.boot, receipt, { json, previous });
    pump();
  }

  const ages = (): SegmentAge[] =>
    journal.segments().map(({ number, bytes }) => {
      const inside = contents.get(number);
      const owes = (boot: BootId, last: number) => last > ackedOf(outbox, boot);
      return {
        number,
        bytes,
        newest: inside?.newest ?? (0 as Instant),
        owed: [...(inside?.last ?? [])].some(([boot, last]) => owes(boot, last)),
      };
    });

  async function guarded<T>(write: Promise<T>): Promise<T> {
    try {
      return await write;
    } catch (error) {
      if (!stopped) deps.onBroken(error);
      throw error;
    }
  }

  /** Sends what may be sent, and comes back when an ack is overdue. */
  function pump(): void {
    if (pumping || stopped) return;
    pumping = true;
    cancel();
    const next = toSend(outbox, clock.monotonic(), deps.chance, (batch) => fits(batch));
    outbox = next.outbox;
    pumping = false;
    if (next.batches.length > 0) void sendAll(next.batches);
    const { resendAt } = outbox;
    if (resendAt === undefined) return;
    const wait = Math.max(1, resendAt - clock.monotonic()) as Duration;
    cancel = deps.timers.after(wait, "receipts not acked", pump);
  }

  function fits({ boot, first, last }: Batch): number {
    let bytes = 0;
    for (let n = first; n <= last; n++) {
      bytes += stored.get(boot)?.get(n)?.json.length ?? 0;
      if (bytes > LARGEST_BATCH) return n - 1;
    }
    return last;
  }

  /** Signed one after another, so that they leave in order; published without waiting for each other. */
  async function sendAll(batches: readonly Batch[]): Promise<void> {
    for (const batch of batches) {
      for (const run of whole(batch)) {
        signing = signing.catch(() => undefined).then(() => signed(run));
        const bytes = await signing;
        // Not connected any more: the next connection or the timer sends it again.
        if (bytes)
          deps.publish(topic("agent/{agent}/receipts", deps.agent), bytes).catch(() => undefined);
      }
    }
  }

  /** A power cut may have taken a line and left the next one: what lies around such a hole travels by itself. */
  function whole({ boot, first, last }: Batch): Batch[] {
    const rows = stored.get(boot);
    const there = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((n) =>
      rows?.has(n),
    );
    return runsOf(there).map((run) => ({ boot, ...run }));
  }

  async function signed({ boot, first, last }: Batch): Promise<Uint8Array | undefined> {
    const rows = stored.get(boot);
    const previous = rows?.get(first)?.previous;
    if (!rows || !previous) return undefined; // acked while it waited
    const receipts: Receipt[] = [];
    for (let n = first; n <= last; n++) {
      const row = rows.get(n);
      if (row) receipts.push(JSON.parse(row.json) as Receipt);
    }
    const payload = encode("agent/{agent}/receipts", {
      kind: "receipts",
      agent: deps.agent,
      boot,
      first,
      previous,
      receipts,
    });
    return new TextEncoder().encode(await deps.sign.sign("vangxa-receipts+jws", payload));
  }

  return {
    report,
    note: async (row) => void (await guarded(journal.append(JSON.stringify(row)))),
    async ack(boot, through) {
      if (!settle(boot, through)) return;
      pump();
      await guarded(journal.append(JSON.stringify({ k: "ack", boot, through } satisfies Row)));
      for (const segment of droppable(ages(), deps.time().now)) await journal.drop(segment);
    },
    linked(connected) {
      outbox = linked(outbox, connected);
      pump();
    },
    owed: () => owed(outbox),
    previous: () => tail,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
