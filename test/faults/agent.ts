// A board's program, killed at one call that writes to its disk, then started again: what the centre was told must lie in the
// journal, nothing may be told twice with other words, no sequence may have a hole, and each order ends once.
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstLink, nextLink } from "../../contract/chain.ts";
import type { AgentId, BootId } from "../../contract/ids.ts";
import type { Receipt, ReceiptBatch } from "../../contract/receipt.ts";
import type { Child } from "../../demo/child.ts";
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
import { startDying, wasKilled } from "./dying.ts";
import { type Position, positionsIn, type Tried } from "./positions.ts";

const SECONDS = 0.4;
const ORDERS = 3;
const PATIENCE = 40_000;
const clip = noiseWav(5, SECONDS);

/** After the last order ended, until what follows it is written: acks, what was used of the SIM. Milliseconds. */
const AFTERWARDS = 1_200;

/** Plays three orders while the program is killed at the call, then again without a fault, and judges what the centre has. */
export async function killAgent(agentFile: string, at?: Position): Promise<Tried> {
  const centre = await smallCentre();
  const place = await mkdtemp(join(tmpdir(), "vangxa-fault-agent-"));
  const [data, log] = [join(place, "data"), join(place, "calls")];
  const args = [
    agentFile,
    ...["--data", data, "--controller", centre.http, "--claim", "good-code", "--json"],
    ...["--sink", `virtual:${join(data, "sound.wav")}`],
  ];
  try {
    centre.addAudio(clip);
    await mkdir(data);
    const first = startDying({ name: "agent", args, folder: data, log, ...(at && { at }) });
    const orders = ordersFrom(Date.now() + 1_500);
    const ids = orders.map(({ id }) => id);
    await centre.plan(orders);
    await deadOrDone(first, () => allEnded(centre, ids));
    const killed = await wasKilled(first);
    const calls = positionsIn(await readFile(log, "utf8"), data);
    const lost = killed ? await journalFaults(join(data, "journal"), centre.batches) : [];
    const faults = [...lost, ...(await again(centre, args, ids))];
    return { killed, log: calls, faults };
  } finally {
    await centre.stop();
    await rm(place, { recursive: true, force: true });
  }
}

async function deadOrDone(child: Child, isDone: () => boolean): Promise<void> {
  const death = child.waitFor(() => false, PATIENCE).catch(() => undefined);
  await Promise.race([death, until("done", isDone, PATIENCE).catch(() => undefined)]);
  await Promise.race([death, new Promise((resolve) => setTimeout(resolve, AFTERWARDS))]);
}

/** Started once more without a fault: what is wrong at the centre when every order has ended. */
async function again(centre: SmallCentre, args: readonly string[], ids: readonly string[]) {
  const child = startChild("agent", args, process.env);
  try {
    const late = await until("every order ended", () => allEnded(centre, ids), PATIENCE).then(
      () => [],
      (error: Error) => [error.message],
    );
    // The new boot's own receipts may still be under way.
    await until("no hole", () => chainFaults(centre).length === 0).catch(() => undefined);
    return [...late, ...chainFaults(centre), ...orderFaults(centre, ids)];
  } finally {
    await child.stop();
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
