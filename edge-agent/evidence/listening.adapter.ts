import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Sha256 } from "../../contract/ids.ts";
import { steadyMilliseconds } from "../clock.adapter.ts";
import { type Decoded, decodeFile } from "../player/decode.adapter.ts";
import { FRAMES_PER_SECOND } from "../player/player.ts";
import type { Acoustic, EarChoice } from "./ear.ts";
import { type Listening, listen } from "./listen.ts";
import { type Microphone, openMicrophone } from "./microphone.adapter.ts";
import { RATE } from "./prepare.ts";
import { resampler } from "./resample.ts";
import { type Laid, sharedSince } from "./shared.ts";
import { type SoundLevel, soundLevel } from "./sound-level.ts";
import { summary } from "./summary.ts";
import type { Tail } from "./threshold.ts";

/** `at` is the steady moment of its first frame. */
export interface AskedStretch extends Laid {
  readonly path: string;
  readonly sha256: Sha256;
}
export type EarOrder =
  | { readonly kind: "recognise"; readonly id: number; readonly stretches: readonly AskedStretch[] }
  | { readonly kind: "close" };
export type EarReport =
  | { readonly kind: "verdict"; readonly id: number; readonly acoustic?: Acoustic }
  | { readonly kind: "level"; readonly level: SoundLevel | undefined };

/** Seconds of capture before the message, and after its end: the lags that are searched. */
const AROUND = 2.1;
/** How long after its last frame a sound is certainly in the capture, milliseconds. */
const ARRIVED = 1_500;
/** Milliseconds of each look at the level, and how late the microphone may be. */
const LOOK = 1_000;
const LATE = 300;
/** Longer messages are judged in windows, so that memory stays bounded. */
const WINDOW = 240 * RATE;
const PER_FRAME = FRAMES_PER_SECOND / RATE;

/** The thread that listens: answers one question after the other, in its own time. */
export function listenOn(
  choice: EarChoice,
  parent: MessagePort,
  tails: readonly Tail[] | undefined,
): void {
  const microphone = openMicrophone(choice);
  let queue = Promise.resolve();
  const looks = setInterval(() => {
    const to = steadyMilliseconds() - LATE;
    const report: EarReport = {
      kind: "level",
      level: soundLevel(microphone.between(to - LOOK, to)),
    };
    parent.postMessage(report);
  }, LOOK);
  parent.on("message", (order: EarOrder) => {
    if (order.kind === "close") {
      clearInterval(looks);
      microphone.close();
      parent.close();
      return;
    }
    queue = queue.then(async () => {
      const acoustic = await recognise(microphone, choice, order.stretches, tails).catch(
        () => undefined,
      );
      const report: EarReport = {
        kind: "verdict",
        id: order.id,
        ...(acoustic ? { acoustic } : {}),
      };
      parent.postMessage(report);
    });
  });
}

async function recognise(
  microphone: Microphone,
  { kind }: EarChoice,
  stretches: readonly AskedStretch[],
  tails: readonly Tail[] | undefined,
): Promise<Acoustic | undefined> {
  const from = Math.min(...stretches.map(({ at }) => at));
  const to = Math.max(...stretches.map(({ at, frames }) => at + (frames * 1_000) / 48_000));
  await new Promise((resolve) =>
    setTimeout(resolve, Math.max(0, to + ARRIVED - steadyMilliseconds())),
  );
  const length = Math.ceil(((to - from) * RATE) / 1_000);
  const size = Math.ceil(length / Math.ceil(length / WINDOW));
  const own = tails ? { tails } : {};
  const windows: Listening[] = [];
  for await (const [at, reference] of referencesOf(stretches, from, length, size)) {
    const begin = from + (at * 1_000) / RATE;
    const end = begin + (reference.length * 1_000) / RATE;
    const capture = microphone.between(begin - AROUND * 1_000, end + AROUND * 1_000);
    const rates = { referenceRate: RATE, captureRate: RATE };
    const shared = sharedSince(stretches, begin);
    windows.push(listen(reference, capture, { ...rates, ...own, expectedLag: AROUND, shared }));
  }
  const { suspicion, ...scores } = summary(windows, AROUND);
  // A file has no air in it: what is suspect at a microphone is its nature.
  return { ...scores, ...(suspicion && kind !== "file" ? { suspicion } : {}), microphone: kind };
}

/** What sounded, laid out in time at 8 kHz, window by window: first sample and samples. */
async function* referencesOf(
  stretches: readonly AskedStretch[],
  from: number,
  length: number,
  size: number,
): AsyncGenerator<readonly [number, Float32Array]> {
  let start = 0;
  let window = new Float32Array(Math.min(size, length));
  for (const stretch of [...stretches].sort((one, other) => one.at - other.at)) {
    let at = Math.round(((stretch.at - from) * RATE) / 1_000);
    for await (const samples of decoded(stretch)) {
      for (const sample of samples) {
        while (at >= start + window.length && start + window.length < length) {
          yield [start, window];
          start += window.length;
          window = new Float32Array(Math.min(size, length - start));
        }
        if (at - start < window.length) window[at - start] = sample;
        at++;
      }
    }
  }
  yield [start, window];
}

/** The frames of a stretch at 8 kHz. */
async function* decoded(stretch: AskedStretch): AsyncGenerator<Float32Array> {
  const { port1, port2 } = new MessageChannel();
  const { path, sha256, skip } = stretch;
  const chunks = inbox(port1);
  const decoding = decodeFile({ path, sha256, skip, port: port2 });
  const narrow = resampler(FRAMES_PER_SECOND, RATE);
  let left = stretch.frames;
  try {
    while (left > 0) {
      const chunk = await chunks();
      if ("end" in chunk) break;
      port1.postMessage({ taken: chunk.samples.length });
      const samples = chunk.samples.subarray(0, left);
      left -= samples.length;
      yield narrow.push(Float32Array.from(samples, (sample) => sample / 32_768));
    }
    yield narrow.end().subarray(0, Math.ceil(stretch.frames / PER_FRAME));
  } finally {
    port1.close();
    await decoding;
  }
}

function inbox(port: MessagePort): () => Promise<Decoded> {
  const waiting: Decoded[] = [];
  let wake: (() => void) | undefined;
  port.on("message", (chunk: Decoded) => {
    waiting.push(chunk);
    wake?.();
  });
  return async () => {
    while (waiting.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return waiting.shift() as Decoded;
  };
}
