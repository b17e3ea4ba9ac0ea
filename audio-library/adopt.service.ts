import type { AudioLibrary } from "./library.ts";
import { listenBack } from "./master.service.ts";
import { refuseAudio } from "./refusals.ts";
import { BOARD_HERTZ, type BoardEar } from "./render/board-ear.ts";
import { oggFrames } from "./render/ogg.ts";
import type { AudioStore } from "./store/audio-store.ts";

export interface AdoptParts {
  readonly ear: BoardEar;
  readonly store: AudioStore;
}

/** What another library made: a little more than our own tolerance, because its meter is another one. */
const LOUDNESS = { wanted: -16, within: 1 };
const HIGHEST_PEAK = -0.5;
const LONGEST = 3_600;
/** The encoder's lead-in and a last packet that is not full. */
const OFF = 0.2;
const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** Stops when there is more sound than the file says: a small file may hold days of it. */
function patientFor(ear: BoardEar, seconds: number): BoardEar {
  return {
    hear: (file, how) => {
      const stop = new AbortController();
      let frames = 0;
      return ear.hear(file, {
        signal: stop.signal,
        take: (samples) => {
          frames += samples.length;
          if (frames > (seconds + OFF) * BOARD_HERTZ) stop.abort();
          else how.take(samples);
        },
      });
    },
  };
}

/** A finished sound of another library is heard as a board would; what is not level is refused, not levelled again. */
export function adopting({ ear, store }: AdoptParts): AudioLibrary["adopt"] {
  return async (bytes, { keep }) => {
    const said = (oggFrames(bytes) ?? Number.POSITIVE_INFINITY) / BOARD_HERTZ;
    if (said > LONGEST) return refuseAudio("not-audio");
    const heard = await listenBack(patientFor(ear, said), bytes, said, undefined);
    if (heard === undefined) return refuseAudio("not-audio");
    const { seconds, lufs, truePeak, peaks } = heard;
    const isLevel = Math.abs(lufs - LOUDNESS.wanted) <= LOUDNESS.within;
    if (!isLevel || truePeak > HIGHEST_PEAK)
      return refuseAudio("not-level", `${lufs.toFixed(1)} LUFS, ${truePeak.toFixed(1)} dBTP`);
    const stored = keep ? await store.put(bytes) : undefined;
    return {
      ok: true,
      sha256: stored?.sha256 ?? "",
      bytes: bytes.length,
      seconds: Math.round(seconds * 1_000) / 1_000,
      lufs: hundredths(lufs),
      truePeak: hundredths(truePeak),
      peaks: [...peaks],
      codec: "adopted",
      notes: [],
    };
  };
}
