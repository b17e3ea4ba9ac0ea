import ffmpeg from "fluent-ffmpeg";
import { type Duration, minutes, seconds } from "../../contract/time.ts";
import { childRunner } from "../child/child.adapter.ts";
import type { ChildEnd, ChildOrder } from "../child/child.ts";
import type { Codec, CodecAnswer, DecodeHow, EncodeHow, Encoding, Probe, Source } from "./codec.ts";
import { probeFromLog } from "./codec-log.ts";
import { type FinderSettings, findFfmpeg, type Start } from "./ffmpeg-finder.adapter.ts";
import { CONTAINERS, type Container } from "./sniff.ts";

const MEGABYTE = 1_048_576;
/** The npm build alone takes about 240 MB before it sees a file. */
const MOST_MEMORY = 900 * MEGABYTE;
const LARGEST_ALLOCATION = 256 * MEGABYTE;
const MOST_ENCODED = 256 * MEGABYTE;
const BYTES_A_SAMPLE = 2;
/** A look at a file is done in a fraction of this; what needs more was made to cost us. */
const PROBE_WORK = seconds(4);
const PROBE_PATIENCE = seconds(30);
/** An encoder may wait for its sound while a slow engine speaks; what it works is bounded apart. */
const WORK_PATIENCE = minutes(40);
const MOST_WORK = minutes(5);
const DECODERS = [
  "mp3,mp3float,mp2,mp2float,flac,aac,aac_fixed,alac,vorbis,opus,libopus,libvorbis",
  "pcm_s16le,pcm_s24le,pcm_s32le,pcm_u8,pcm_f32le,pcm_f64le,pcm_alaw,pcm_mulaw,pcm_s16be",
  "amrnb,amrwb,adpcm_ms,adpcm_ima_wav",
].join(",");

type Command = ReturnType<typeof ffmpeg>;

/**
 * fluent-ffmpeg only builds the arguments; we start the program ourselves. Its own runner remembers
 * the abilities of the first program for all others, and knows no limits and no clean environment.
 */
const argumentsOf = (command: Command): string[] =>
  (command as unknown as { _getArguments(): string[] })._getArguments();

/** Everything that keeps a hostile input inside its file stands before that input. */
function safeInput(name: string, container: Container): Command {
  return ffmpeg()
    .input(name)
    .inputFormat(container)
    .inputOptions(["-protocol_whitelist", "file,pipe"])
    .inputOptions(["-format_whitelist", CONTAINERS.join(",")])
    .inputOptions(["-codec_whitelist", DECODERS]);
}

const GLOBAL = ["-nostdin", "-max_alloc", String(LARGEST_ALLOCATION)];

const rawSound = (hertz: number): Command =>
  ffmpeg()
    .input("pipe:0")
    .inputFormat("s16le")
    .inputOptions(["-ar", String(hertz), "-ac", "1"]);

/** No clock, no random serial, no program name: the same sound gives the same bytes. */
const REPRODUCIBLE = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"];

const ENCODERS: Record<Encoding, (command: Command) => Command> = {
  // The band ends at 7 kHz, so bits above 8 kHz would be spent on nothing.
  opus: (command) =>
    command
      .audioCodec("libopus")
      .audioBitrate(24)
      .outputOptions(["-application", "audio", "-compression_level", "7", "-cutoff", "8000"])
      .format("ogg"),
  flac: (command) => command.audioCodec("flac").format("flac"),
  mp3: (command) =>
    command
      .audioCodec("libmp3lame")
      .audioBitrate(64)
      .outputOptions(["-write_xing", "0"])
      .format("mp3"),
};

async function* bytesOf(sound: AsyncIterable<Int16Array>): AsyncGenerator<Uint8Array> {
  // `Buffer.from(int16Array)` would cut each sample to eight bits.
  for await (const { buffer, byteOffset, byteLength } of sound)
    yield new Uint8Array(buffer, byteOffset, byteLength);
}

/** Joins what arrives into whole samples: a pipe may cut one in two. */
function sampleJoiner(take: (samples: Int16Array) => void) {
  let rest = Buffer.alloc(0);
  let count = 0;
  return {
    count: () => count,
    push: (piece: Uint8Array): void => {
      const all = Buffer.concat([rest, piece]);
      const whole = all.length - (all.length % BYTES_A_SAMPLE);
      rest = all.subarray(whole);
      // A copy, because samples must start at an even address.
      const samples = new Int16Array(new Uint8Array(all.subarray(0, whole)).buffer);
      count += samples.length;
      take(samples);
    },
  };
}

function failure(end: ChildEnd): Extract<CodecAnswer<never>, { ok: false }> {
  if (end.ok) return { ok: false, code: "not-audio", log: end.log };
  if (end.code === "not-started") return { ok: false, code: "no-codec", log: end.log };
  if (end.code === "too-much-output") return { ok: false, code: "too-long", log: end.log };
  return { ok: false, code: end.code, log: end.log };
}

type Run = (
  start: Start,
  order: Omit<ChildOrder, "program" | "longest"> & { longest?: Duration },
) => Promise<ChildEnd>;

