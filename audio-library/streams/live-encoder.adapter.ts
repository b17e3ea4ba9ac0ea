import { spawn } from "node:child_process";
import { findOnPath } from "../child/find-program.adapter.ts";
import type { LiveEncoder, OpenLiveEncoder } from "./live-stream.ts";

/** Arguments that keep as little inside as possible: what is said shall be heard within a second. */
const argsOf = (demuxer: string): string[] => [
  ...["-v", "error", "-nostdin", "-threads", "1", "-protocol_whitelist", "pipe"],
  ...["-fflags", "nobuffer", "-flags", "low_delay", "-probesize", "32", "-analyzeduration", "0"],
  ...["-f", demuxer, "-i", "pipe:0", "-map", "0:a:0", "-vn", "-ac", "1", "-ar", "48000"],
  ...["-c:a", "libopus", "-b:a", "32k", "-application", "voip", "-frame_duration", "20"],
  ...["-map_metadata", "-1", "-f", "ogg", "-page_duration", "60000", "-flush_packets", "1"],
  "pipe:1",
];

export const liveEncoders =
  (environment: Readonly<Record<string, string | undefined>>): OpenLiveEncoder =>
  async (demuxer) => {
    const named = environment["VANGXA_FFMPEG"];
    const program = named ?? (await findOnPath("ffmpeg", environment["PATH"] ?? ""));
    if (program === undefined) return undefined;
    return encoder(program, argsOf(demuxer));
  };

function encoder(program: string, args: readonly string[]): LiveEncoder {
  const child = spawn(program, [...args], { stdio: ["pipe", "pipe", "ignore"], env: {} });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.on("close", () => process.off("exit", kill));
  child.on("error", () => child.stdout.destroy());
  child.stdin.on("error", () => undefined); // told by the end of its output
  return {
    push(bytes) {
      if (child.stdin.writable) child.stdin.write(bytes);
      return child.stdin.writableLength;
    },
    end: () => void child.stdin.end(),
    out: child.stdout,
    kill,
  };
}
