// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { RATE } from "./prepare.ts";
import type { Step, Trail } from "./track.ts";

/** What a microphone says about a message. Not an outcome: `played` comes from counted frames. */
export type Verdict = "heard" | "partly" | "not-heard" | "undecided";

/** Seconds of the message that another message shares with it: proof of either, so of neither. */
export interface Shared {
  readonly from: number;
  readonly to: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Heard ÷ live blocks of the message's own, 0…1. A block that the microphone missed counts as not heard. */
  readonly coverage: number;
  readonly liveBlocks: number;
  readonly heardBlocks: number;
  /** Live blocks in which the microphone delivered nothing. */
  readonly blindBlocks: number;
  /** Seconds of the message: start of the first and end of the last heard block. */
  readonly firstHeard?: number;
  readonly lastHeard?: number;
  /** Seconds of the message where it most likely began late or was cut; absent where it was not. */
  readonly startedAt?: number;
  readonly cutAt?: number;
  /** Seconds of the message between which a hole is too long for chance: something else sounded, or nothing. */
  readonly hole?: { readonly from: number; readonly to: number };
}

const WHOLE = 0.7;
const PART = 0.15;
const ENDING = { blocks: 3, heard: 2 }; // without it one cut message in eight would pass as whole
const LEAST_OWN_BLOCKS = 4;
const LEAST_LIVE_SHARE = 0.3;
const HEARD_IF = { loud: 0.995, sounding: 0.95, silent: 0.03 };
const UNLIKELY_GAP = 0.01; // chance of such a run of misses anywhere in the message
const SHORTEST_GAP = 2;
const JUMP = 0.005 * RATE;
const MOST_DRIFT = 250e-6; // samples of lag a sample
const LOUD = 60; // median z² of heard blocks from which hardly one is missed
const SURE = Math.log(20); // how much better a cut must explain the row than no cut

export function judge(trail: Trail, shared: readonly Shared[] = []): Judgement {
  const own = trail.steps.filter((step) => step.live && !shared.some((part) => covers(part, step)));
  const seen = own.filter((step) => step.captured);
  const heard = own.filter(isHeard);
  const coverage = own.length > 0 ? heard.length / own.length : 0;
  const gap = gapIn(seen);
  return {
    verdict: verdictOf(trail, own, seen.length, coverage, gap),
    coverage,
    liveBlocks: own.length,
    heardBlocks: heard.length,
    blindBlocks: own.length - seen.length,
    ...(heard[0] && {
      firstHeard: heard[0].from / RATE,
      lastHeard: heard[heard.length - 1]!.to / RATE,
    }),
    ...(heard[0] && edges(seen)),
    ...(heard[0] && gap && holeOf(seen, gap)),
  };
}

const isHeard = (step: Step): boolean => step.lag !== undefined;

function verdictOf(
  trail: Trail,
  own: readonly Step[],
  seen: number,
  coverage: number,
  gap: Gap | undefined,
): Verdict {
  if (own.length < LEAST_OWN_BLOCKS || !trail.lock) return "undecided";
  if (seen < LEAST_LIVE_SHARE * trail.steps.length) return "undecided";
  if (coverage >= WHOLE && hasEnd(own) && !gap) return "heard";
  if (coverage >= PART) return "partly";
  // "Not heard" is a statement too: it needs a microphone that was there.
  return seen >= WHOLE * own.length ? "not-heard" : "undecided";
}

/** Where all else is loud, even the very last block is not missed by chance. */
function hasEnd(own: readonly Step[]): boolean {
  const last = own[own.length - 1];
  if (last?.captured && !isHeard(last) && isLoud(own)) return false;
  return own.slice(-ENDING.blocks).filter(isHeard).length >= ENDING.heard;
}

function isLoud(steps: readonly Step[]): boolean {
  const scores = steps
    .filter(isHeard)
    .map((step) => step.z2)
    .sort((a, b) => a - b);
  return (scores[scores.length >> 1] ?? 0) >= LOUD;
}

const covers = (part: Shared, step: Step): boolean =>
  part.from * RATE < step.to && part.to * RATE > step.from;

function edges(steps: readonly Step[]): { readonly startedAt?: number; readonly cutAt?: number } {
  const cut = split(steps);
  const late = split([...steps].reverse());
  return {
    ...(late !== undefined && { startedAt: steps[steps.length - late]!.from / RATE }),
    ...(cut !== undefined && { cutAt: steps[cut - 1]!.to / RATE }),
  };
}

/** How many steps were sounding before the rest was silent; `undefined` where nothing says that there was a cut. */
function split(steps: readonly Step[]): number | undefined {
  let likelihood = 0; // of "all sounding", then of "sounding only up to here", relative to it
  let best = { gain: SURE, count: 0 };
  for (let count = steps.length - 1; count >= 1; count--) {
    const heard = isHeard(steps[count]!);
    const { sounding, silent } = HEARD_IF;
    likelihood += heard ? Math.log(silent / sounding) : Math.log((1 - silent) / (1 - sounding));
    if (likelihood > best.gain) best = { gain: likelihood, count };
  }
  return best.count > 0 ? best.count : undefined;
}

interface Gap {
  /** First and last missed step. */
  readonly first: number;
  readonly last: number;
}

/**
 * A run of misses that chance cannot explain: because the rest was heard too well, or because the sound goes on at another lag.
 * An older version of a message differs by one sentence and passes every other test.
 */
function gapIn(steps: readonly Step[]): Gap | undefined {
  const gaps = runsOfMisses(steps);
  const spliced = gaps.find((gap) => lagJumps(steps[gap.first - 1], steps[gap.last + 1]));
  if (spliced) return spliced;
  const longest = gaps.sort((a, b) => lengthOf(b) - lengthOf(a))[0];
  if (!longest) return undefined;
  const run = lengthOf(longest);
  const counted = (steps.filter(isHeard).length + 1) / (steps.length - run + 2);
  const rate = isLoud(steps) ? Math.max(counted, HEARD_IF.loud) : counted;
  return steps.length * (1 - rate) ** run < UNLIKELY_GAP ? longest : undefined;
}

function runsOfMisses(steps: readonly Step[]): Gap[] {
  const gaps: Gap[] = [];
  let first = 0;
  for (let k = 0; k <= steps.length; k++) {
    const step = steps[k];
    if (step && !isHeard(step)) continue;
    if (k - first >= SHORTEST_GAP) gaps.push({ first, last: k - 1 });
    first = k + 1;
  }
  return gaps;
}

const lengthOf = (gap: Gap): number => gap.last - gap.first + 1;

function lagJumps(before: Step | undefined, after: Step | undefined): boolean {
  if (before?.lag === undefined || after?.lag === undefined) return false;
  return Math.abs(after.lag - before.lag) > JUMP + MOST_DRIFT * (after.from - before.from);
}

/** A gap with something heard on both sides, in seconds of the message. */
function holeOf(
  steps: readonly Step[],
  gap: Gap,
): { readonly hole?: { readonly from: number; readonly to: number } } {
  const [before, after] = [steps[gap.first - 1], steps[gap.last + 1]];
  return before && after ? { hole: { from: before.to / RATE, to: after.from / RATE } } : {};
}
