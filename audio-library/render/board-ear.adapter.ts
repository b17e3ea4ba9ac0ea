import { OggOpusDecoder } from "ogg-opus-decoder";
import type { Breathe } from "../work.ts";
import type { BoardEar } from "./board-ear.ts";

/** About a second and a half of speech, decoded in some milliseconds. */
const BITE = 4_096;

/** The decoder runs in this process: it is small, and others may run after each bite. */
export const boardEar = (breathe: Breathe): BoardEar => ({
  hear: async (file, { signal, take }) => {
    const decoder = new OggOpusDecoder();
    try {
      await decoder.ready;
      let frames = 0;
      const hand = ([sound]: readonly Float32Array[]): void => {
        if (sound === undefined || sound.length === 0) return;
        frames += sound.length;
        take(sound);
      };
      for (let at = 0; at < file.length && !signal?.aborted; at += BITE) {
        hand((await decoder.decode(file.subarray(at, at + BITE))).channelData);
        await breathe();
      }
      hand((await decoder.flush()).channelData);
      return frames === 0 || signal?.aborted ? undefined : frames;
    } catch {
      return undefined;
    } finally {
      decoder.free();
    }
  },
});
