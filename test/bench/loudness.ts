// How level the library is: fifty varied recordings through the whole way of an upload, and what an independent meter (ffmpeg's
// ebur128) then says of the file that boards fetch. Prints JSON; the worst come first.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAudioLibrary } from "../../audio-library/app.ts";
import { streamOf } from "../support/audio.ts";
import { ebur128File } from "../support/ebur128.ts";
import { variedSounds } from "../support/varied-sounds.ts";

const GOAL = { loudnessError: 0.5, truePeak: -1 };
const HOUSE = -16;
const SHOWN = 5;
const tenths = (value: number): number => Math.round(value * 100) / 100;

const folder = await mkdtemp(join(tmpdir(), "vangxa-loudness-"));
try {
  const { library, store } = await createAudioLibrary({
    folder,
    environment: { PATH: process.env["PATH"] },
  });
  const rows: { name: string; error: number; truePeak: number; notes: number }[] = [];
  const refused: { name: string; code: string }[] = [];
  for (const { name, wav } of variedSounds()) {
    const made = await library.makeFromUpload(streamOf(wav), { filename: "a.wav" });
    if (!made.ok) {
      refused.push({ name, code: made.code });
      continue;
    }
    const { lufs, truePeak } = await ebur128File(store.path(made.sha256));
    rows.push({ name, error: tenths(Math.abs(lufs - HOUSE)), truePeak, notes: made.notes.length });
  }
  rows.sort((one, other) => other.error - one.error);
  const isGood = (row: (typeof rows)[number]): boolean =>
    row.error <= GOAL.loudnessError && row.truePeak <= GOAL.truePeak;
  console.log(
    JSON.stringify({
      bench: "loudness",
      inputs: rows.length + refused.length,
      refused,
      largestError: rows[0]?.error,
      medianError: rows[Math.floor(rows.length / 2)]?.error,
      highestTruePeak: Math.max(...rows.map(({ truePeak }) => truePeak)),
      outside: rows.filter((row) => !isGood(row)),
      worst: rows.slice(0, SHOWN),
      goal: GOAL,
      isMet: refused.length === 0 && rows.every(isGood),
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
