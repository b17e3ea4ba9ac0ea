import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { OggOpusDecoder } from "ogg-opus-decoder";
import { toSamples } from "../player/decode.adapter.ts";
import { DEMUXERS } from "./decoders.ts";
import { FeedError } from "./feed.ts";
import type { StreamForm } from "./sniff.ts";

type Bytes = AsyncIterable<Uint8Array>;

/** Decoded sound at 48 kHz mono, as it comes; ends with the bytes. */
export function soundOf(
  bytes: Bytes,
  form: Exclude<StreamForm, "hls">,
  ffmpeg: string,
  signal: AbortSignal,
): AsyncGenerator<Int16Array> {
  return form === "ogg-opus"
    ? opusSound(bytes)
    : ffmpegSound(bytes, DEMUXERS[form], ffmpeg, signal);
}

export async function* opusSound(bytes: Bytes): AsyncGenerator<Int16Array> {
  const decoder = new OggOpusDecoder();
  try {
    await decoder.ready;
    for await (const some of bytes) yield toSamples((await decoder.decode(some)).channelData);
    yield toSamples((await decoder.flush()).channelData);
  } finally {
    decoder.free();
  }
}

/** ffmpeg sees bytes and nothing else: no address, no file, one named form. */
async function* ffmpegSound(
  bytes: Bytes,
  demuxer: string,
  ffmpeg: string,
  signal: AbortSignal,
): AsyncGenerator<Int16Array> {
  const guards = ["-protocol_whitelist", "pipe", "-format_whitelist", demuxer];
  const haste = ["-fflags", "nobuffer", "-probesize", "32768", "-analyzeduration", "500000"];
  const input = ["-f", demuxer, "-i", "pipe:0", "-map", "0:a:0", "-vn", "-sn", "-dn"];
  const output = ["-ac", "1", "-ar", "48000", "-flush_packets", "1", "-f", "s16le", "pipe:1"];
  const args = [
    "-v",
    "error",
    "-nostdin",
    "-threads",
    "1",
    ...guards,
    ...haste,
    ...input,
    ...output,
  ];
  yield* samplesFrom(ffmpeg, args, signal, (stdin) => pour(bytes, stdin));
}

/** Samples that a program writes; it is ended with the generator. */
export async function* samplesFrom(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
  feed?: (stdin: Writable) => Promise<void>,
): AsyncGenerator<Int16Array> {
  const child = spawn(program, [...args], { stdio: [feed ? "pipe" : "ignore", "pipe", "ignore"] });
  let missing = false;
  child.on("error", () => {
    missing = true;
    child.stdout?.destroy();
  });
  const end = () => void child.kill("SIGKILL");
  process.once("exit", end);
  signal.addEventListener("abort", end);
  const feeding = feed && child.stdin ? feed(child.stdin) : Promise.resolve();
  feeding.catch(end); // the bytes broke off: what is decoded so far still comes out
  try {
    let odd: Uint8Array = new Uint8Array(0);
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
      const whole = Buffer.concat([odd, chunk]);
      odd = whole.subarray(whole.length & ~1);
      yield new Int16Array(
        whole.buffer.slice(whole.byteOffset, whole.byteOffset + (whole.length & ~1)),
      );
    }
  } catch (error) {
    if (!missing) throw error;
  } finally {
    process.off("exit", end);
    signal.removeEventListener("abort", end);
    end();
  }
  if (missing) throw new FeedError("no-decoder", `${program} cannot be started`, true);
}

async function pour(bytes: Bytes, stdin: Writable): Promise<void> {
  stdin.on("error", () => undefined); // told by the end of the program
  for await (const some of bytes) {
    if (stdin.destroyed) return;
    if (!stdin.write(some)) await Promise.race([once(stdin, "drain"), once(stdin, "close")]);
  }
  stdin.end();
}
