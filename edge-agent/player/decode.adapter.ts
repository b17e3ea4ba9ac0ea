import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { MessagePort } from "node:worker_threads";
import { OggOpusDecoder } from "ogg-opus-decoder";
import type { Sha256 } from "../../contract/ids.ts";
import { FRAMES_PER_SECOND } from "./player.ts";
import { findWavSound } from "./wav.ts";

/** How far it decodes ahead of what was taken. */
const AHEAD = 3 * FRAMES_PER_SECOND;
const READ = 4_096;

/** 60 ms of silence in Ogg Opus. */
const NOTHING = [
  "T2dnUwACAAAAAAAAAAAAAAAAAAAAAAIotXIBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAAAAAABAAAASZW+VAEuT3B1c1RhZ3",
  "MGAAAAZmZtcGVnAQAAABQAAABlbmNvZGVyPUxhdmMgbGlib3B1c09nZ1MABHgMAAAAAAAAAAAAAAIAAABDMtIcBAcGBgYIC+S5oLyECAfGsw7G",
  "CAfGsw7GCAfGsw7G",
].join("");

/** Decodes nothing once: compiling the decoder takes longer than an emergency may wait. */
export async function warmDecoder(): Promise<void> {
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  await decoder.decodeFile(Buffer.from(NOTHING, "base64"));
  decoder.free();
}

export interface DecodeOrder {
  readonly path: string;
  readonly sha256: Sha256;
  /** Frames to leave out at the front. */
  readonly skip: number;
  readonly port: MessagePort;
}

/** What the decoding thread says: samples, then one `end`; or why there are none. */
export type Decoded =
  | { readonly samples: Int16Array }
  | { readonly end: "ended" | "wrong-hash" | "undecodable" };

/** The other side says how many frames it took (`{taken}`), or closes the port. */
export async function decodeFile(order: DecodeOrder): Promise<void> {
  const out = outlet(order.port, order.skip);
  let file: FileHandle | undefined;
  try {
    file = await open(order.path, "r");
    // The same open file is hashed and decoded, so a swap of the name in between changes nothing.
    if ((await hashOf(file)) !== order.sha256) return out.end("wrong-hash");
    await decodeInto(file, out);
    out.end("ended");
  } catch {
    out.end("undecodable");
  } finally {
    await file?.close();
  }
}

async function decodeInto(file: FileHandle, out: Outlet): Promise<void> {
  const head = new Uint8Array(READ);
  const { bytesRead } = await file.read(head, 0, READ, 0);
  const wav = findWavSound(head.subarray(0, bytesRead));
  if (wav && wav.rate === FRAMES_PER_SECOND) {
    const size = (await file.stat()).size;
    for await (const bytes of slices(file, wav.from, Math.min(size, wav.to))) {
      const samples = new Int16Array(bytes.slice().buffer, 0, bytes.length >> 1);
      if (!(await out.put(mixDown(samples, wav.channels)))) return;
    }
    return;
  }
  const decoder = new OggOpusDecoder();
  try {
    await decoder.ready;
    let frames = 0;
    for await (const bytes of slices(file, 0, Number.MAX_SAFE_INTEGER)) {
      const { channelData } = await decoder.decode(bytes);
      frames += channelData[0]?.length ?? 0;
      if (!(await out.put(toSamples(channelData)))) return;
    }
    const rest = await decoder.flush();
    frames += rest.channelData[0]?.length ?? 0;
    if (frames === 0) throw new Error("no sound in it");
    await out.put(toSamples(rest.channelData));
  } finally {
    decoder.free();
  }
}

async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of slices(file, 0, Number.MAX_SAFE_INTEGER, 65_536)) hash.update(bytes);
  return hash.digest("hex");
}

async function* slices(
  file: FileHandle,
  from: number,
  to: number,
  size = READ,
): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; ) {
    const buffer = new Uint8Array(Math.min(size, to - at));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function mixDown(samples: Int16Array, channels: number): Int16Array {
  if (channels === 1) return samples;
  const out = new Int16Array(Math.floor(samples.length / channels));
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += samples[i * channels + c] ?? 0;
    out[i] = Math.round(sum / channels);
  }
  return out;
}

export function toSamples(channels: readonly Float32Array[]): Int16Array {
  const out = new Int16Array(channels[0]?.length ?? 0);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (const channel of channels) sum += channel[i] ?? 0;
    const value = Math.round((sum / channels.length) * 32_767);
    out[i] = Math.max(-32_768, Math.min(32_767, value));
  }
  return out;
}

interface Outlet {
  /** False once nobody listens any more. */
  put(samples: Int16Array): Promise<boolean>;
  end(how: "ended" | "wrong-hash" | "undecodable"): void;
}

function outlet(port: MessagePort, skip: number): Outlet {
  let toSkip = skip;
  let ahead = 0;
  let closed = false;
  let wake: (() => void) | undefined;
  port.on("message", ({ taken }: { taken: number }) => {
    ahead -= taken;
    wake?.();
  });
  port.on("close", () => {
    closed = true;
    wake?.();
  });
  return {
    async put(samples) {
      const rest = samples.subarray(Math.min(toSkip, samples.length));
      toSkip -= samples.length - rest.length;
      if (rest.length > 0 && !closed) {
        const own = rest.slice();
        ahead += own.length;
        port.postMessage({ samples: own } satisfies Decoded, [own.buffer]);
      }
      while (ahead > AHEAD && !closed)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return !closed;
    },
    end(how) {
      if (!closed) port.postMessage({ end: how } satisfies Decoded);
      // Closed by the side that takes, which may still have much to read.
      port.unref();
    },
  };
}
