import { unzipSync, type Zippable, zipSync } from "fflate";

export type Files = ReadonlyMap<string, Uint8Array>;

// A zip stores the time on the wall without its zone: made from its parts, it is the same bytes everywhere.
const FIXED = new Date(1990, 0, 1);

/** The same files make the same bytes, whenever and wherever they are packed. Sound does not shrink: it is stored. */
export function zip(files: Files): Uint8Array {
  const entries: Zippable = {};
  for (const [name, bytes] of [...files].sort(([one], [other]) => (one < other ? -1 : 1)))
    entries[name] = [bytes, { mtime: FIXED, level: name.endsWith(".ogg") ? 0 : 6 }];
  return zipSync(entries);
}

export const unzip = (bytes: Uint8Array): Files => new Map(Object.entries(unzipSync(bytes)));
