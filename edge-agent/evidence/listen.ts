// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { type Clarity, clarityOf, type Suspicion, suspicionsOf } from "./clarity.ts";
import type { Lock } from "./lock.ts";
import { prepareCapture, prepareReference, RATE } from "./prepare.ts";
import { resample } from "./resample.ts";
import { FALSE_POSITIVE_RATE, SIMULATED, type Tail } from "./threshold.ts";
import { follow, type Step, type Trail } from "./track.ts";
import { type Judgement, judge, type Shared } from "./verdict.ts";

export interface ListenOptions {
  /** Hertz of the two signals; both 48,000 unless stated. 8,000 needs no work at all. */
  readonly referenceRate?: number;
  readonly captureRate?: number;
  /** Seconds from the first sample of the capture to when the message's first sample is expected; negative: it began before. */
  readonly expectedLag?: number;
  /** Seconds around it that are searched; 2 unless the board knows its latency better (0.5 costs a third). */
  readonly lagSearch?: number;
  /** Chance that a message which did not sound is recognised anywhere in this capture; 0.001 unless stated. */
  readonly falsePositiveRate?: number;
  /** The board's own calibration (`calibrate`); without it the simulated street's. */
  readonly tails?: readonly Tail[];
  /** Parts that other messages have too; they prove nothing and are left out. */
  readonly shared?: readonly Shared[];
  /** Shortest lag that air and devices allow, in seconds; under it the proof is suspect. */
  readonly leastLag?: number;
}

/** Scores only: nothing in here can be turned back into sound. */
export interface Listening extends Judgement {
  /** Seconds from the first sample of the capture to the message's first sample, in steps of 0.125 ms; absent if not recognised. */
  readonly lagSeconds?: number;
  /** How fast that lag grows, in parts in a million. */
  readonly driftPpm?: number;
  /** Mean z² of the look that decided, and what it had to pass; both 0 where no look was possible. */
  readonly score: number;
  readonly threshold: number;
  readonly falsePositiveRate: number;
  /** Coherent sound over everything else, in band, dB. Echoes count as noise, so it is a lower bound of the real ratio. */
  readonly snrDb?: number;
  /** Strongest echo from 8 ms to 0.6 s after the first sound, dB under it. */
  readonly echoDb?: number;
  /** Present where the proof is too good to be air ("nghi vấn"): show it, do not count it. */
  readonly suspicion?: readonly Suspicion[];
}

/** Did this message sound at this microphone? Both mono, -1…1; for a whole message, from its start to a little after its end. */
export function listen(
  reference: Float32Array,
  capture: Float32Array,
  options: ListenOptions = {},
): Listening {
  const rate = options.falsePositiveRate ?? FALSE_POSITIVE_RATE;
  const known = prepareReference(resample(reference, options.referenceRate ?? 48_000, RATE));
  const recorded = prepareCapture(resample(capture, options.captureRate ?? 48_000, RATE));
  const trail = follow(known, recorded, {
    centre: Math.round((options.expectedLag ?? 0) * RATE),
    reach: Math.round((options.lagSearch ?? 2) * RATE),
    rate,
    tails: options.tails ?? SIMULATED,
  });
  const clarity = clarityOf(known, recorded, trail.steps);
  return {
    ...judge(trail, options.shared),
    ...lineOf(trail),
    ...lookOf(trail.lock),
    falsePositiveRate: rate,
    ...clarity,
    ...suspect(clarity, trail, options.leastLag),
  };
}

const lookOf = (
  lock: Lock | undefined,
): { readonly score: number; readonly threshold: number } => ({
  score: lock?.score ?? 0,
  threshold: lock?.threshold ?? 0,
});

/** A straight line through the lags of the heard steps, read at the message's first sample. */
function lineOf(trail: Trail): { readonly lagSeconds?: number; readonly driftPpm?: number } {
  const heard = trail.steps.filter(
    (step): step is Step & { lag: number } => step.lag !== undefined,
  );
  if (heard.length === 0) return {};
  const first = heard[0]!.lag;
  const middle = mean(heard.map((step) => step.from));
  const lag = mean(heard.map((step) => step.lag));
  const spread = mean(heard.map((step) => (step.from - middle) ** 2));
  const bend = mean(heard.map((step) => (step.from - middle) * (step.lag - lag)));
  const slope = bend / Math.max(1, spread); // one step alone has no slope
  return { lagSeconds: first / RATE, driftPpm: slope * 1e6 };
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((a, b) => a + b, 0) / numbers.length;

function suspect(
  clarity: Clarity | undefined,
  trail: Trail,
  leastLag: number | undefined,
): { readonly suspicion?: readonly Suspicion[] } {
  const lag = trail.steps.find((step) => step.lag !== undefined)?.lag;
  if (!clarity || lag === undefined) return {};
  const suspicion = suspicionsOf(clarity, lag / RATE, leastLag);
  return suspicion.length > 0 ? { suspicion } : {};
}
