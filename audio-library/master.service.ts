import { milliseconds, minutes } from "../contract/time.ts";
import type { Progress, Rendition } from "./library.ts";
import { type AudioRefusal, refuseAudio } from "./refusals.ts";
import type { Codec, CodecFailure } from "./render/codec.ts";
import { toDecibel } from "./render/decibel.ts";
import {
  finished,
  HOUSE_LEVEL,
  type Levelled,
  type LevelTarget,
  type Prepared,
  prepare,
  settle,
} from "./render/level.ts";
import { loudnessMeter } from "./render/loudness.ts";
import { toFloat, toInt16 } from "./render/pcm.ts";
import { peakColumns } from "./render/peaks.ts";
import { HERTZ } from "./render/render.ts";
import type { Tape } from "./render/tape.ts";
import { largestTruePeak } from "./render/true-peak.ts";
import type { AudioStore } from "./store/audio-store.ts";
import { type Breathe, drive } from "./work.ts";

export interface MasterParts {
  readonly codec: Codec;
  readonly store: AudioStore;
  readonly breathe: Breathe;
}

export interface MasterHow {
  readonly signal?: AbortSignal | undefined;
  readonly progress: Progress;
}

export type Master = (
  tape: Tape,
  how: MasterHow,
) => Promise<{ readonly ok: true; readonly rendition: Rendition } | AudioRefusal>;

/** dBTP that a board may decode at most. */
const DELIVERED_PEAK = -1;
const WANTED_LOUDNESS = -16;
const LOUDNESS_WITHIN = 0.3;
const TRIES = 3;

export function codecRefusal(code: CodecFailure, log: string): AudioRefusal {
  const last = log.trim().split("\n").at(-1);
  return refuseAudio(code === "too-much-memory" ? "render-failed" : code, last);
}

interface Heard {
  readonly frames: number;
  readonly lufs: number;
  readonly truePeak: number;
  readonly peaks: readonly number[];
}

/** Decodes what boards will decode and measures that: codecs change level and peaks. */
async function listenBack(
  codec: Codec,
  bytes: Uint8Array,
  frames: number,
  signal: AbortSignal | undefined,
): Promise<Heard | AudioRefusal> {
  const meter = loudnessMeter(HERTZ);
  const peak = largestTruePeak();
  const wave = peakColumns(frames);
  const longest = milliseconds((frames / HERTZ) * 1_000 + minutes(1));
  const once = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes;
  };
  const how = { container: "ogg", hertz: HERTZ, longest, signal } as const;
  const heard = await codec.decode({ bytes: once() }, how, (samples) => {
    const floats = toFloat(samples);
    meter.push(floats);
    peak.push(floats);
    wave.push(floats);
  });
  if (!heard.ok) return codecRefusal(heard.code, heard.log);
  return {
    frames: heard.value,
    lufs: meter.integrated(),
    truePeak: toDecibel(peak.peak()),
    peaks: wave.columns(),
  };
}

async function* samplesOf(
  prepared: Prepared,
  levelled: Levelled,
  breathe: Breathe,
): AsyncGenerator<Int16Array> {
  for (const samples of finished(prepared, levelled)) {
    yield toInt16(samples);
    await breathe();
  }
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

interface Attempt {
  readonly ok: true;
  readonly bytes: Uint8Array;
  readonly heard: Heard;
}

async function attempt(
  { codec, breathe }: MasterParts,
  prepared: Prepared,
  target: LevelTarget,
  { signal, progress }: MasterHow,
): Promise<Attempt | AudioRefusal> {
  const settled = await drive(settle(prepared, target), breathe, signal);
  if (settled === undefined) return refuseAudio("aborted");
  progress("encoding", 0.6);
  const sound = samplesOf(prepared, settled.value, breathe);
  const encoded = await codec.encode(sound, { encoding: "opus", hertz: HERTZ, signal });
  if (!encoded.ok) return codecRefusal(encoded.code, encoded.log);
  progress("checking", 0.85);
  const heard = await listenBack(codec, encoded.value, prepared.tape.frames, signal);
  return "ok" in heard ? heard : { ok: true, bytes: encoded.value, heard };
}

/** Room for what the codec added this time; nothing when the result is as it should be. */
function correction({ lufs, truePeak }: Heard, target: LevelTarget): LevelTarget | undefined {
  const off = WANTED_LOUDNESS - lufs;
  const over = Math.max(0, truePeak - DELIVERED_PEAK);
  if (over === 0 && Math.abs(off) <= LOUDNESS_WITHIN) return undefined;
  return { loudness: target.loudness + off, ceiling: target.ceiling - over * 1.2 };
}

async function bestOf(
  parts: MasterParts,
  prepared: Prepared,
  how: MasterHow,
): Promise<Attempt | AudioRefusal> {
  let target = HOUSE_LEVEL;
  for (let tries = 1; ; tries += 1) {
    const made = await attempt(parts, prepared, target, how);
    const next = made.ok ? correction(made.heard, target) : undefined;
    if (next === undefined || tries === TRIES) return made;
    target = next;
  }
}

/** Band, compressor, limiter, Opus, and a look at the result; again with more room if it is too hot. */
export function mastering(parts: MasterParts): Master {
  return async (tape, how) => {
    const found = await parts.codec.find();
    if (!found.ok) return refuseAudio("no-codec", found.why);
    how.progress("levelling", 0.35);
    const ready = await drive(prepare(tape, HERTZ), parts.breathe, how.signal);
    if (ready === undefined) return refuseAudio("aborted");
    if (ready.value === undefined) return refuseAudio("silent");
    const made = await bestOf(parts, ready.value, how);
    if (!made.ok) return made;
    const { sha256, bytes } = await parts.store.put(made.bytes);
    how.progress("checking", 1);
    const rendition: Rendition = {
      sha256,
      bytes,
      seconds: Math.round((tape.frames / HERTZ) * 1_000) / 1_000,
      lufs: hundredths(made.heard.lufs),
      truePeak: hundredths(made.heard.truePeak),
      peaks: [...made.heard.peaks],
      codec: `ffmpeg ${found.about.version} (${found.about.origin})`,
    };
    return { ok: true, rendition };
  };
}
