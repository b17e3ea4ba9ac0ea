// The ear as a process of its own: `tsx ear-process.ts LIBRARY WAV…` prints what it heard in each recording as one JSON object.
// LIBRARY is the folder of encoded audio, named by hash.
import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type Heard, listen, to8k } from "./ear.ts";
import { readOpus, readWav } from "./wav.ts";

const [library = "", ...wavs] = process.argv.slice(2);

function* files(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else if (/^[0-9a-f]{64}/.test(name)) yield path;
  }
}

const items = new Map<string, Float32Array>();
for (const file of files(library)) {
  const sound = await readOpus(file).catch(() => undefined);
  if (sound && sound.length > 0) items.set(basename(file).slice(0, 64), to8k(sound));
}
const out: Record<string, Heard[]> = {};
for (const wav of wavs) out[wav] = listen(to8k(readWav(wav).samples), items);
process.stdout.write(`${JSON.stringify(out)}\n`);
