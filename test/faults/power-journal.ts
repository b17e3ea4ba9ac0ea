// The power goes while a board writes its journal: each image must open, hold every line that was promised, and no line that
// was never written whole.
import { fileURLToPath } from "node:url";
import { openJournal } from "../../edge-agent/outbox/journal.adapter.ts";
import { cutPower, type PowerLoss, type Seen } from "./power.ts";
import type { DiskEvent } from "./recording.ts";

const child = fileURLToPath(new URL("./journal-child.ts", import.meta.url));

export const journalImages = (
  images: number,
  seed: number,
  seen: Seen = (events) => events,
): Promise<PowerLoss> =>
  cutPower({
    images,
    seed,
    seen,
    run: (folder) => ["--import", "tsx", child, folder, "60", String(seed)],
    promisedIn: linesIn,
    sizeOf: (lines) => lines.length,
    judge,
  });

const linesIn = (events: readonly DiskEvent[]): number[] =>
  events.flatMap((one) => (one.kind === "said" ? [Number(one.text)] : []));

async function judge(folder: string, kept: readonly number[]): Promise<string[]> {
  const journal = await openJournal({ folder, onFull: async () => undefined });
  const lines = journal.lines().map(({ json }) => JSON.parse(json) as { n: number; pad: string });
  const found = new Set(lines.map(({ n }) => n));
  const faults = kept.filter((n) => !found.has(n)).map((n) => `line ${n} was promised and is gone`);
  if (lines.some(({ pad }) => !/^đ*$/.test(pad))) faults.push("a line that was never written so");
  if (lines.some(({ n }, at) => n <= (lines[at - 1]?.n ?? 0)))
    faults.push("lines in another order");
  await journal.append('{"n":1000000}');
  await journal.close();
  return faults;
}
