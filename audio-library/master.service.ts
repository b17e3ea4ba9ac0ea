import { type Duration, hours } from "../contract/time.ts";
import type { Rendition } from "./library.ts";
import { codecRefusal, type Mastered, type MasterHow, type OpenDesk } from "./master.ts";
import { type AudioRefusal, refuseAudio } from "./refusals.ts";
import type { Codec } from "./render/codec.ts";
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

/** dBTP that a board may decode at most. */
const DELIVERED_PEAK = -1;
const WANTED_LOUDNESS = -16;
const LOUDNESS_WITHIN = 0.3;
const TRIES = 3;
/** Only a bound: how long the sound is was known before it was encoded. */
const LONGEST = hours(2);

interface Heard {
  readonly lufs: number;
  readonly truePeak: number;
  readonly peaks: readonly number[];
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
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
 * An encoder and a decoder that start before their work is there, because the npm build takes half a
 * second to load: meanwhile the text is spoken and levelled.
 */
function startTools(codec: Codec, longest: Duration, signal: AbortSignal) {
  const sound = promised<Int16Array>();
  const file = promised<Uint8Array>();
  let listen: (samples: Float32Array) => void = () => undefined;
  const encoded = codec.encode(sound.stream, { encoding: "opus", hertz: HERTZ, signal });
  const how = { container: "ogg", hertz: HERTZ, longest, signal } as const;
  const decoded = codec.decode({ bytes: file.stream }, how, (samples) => listen(toFloat(samples)));
  return {
    encode: (samples: AsyncIterable<Int16Array>) => {
      sound.give(samples);
      return encoded;
    },
    decode: (bytes: Uint8Array, take: (samples: Float32Array) => void) => {
      listen = take;
      file.give(once(bytes));
      return decoded;
    },
  };
}

type Tools = ReturnType<typeof startTools>;

/** Decodes what boards will decode and measures that: codecs change level and peaks. */
async function listenBack(
  tools: Tools,
  bytes: Uint8Array,
  frames: number,
): Promise<Heard | AudioRefusal> {
  const meter = loudnessMeter(HERTZ);
  const peak = largestTruePeak();
  const wave = peakColumns(frames);
  const heard = await tools.decode(bytes, (samples) => {
    meter.push(samples);
    peak.push(samples);
    wave.push(samples);
  });
  if (!heard.ok) return codecRefusal(heard.code, heard.log);
  return {
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
  readonly how: MasterHow;
  readonly tools: () => Tools;
}

async function attempt(
  { prepared, breathe, how, tools }: Job,
  target: LevelTarget,
): Promise<Attempt | AudioRefusal> {
  const settled = await drive(settle(prepared, target), breathe, how.signal);
  if (settled === undefined) return refuseAudio("aborted");
  how.progress("encoding", 0.6);
  const bench = tools();
  const encoded = await bench.encode(samplesOf(prepared, settled.value, breathe));
  if (!encoded.ok) return codecRefusal(encoded.code, encoded.log);
  how.progress("checking", 0.85);
  const heard = await listenBack(bench, encoded.value, prepared.tape.frames);
  return "ok" in heard ? heard : { ok: true, bytes: encoded.value, heard };
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

async function render(
  { codec, store, breathe }: MasterParts,
  tape: Tape,
  how: MasterHow,
  tools: () => Tools,
): Promise<Mastered> {
  const found = await codec.find();
  if (!found.ok) return refuseAudio("no-codec", found.why);
  how.progress("levelling", 0.35);
  const ready = await drive(prepare(tape, HERTZ), breathe, how.signal);
  if (ready === undefined) return refuseAudio("aborted");
  if (ready.value === undefined) return refuseAudio("silent");
  const made = await bestOf({ prepared: ready.value, breathe, how, tools });
  if (!made.ok) return made;
  const { sha256, bytes } = await store.put(made.bytes);
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
}

/** Band, compressor, limiter, Opus, and a look at the result; again with more room if it is too hot. */
export function mastering(parts: MasterParts): OpenDesk {
  return (how) => {
    const closing = new AbortController();
    const stops = [closing.signal, ...(how.signal === undefined ? [] : [how.signal])];
    const start = (): Tools => startTools(parts.codec, LONGEST, AbortSignal.any(stops));
    let ready: Tools | undefined = start();
    const tools = (): Tools => {
      const taken = ready ?? start();
      ready = undefined;
      return taken;
    };
    return { master: (tape) => render(parts, tape, how, tools), close: () => closing.abort() };
  };
}
