// A board's program, killed at one call that writes to its disk, then started again: what the centre was told must lie in the
// journal, nothing may be told twice with other words, no sequence may have a hole, and each order ends once.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstLink, nextLink } from "../../contract/chain.ts";
import type { AgentId, BootId } from "../../contract/ids.ts";
import type { Receipt, ReceiptBatch } from "../../contract/receipt.ts";
import { startChild } from "../../demo/children.adapter.ts";
import { openJournal } from "../../edge-agent/outbox/journal.adapter.ts";
import type { Row } from "../../edge-agent/outbox/rows.ts";
import {
  occurrenceOf,
  type SmallCentre,
  sha256,
  smallCentre,
  until,
} from "../support/small-centre.ts";
import { noiseWav } from "../support/station.ts";
import { died, type Point, startDying } from "./dying.ts";

const SECONDS = 0.4;
const ORDERS = 3;
const clip = noiseWav(5, SECONDS);

export interface AgentPoint {
  /** False: the program never made that many calls of the kind. */
  readonly killed: boolean;
  readonly receipts: number;
  readonly faults: readonly string[];
}

/** Plays three orders while the program is killed at the point, then again without a fault, and judges what the centre has. */
export async function killAgent(agentFile: string, point: Point): Promise<AgentPoint> {
  const centre = await smallCentre();
  const data = await mkdtemp(join(tmpdir(), "vangxa-fault-agent-"));
  const args = [
    agentFile,
    ...["--data", data, "--controller", centre.http, "--claim", "good-code", "--json"],
    ...["--sink", `virtual:${join(data, "sound.wav")}`],
  ];
  try {
    centre.addAudio(clip);
    const first = startDying("agent", args, point);
    const orders = ordersFrom(Date.now() + 1_500);
    await centre.plan(orders);
    const killed = await died(first, 1_500 + ORDERS * 900 + 1_200);
    await first.stop();
    const faults = killed ? await journalFaults(join(data, "journal"), centre.batches) : [];
    const second = startChild("agent", args, process.env);
    try {
      const ids = orders.map(({ id }) => id);
      const late = await until("every order ended", () => allEnded(centre, ids), 40_000).then(
        () => [],
        (error: Error) => [error.message],
      );
      // The new boot's own receipts may still be under way.
      await until("no hole", () => chainFaults(centre).length === 0).catch(() => undefined);
      return {
        killed,
        receipts: centre.receipts.length,
        faults: [...faults, ...late, ...chainFaults(centre), ...orderFaults(centre, ids)],
      };
    } finally {
      await second.stop();
    }
  } finally {
    await centre.stop();
    await rm(data, { recursive: true, force: true });
  }
}

const ordersFrom = (begin: number) =>
  Array.from({ length: ORDERS }, (_, n) =>
    occurrenceOf({
      id: `occ-${n + 1}`,
      placement: { kind: "at", at: begin + n * 900 },
      notAfter: begin + n * 900 + 15_000,
      parts: [
        {
          kind: "audio",
          role: "message",
          audio: { sha256: sha256(clip), bytes: clip.length, length: SECONDS * 1_000 },
        },
      ],
    }),
  );

const allEnded = (centre: SmallCentre, ids: readonly string[]): boolean =>
  ids.every((id) =>
    centre.receipts.some(
      (one) => (one.kind === "ended" || one.kind === "refused") && one.occurrence === id,
    ),
  );

/** What was sent had been synced before: it must be readable after the death. */
async function journalFaults(folder: string, sent: readonly ReceiptBatch[]): Promise<string[]> {
  const journal = await openJournal({ folder, onFull: async () => undefined });
  await journal.close();
  const kept = new Map<string, string>();
  for (const { json } of journal.lines()) {
    const row = JSON.parse(json) as Row;
    if (row.k === "receipt")
      kept.set(`${row.boot} ${row.receipt.sequence}`, JSON.stringify(row.receipt));
  }
  const lost = sent.flatMap(({ boot, receipts }) =>
    receipts
      .filter((one) => kept.get(`${boot} ${one.sequence}`) !== JSON.stringify(one))
      .map((one) => `sent and not in the journal: ${boot}/${one.sequence}`),
  );
  return journal.lost > 0 ? [...lost, `${journal.lost} unreadable lines`] : lost;
}

/** Each boot's receipts without a hole, the same words each time, linked; each boot names the end of the one before. */
function chainFaults({ batches }: SmallCentre): string[] {
  const { told, faults } = wordsOf(batches);
  const boots = new Map(
    batches.map(({ agent, boot }) => [boot as string, endOf(told, agent, boot)]),
  );
  for (const { boot, first, receipts } of batches) {
    const known = boots.get(boot)?.last ?? 0;
    if (first + receipts.length - 1 > known) faults.push(`a hole after ${boot}/${known}`);
  }
  for (const text of told.values()) {
    const receipt = JSON.parse(text) as Receipt;
    if (receipt.kind !== "boot" || !receipt.previous) continue;
    const { boot, sequence, link } = receipt.previous;
    const known = boots.get(boot);
    if (known?.last !== sequence || known.link !== link)
      faults.push(`${boot} ended at ${sequence}, the centre has ${known?.last ?? 0}`);
  }
  return faults;
}

function wordsOf(batches: readonly ReceiptBatch[]) {
  const faults: string[] = [];
  const told = new Map<string, string>();
  for (const { boot, receipts } of batches) {
    for (const receipt of receipts) {
      const name = `${boot} ${receipt.sequence}`;
      const text = JSON.stringify(receipt);
      if ((told.get(name) ?? text) !== text) faults.push(`told with other words: ${name}`);
      told.set(name, text);
    }
  }
  return { told, faults };
}

/** How far a boot is known without a hole, and its link there. */
function endOf(told: ReadonlyMap<string, string>, agent: AgentId, boot: BootId) {
  let link = firstLink(sha256, agent, boot);
  let last = 0;
  for (
    let text = told.get(`${boot} 1`);
    text !== undefined;
    text = told.get(`${boot} ${last + 1}`)
  ) {
    link = nextLink(sha256, link, text);
    last += 1;
  }
  return { last, link };
}

function orderFaults({ receipts }: SmallCentre, ids: readonly string[]): string[] {
  return ids.flatMap((id) => {
    const of = (...kinds: string[]) =>
      receipts.filter(
        (one) => kinds.includes(one.kind) && "occurrence" in one && one.occurrence === id,
      ).length;
    const ends = of("ended", "refused");
    const starts = of("started");
    return [
      ...(ends === 1 ? [] : [`${id} ended ${ends} times`]),
      ...(starts <= 1 ? [] : [`${id} began ${starts} times`]),
    ];
  });
}
