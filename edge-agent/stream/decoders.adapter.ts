import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { SoundForm } from "../../contract/sound-forms.ts";
import { decodersOf } from "./decoders.ts";

const PATIENCE = 10_000;

/** Asks this machine's ffmpeg once; a board without one decodes what it brings itself. */
export async function findDecoders(ffmpeg: string): Promise<SoundForm[]> {
  const table = async (name: string): Promise<string> => {
    const asked = [`-${name}`, "-hide_banner", "-loglevel", "error"];
    return (await promisify(execFile)(ffmpeg, asked, { timeout: PATIENCE })).stdout;
  };
  try {
    const [demuxers, decoders] = [await table("demuxers"), await table("decoders")];
    return decodersOf({ demuxers, decoders });
  } catch {
    return decodersOf(undefined);
  }
}
