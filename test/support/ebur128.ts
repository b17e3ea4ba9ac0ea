import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { wavBytes } from "./audio.ts";
import { programPath } from "./needs.ts";

/** What Debian's ffmpeg measures: a meter that shares no code with ours. */
export interface Measured {
  readonly lufs: number;
  /** dBTP */
  readonly truePeak: number;
}

/** A file as ffmpeg's own Opus decoder has it, whose peaks are at times higher than those of the libopus that boards use. */
export async function ebur128File(path: string): Promise<Measured> {
  return measure(["-i", path], undefined);
}

export async function ebur128(sound: Float32Array, rate: number): Promise<Measured> {
  return measure(["-i", "pipe:0"], wavBytes(sound, rate));
}

async function measure(input: readonly string[], bytes: Uint8Array | undefined): Promise<Measured> {
  const program = programPath("ffmpeg");
  if (program === undefined) throw new Error("needs ffmpeg");
  const args = ["-hide_banner", ...input, "-af", "ebur128=peak=true", "-f", "null", "-"];
  const running = promisify(execFile)(program, args, { maxBuffer: 64 * 1_048_576 });
  running.child.stdin?.end(bytes);
  const { stderr } = await running;
  const summary = stderr.slice(stderr.lastIndexOf("Summary:"));
  const value = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(-?[\\d.]+|-inf)`).exec(summary)?.[1]);
  return { lufs: value("I"), truePeak: value("Peak") };
}
