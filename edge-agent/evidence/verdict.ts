// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { type Gap, gapIn, holeOf, isHeard } from "./gaps.ts";
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
  /** How long the heard blocks are together. */
  readonly heardSeconds: number;
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
const HEARD_IF = { sounding: 0.95, silent: 0.03 };
const SURE = Math.log(20); // how much better a cut must explain the row than no cut

export function judge(trail: Trail, shared: readonly Shared[] = []): Judgement {
  const own = trail.steps.filter((step) => step.live && !shared.some((part) => covers(part, step)));
  const seen = own.filter((step) => step.captured);
  const heard = own.filter(isHeard);
  const coverage = own.length > 0 ? heard.length / own.length : 0;
  const gap = gapIn(seen);
  const edge = heard[0] ? edges(seen) : {};
  return {
    verdict: verdictOf(trail, own, seen.length, coverage, gap ?? lateIn(edge)),
    coverage,
    liveBlocks: own.length,
    heardBlocks: heard.length,
    heardSeconds: heard.reduce((sum, { from, to }) => sum + to - from, 0) / RATE,
    blindBlocks: own.length - seen.length,
    ...(heard[0] && {
      firstHeard: heard[0].from / RATE,
      lastHeard: heard[heard.length - 1]!.to / RATE,
    }),
    ...edge,
    ...(heard[0] && gap && holeOf(seen, gap)),
  };
}

function verdictOf(
  trail: Trail,
  own: readonly Step[],
  seen: number,
  coverage: number,
  missing: Gap | "late" | undefined,
): Verdict {
  if (own.length < LEAST_OWN_BLOCKS || !trail.lock) return "undecided";
  if (seen < LEAST_LIVE_SHARE * trail.steps.length) return "undecided";
  const hasEnd = own.slice(-ENDING.blocks).filter(isHeard).length >= ENDING.heard;
  if (coverage >= WHOLE && hasEnd && !missing) return "heard";
  if (coverage >= PART) return "partly";
  // "Not heard" is a statement too: it needs a microphone that was there.
  return seen >= WHOLE * own.length ? "not-heard" : "undecided";
}

const covers = (part: Shared, step: Step): boolean =>
  part.from * RATE < step.to && part.to * RATE > step.from;

interface Edges {
  readonly startedAt?: number;
  readonly cutAt?: number;
}

/** What most likely began late was not heard whole: one long message lacks its first seconds at any coverage. */
const lateIn = ({ startedAt }: Edges): "late" | undefined =>
  startedAt === undefined ? undefined : "late";

function edges(steps: readonly Step[]): Edges {
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
