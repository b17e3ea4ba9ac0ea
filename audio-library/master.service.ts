import { milliseconds } from "../contract/time.ts";
import type { Rendition } from "./library.ts";
import { codecRefusal, type Mastered, type MasterHow, type OpenDesk } from "./master.ts";
import { type AudioRefusal, refuseAudio } from "./refusals.ts";
import { BOARD_HERTZ, type BoardEar } from "./render/board-ear.ts";
import type { Codec, CodecAbout } from "./render/codec.ts";
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
import type { AudioStore, Stored } from "./store/audio-store.ts";
import { type Breathe, drive } from "./work.ts";

export interface MasterParts {
  readonly codec: Codec;
  readonly ear: BoardEar;
  readonly store: AudioStore;
  readonly breathe: Breathe;
}

/** dBTP that a board may decode at most. */
const DELIVERED_PEAK = -1;
const WANTED_LOUDNESS = -16;
const LOUDNESS_WITHIN = 0.3;
const TRIES = 3;

interface Heard {
  readonly seconds: number;
  readonly lufs: number;
  readonly truePeak: number;
  readonly peaks: readonly number[];
}

/** A stream that is promised now and given later. */
function promised<T>() {
  let give: (stream: AsyncIterable<T>) => void = () => undefined;
  const given = new Promise<AsyncIterable<T>>((resolve) => {
    give = resolve;
  });
  const stream = async function* (): AsyncGenerator<T> {
    yield* await given;
  };
  return { stream: stream(), give };
}

/**
 * An encoder that starts before its work is there, because the npm build takes half a second to load:
 * meanwhile the text is spoken and levelled.
 */
function startEncoder(codec: Codec, signal: AbortSignal) {
  const sound = promised<Int16Array>();
  const encoded = codec.encode(sound.stream, { encoding: "opus", hertz: HERTZ, signal });
  return (samples: AsyncIterable<Int16Array>) => {
    sound.give(samples);
    return encoded;
  };
}

type Encoder = ReturnType<typeof startEncoder>;

/** Measures what boards will decode: codecs change level and peaks. */
export async function listenBack(
  ear: BoardEar,
  file: Uint8Array,
  seconds: number,
  signal: AbortSignal | undefined,
): Promise<Heard | undefined> {
  const meter = loudnessMeter(BOARD_HERTZ);
  const peak = largestTruePeak();
  const wave = peakColumns(Math.round(seconds * BOARD_HERTZ));
  const take = (samples: Float32Array): void => {
    meter.push(samples);
    peak.push(samples);
    wave.push(samples);
  };
  const frames = await ear.hear(file, { signal, take });
  if (frames === undefined) return undefined;
  return {
    seconds: frames / BOARD_HERTZ,
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

interface Job {
  readonly prepared: Prepared;
  readonly breathe: Breathe;
  readonly codec: Codec;
  readonly ear: BoardEar;
  readonly how: MasterHow;
  readonly encoder: () => Encoder;
}

/**
 * The true peak in dBTP as other players have it: ffmpeg's own Opus decoder makes peaks up to 2.6 dB higher than libopus, which
 * boards and browsers use. Nothing when it cannot be had: the board's own ear still judges.
 */
async function elsewhere(codec: Codec, file: Uint8Array, seconds: number, signal?: AbortSignal) {
  const peak = largestTruePeak();
  const bytes = (async function* () {
    yield file;
  })();
  const longest = milliseconds(Math.ceil(seconds * 1_000) + 1_000);
  const how = { container: "ogg", hertz: BOARD_HERTZ, longest, signal } as const;
  const decoded = await codec.decode({ bytes }, how, (samples) => peak.push(toFloat(samples)));
  return decoded.ok ? toDecibel(peak.peak()) : Number.NEGATIVE_INFINITY;
}

async function attempt(
  { prepared, breathe, codec, ear, how, encoder }: Job,
  target: LevelTarget,
): Promise<Attempt | AudioRefusal> {
  const settled = await drive(settle(prepared, target), breathe, how.signal);
  if (settled === undefined) return refuseAudio("aborted");
  how.progress("encoding", 0.6);
  const encoded = await encoder()(samplesOf(prepared, settled.value, breathe));
  if (!encoded.ok) return codecRefusal(encoded.code, encoded.log);
  how.progress("checking", 0.85);
  const seconds = prepared.tape.frames / prepared.rate;
  const [heard, other] = await Promise.all([
    listenBack(ear, encoded.value, seconds, how.signal),
    elsewhere(codec, encoded.value, seconds, how.signal),
  ]);
  if (heard !== undefined) {
    const truePeak = Math.max(heard.truePeak, other);
    return { ok: true, bytes: encoded.value, heard: { ...heard, truePeak } };
  }
  return refuseAudio(how.signal?.aborted ? "aborted" : "render-failed");
}

/** Room for what the codec added this time; nothing when the result is as it should be. */
function correction({ lufs, truePeak }: Heard, target: LevelTarget): LevelTarget | undefined {
  const off = WANTED_LOUDNESS - lufs;
  const over = Math.max(0, truePeak - DELIVERED_PEAK);
  if (over === 0 && Math.abs(off) <= LOUDNESS_WITHIN) return undefined;
  return { loudness: target.loudness + off, ceiling: target.ceiling - over * 1.2 };
}

async function bestOf(job: Job): Promise<Attempt | AudioRefusal> {
  let target = HOUSE_LEVEL;
  for (let tries = 1; ; tries += 1) {
    const made = await attempt(job, target);
    const next = made.ok ? correction(made.heard, target) : undefined;
    if (next === undefined || tries === TRIES) return made;
    target = next;
  }
}

const renditionOf = (
  { sha256, bytes }: Stored,
  { seconds, lufs, truePeak, peaks }: Heard,
  { version, origin }: CodecAbout,
): Rendition => ({
  sha256,
  bytes,
  seconds: Math.round(seconds * 1_000) / 1_000,
  lufs: hundredths(lufs),
  truePeak: hundredths(truePeak),
  peaks: [...peaks],
  codec: `ffmpeg ${version} (${origin})`,
});

async function render(
  { codec, ear, store, breathe }: MasterParts,
  tape: Tape,
  how: MasterHow,
  encoder: () => Encoder,
): Promise<Mastered> {
  const found = await codec.find();
  if (!found.ok) return refuseAudio("no-codec", found.why);
  if ((tape.frames / HERTZ) * 1_000 > found.about.longest) return refuseAudio("needs-ffmpeg");
  how.progress("levelling", 0.35);
  const ready = await drive(prepare(tape, HERTZ), breathe, how.signal);
  if (ready === undefined) return refuseAudio("aborted");
  if (ready.value === undefined) return refuseAudio("silent");
  const made = await bestOf({ prepared: ready.value, breathe, codec, ear, how, encoder });
  if (!made.ok) return made;
  const stored = await store.put(made.bytes);
  how.progress("checking", 1);
  return { ok: true, rendition: renditionOf(stored, made.heard, found.about) };
}

/** Band, compressor, limiter, Opus, and a look at the result; again with more room if it is too hot. */
export function mastering(parts: MasterParts): OpenDesk {
  return (how) => {
    const closing = new AbortController();
    const stops = [closing.signal, ...(how.signal === undefined ? [] : [how.signal])];
    const start = (): Encoder => startEncoder(parts.codec, AbortSignal.any(stops));
    let ready: Encoder | undefined = start();
    const encoder = (): Encoder => {
      const taken = ready ?? start();
      ready = undefined;
      return taken;
    };
    return { master: (tape) => render(parts, tape, how, encoder), close: () => closing.abort() };
  };
}
