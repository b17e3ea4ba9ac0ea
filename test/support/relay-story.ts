// What a village heard of a relay: the ear knows the station's own sound, and the library's by its hash.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Heard, listen, to8k } from "./ear.ts";
import { samplesOf, sinkLines, wallOf } from "./sounds.ts";
import type { Station } from "./station.ts";
import { readOpus, readWav } from "./wav.ts";

/** With the wall clock, milliseconds, at which each stretch began. */
export interface HeardAt extends Heard {
  readonly wall: number;
}

/** What the newest recording of the first board holds of these sounds: WAV bytes, or the hash of an item of the library. */
export async function heardOf(
  station: Station,
  items: Readonly<Record<string, Buffer | string>>,
): Promise<HeardAt[]> {
  const wav = station.boards[0]?.wavs.at(-1) ?? "";
  const sounds = new Map<string, Float32Array>();
  for (const [name, item] of Object.entries(items)) {
    const samples =
      typeof item === "string" ? await readOpus(fileOf(station, item)) : samplesOf(item);
    sounds.set(name, to8k(samples));
  }
  const lines = sinkLines(readFileSync(`${wav}.json`, "utf8"));
  return listen(to8k(readWav(wav).samples), sounds).map((one) => ({
    ...one,
    wall: wallOf(lines, one.at),
  }));
}

function fileOf({ dir }: Station, sha256: string): string {
  const library = join(dir, "controller/audio");
  const found = readdirSync(library, { recursive: true, encoding: "utf8" }).find((path) =>
    /[^/]*$/.exec(path)?.[0].startsWith(sha256),
  );
  if (found === undefined) throw new Error(`the library has no ${sha256}`);
  return join(library, found);
}

/** Seconds of an item, as often as it sounded. */
export const secondsOfItem = (heard: readonly Heard[], name: string): number =>
  heard.reduce((all, { item, length }) => all + (item === name ? length : 0), 0);
