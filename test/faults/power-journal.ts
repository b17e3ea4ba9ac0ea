// The power goes while a board writes its journal: each image must open, hold every line that was promised, and no line that
// was never written whole.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openJournal } from "../../edge-agent/outbox/journal.adapter.ts";
import { dice } from "../support/dice.ts";
import { type Image, manners, recordedDisk } from "./images.ts";
import { type DiskEvent, record } from "./recording.ts";

const child = fileURLToPath(new URL("./journal-child.ts", import.meta.url));

export interface PowerLoss {
  readonly images: number;
  readonly events: number;
  /** Promised lines or rows that were looked for in all images together. */
  readonly promised: number;
  readonly faults: readonly string[];
}

/** `seen` is what the judge believes of the recording; a test that leaves syncs out proves that loss is found. */
export async function journalImages(
  images: number,
  seed: number,
  seen: (events: DiskEvent[]) => DiskEvent[] = (events) => events,
): Promise<PowerLoss> {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-power-journal-"));
  try {
    const run = ["--import", "tsx", child, folder, "60", String(seed)];
    const events = seen(await record(run, folder));
    const chance = dice(seed);
    const faults: string[] = [];
    let promised = 0;
    const disk = recordedDisk(events);
    for (let n = 0; n < images; n += 1) {
      const count = Math.ceil((n * events.length) / images);
      const manner = chance.pick(manners);
      const kept = keptIn(events, count);
      promised += kept.length;
      disk.forward(count);
      const found = await judge(disk.image(manner, chance), kept);
      faults.push(...found.map((what) => `image ${n}, ${manner} after ${count}: ${what}`));
    }
    return { images, events: events.length, promised, faults };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const keptIn = (events: readonly DiskEvent[], count: number): number[] =>
  events.slice(0, count).flatMap((one) => (one.kind === "said" ? [Number(one.text)] : []));

async function judge(image: Image, kept: readonly number[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-image-"));
  try {
    for (const [path, bytes] of image) await writeFile(join(folder, path), bytes);
    const journal = await openJournal({ folder, onFull: async () => undefined });
    const lines = journal.lines().map(({ json }) => JSON.parse(json) as { n: number; pad: string });
    const found = new Set(lines.map(({ n }) => n));
    const faults = kept
      .filter((n) => !found.has(n))
      .map((n) => `line ${n} was promised and is gone`);
    if (lines.some(({ pad }) => !/^đ*$/.test(pad))) faults.push("a line that was never written so");
    if (lines.some(({ n }, at) => n <= (lines[at - 1]?.n ?? 0)))
      faults.push("lines in another order");
    await journal.append('{"n":1000000}');
    await journal.close();
    return faults;
  } catch (error) {
    return [`does not open: ${error}`];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