async function decodeWith(
  run: Run,
  start: Start,
  source: Source,
  how: DecodeHow,
  take: (samples: Int16Array) => void,
): Promise<CodecAnswer<number>> {
  const most = Math.ceil((how.longest / 1_000) * how.hertz);
  const joiner = sampleJoiner(take);
  const command = safeInput("path" in source ? source.path : "pipe:0", how.container)
    .inputOptions(["-t", String(how.longest / 1_000 + 1)])
    .noVideo()
    .audioCodec("pcm_s16le")
    .audioFrequency(how.hertz)
    .audioChannels(1)
    .outputOptions(["-map", "0:a:0", "-sn", "-dn"])
    .format("s16le")
    .output("pipe:1");
  const end = await run(start, {
    args: [...GLOBAL, ...argumentsOf(command)],
    ...("bytes" in source ? { input: source.bytes } : {}),
    signal: how.signal,
    mostOutput: (most + 2 * how.hertz) * BYTES_A_SAMPLE,
    take: (piece) => {
      joiner.push(piece);
      return joiner.count() <= most;
    },
  });
  if (joiner.count() > most) return { ok: false, code: "too-long", log: "" };
  if (!end.ok || end.code !== 0 || joiner.count() === 0) return failure(end);
  return { ok: true, value: joiner.count() };
}

async function encodeWith(
  run: Run,
  start: Start,
  sound: AsyncIterable<Int16Array>,
  how: EncodeHow,
): Promise<CodecAnswer<Uint8Array>> {
  const command = ENCODERS[how.encoding](rawSound(how.hertz))
    .outputOptions(REPRODUCIBLE)
    .output("pipe:1");
  const end = await run(start, {
    args: [...GLOBAL, ...argumentsOf(command)],
    input: bytesOf(sound),
    signal: how.signal,
    mostOutput: MOST_ENCODED,
  });
  return end.ok && end.code === 0 ? { ok: true, value: end.output } : failure(end);
}

const TONE_HERTZ = 48_000;

/** One second of tone to Opus and back: the length must agree, and the level within 1 dB. */
async function tryOut(run: Run, start: Start): Promise<string | undefined> {
  const tone = Int16Array.from({ length: TONE_HERTZ }, (_, i) =>
    Math.round(8_000 * Math.sin((2 * Math.PI * 1_000 * i) / TONE_HERTZ)),
  );
  const once = async function* <T>(value: T): AsyncGenerator<T> {
    yield value;
  };
  const encoded = await encodeWith(run, start, once(tone), { encoding: "opus", hertz: TONE_HERTZ });
  if (!encoded.ok) return "không mã hóa được Opus";
  let power = 0;
  const how = { container: "ogg", hertz: TONE_HERTZ, longest: seconds(5) } as const;
  const decoded = await decodeWith(run, start, { bytes: once(encoded.value) }, how, (samples) => {
    for (const sample of samples) power += sample * sample;
  });
  if (!decoded.ok) return "không giải mã được Opus";
  const change = 10 * Math.log10(power / decoded.value / (8_000 ** 2 / 2));
  if (Math.abs(decoded.value - TONE_HERTZ) > TONE_HERTZ / 50) return "giải mã sai độ dài";
  return Math.abs(change) > 1 ? "giải mã sai mức âm" : undefined;
}

/** The one place that knows ffmpeg. Looks for the program at its first use and keeps to it. */
export function ffmpegCodec(settings: FinderSettings, environment: NodeJS.ProcessEnv): Codec {
  const runChild = childRunner(environment);
  const run: Run = (start, order) =>
    runChild({
      longest: WORK_PATIENCE,
      mostWork: MOST_WORK,
      mostMemory: MOST_MEMORY,
      ...order,
      program: start.program,
      args: [...start.before, ...order.args],
    });
  let looking: ReturnType<typeof findFfmpeg> | undefined;
  const find = () => {
    looking ??= findFfmpeg(runChild, settings, (start) => tryOut(run, start));
    return looking;
  };
  const using = async <T>(
    work: (start: Start) => Promise<CodecAnswer<T>>,
  ): Promise<CodecAnswer<T>> => {
    const { found, answer } = await find();
    if (found !== undefined) return work(found.start);
    return { ok: false, code: "no-codec", log: answer.ok ? "" : answer.why };
  };
  return {
    find: async () => (await find()).answer,
    probe: (path, { container, signal }) =>
      using(async (start) => {
        const args = [...GLOBAL, "-hide_banner", ...argumentsOf(safeInput(path, container))];
        const end = await run(start, {
          args,
          signal,
          longest: PROBE_PATIENCE,
          mostWork: PROBE_WORK,
          mostOutput: MEGABYTE,
        });
        const probe: Probe | undefined = end.ok ? probeFromLog(end.log) : undefined;
        return probe === undefined ? failure(end) : { ok: true, value: probe };
      }),
    decode: (source, how, take) => using((start) => decodeWith(run, start, source, how, take)),
    encode: (sound, how) => using((start) => encodeWith(run, start, sound, how)),
  };
}
