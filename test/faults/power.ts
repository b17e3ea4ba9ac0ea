// A program writes in a folder of its own while all that reaches the disk is recorded; then the power goes at many moments, and what
// the disk may hold of each is judged.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dice } from "../support/dice.ts";
import { manners, recordedDisk } from "./images.ts";
import { type DiskEvent, record } from "./recording.ts";

export interface PowerLoss {
  readonly images: number;
  readonly events: number;
  /** Promised lines or rows that were looked for in all images together. */
  readonly promised: number;
  readonly faults: readonly string[];
}

/** What the judge believes of a recording; a test that leaves syncs out proves that loss is found. */
export type Seen = (events: DiskEvent[]) => DiskEvent[];

interface Campaign<P> {
  readonly images: number;
  readonly seed: number;
  readonly seen: Seen;
  /** Arguments of the program, by its folder. */
  readonly run: (folder: string) => readonly string[];
  /** What was promised within the first events, and how much that is. */
  readonly promisedIn: (events: readonly DiskEvent[]) => P;
  readonly sizeOf: (promised: P) => number;
  /** Files that a power cut takes whatever the disk does. */
  readonly gone?: (path: string) => boolean;
  /** Faults of what opens from a folder. */
  readonly judge: (folder: string, promised: P) => Promise<string[]>;
}

export async function cutPower<P>(of: Campaign<P>): Promise<PowerLoss> {
  const { images, seed } = of;
  return inFolder("vangxa-power-", async (folder) => {
    const events = of.seen(await record([...of.run(folder)], folder));
    const chance = dice(seed);
    const disk = recordedDisk(events);
    const faults: string[] = [];
    let sum = 0;
    for (let n = 0; n < images; n += 1) {
      const count = Math.ceil((n * events.length) / images);
      const manner = chance.pick(manners);
      const promised = of.promisedIn(events.slice(0, count));
      sum += of.sizeOf(promised);
      disk.forward(count);
      const image = disk.image(manner, chance);
      const found = await inFolder("vangxa-image-", async (copy) => {
        for (const [path, bytes] of image) {
          if (of.gone?.(path)) continue;
          await mkdir(dirname(join(copy, path)), { recursive: true });
          await writeFile(join(copy, path), bytes);
        }
        return of.judge(copy, promised).catch((error) => [`does not open: ${error}`]);
      });
      faults.push(...found.map((what) => `image ${n}, ${manner} after ${count}: ${what}`));
    }
    return { images, events: events.length, promised: sum, faults };
  });
}

async function inFolder<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), name));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
