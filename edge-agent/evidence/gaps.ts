// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { RATE } from "./prepare.ts";
import type { Step } from "./track.ts";

/** A run of steps that were not heard: first and last index. */
export interface Gap {
  readonly first: number;
  readonly last: number;
}

const WEAK = 0.3; // strength under which a miss means nothing
const DROWNED = 2; // times the usual level of the capture: a gust, a lorry
const CLEAREST = 200; // score of a step that made the level itself: as loud as that may be another sentence
const UNLIKELY = 0.01; // chance of such a run in a message that sounded whole
const JUMP = 0.005 * RATE;
const MOST_DRIFT = 250e-6; // samples of lag a sample
/** How rarely a sounding step is missed, by the scores of those that were heard: the least decile, then the median. */
const CLEAR = { decile: 80, missed: 5e-4 };
const LOUD = { median: 60, missed: 5e-3 };
/**
 * A miss where the sound should have scored well, the more so the less it resembles the sound: of 4,200 sounding steps none was
 * missed so.
 */
const PLAIN = { expected: 96, likeNoise: 8, expectedThen: 32, missed: 2e-3, known: 3 };

export const isHeard = (step: Step): boolean => step.lag !== undefined;

/**
 * The first run of misses that chance cannot explain: because the rest was heard too well, or because the sound goes on at
 * another lag. An older version of a message differs by one sentence and passes every other test.
 */
export function gapIn(steps: readonly Step[]): Gap | undefined {
  return runsOfMisses(steps).find((gap) => {
    if (lagJumps(steps[gap.first - 1], steps[gap.last + 1])) return true;
    const atEdge = gap.first === 0 || gap.last === steps.length - 1;
    const run = tellingIn(steps, gap);
    if (run.length === 0) return false;
    const each = missChance(steps, run.length);
    const expected = expectation(steps);
    const chance = run.reduce(
      (all, step) => all * (isPlain(step, expected(step)) ? Math.min(PLAIN.missed, each) : each),
      1,
    );
    return (atEdge ? 1 : steps.length) * chance < UNLIKELY;
  });
}

/** The misses of a run that say something: the stretch was strong and no noise drowned it. */
function tellingIn(steps: readonly Step[], gap: Gap): readonly Step[] {
  const heard = steps.filter(isHeard).sort((a, b) => a.level - b.level);
  const usual = heard[heard.length >> 1]?.level ?? 0;
  const clear = heard.findLast((step) => step.z2 >= CLEAREST)?.level ?? 0;
  return steps
    .slice(gap.first, gap.last + 1)
    .filter((step) => step.strength >= WEAK && step.level <= Math.max(DROWNED * usual, clear));
}

const isPlain = (step: Step, expected: number): boolean =>
  expected >= (step.z2 < PLAIN.likeNoise ? PLAIN.expectedThen : PLAIN.expected);

/**
 * The score that a step would have if the message sounded there as faintly as in the faintest quarter of the steps that were heard:
 * a score grows with the share of the sound in all that was recorded, so a lull in the noise makes a sound plainer.
 */
function expectation(steps: readonly Step[]): (step: Step) => number {
  const sound = steps
    .filter((step) => isHeard(step) && step.strength >= WEAK)
    .map((step) => (step.z2 * step.level) / step.strength)
    .sort((a, b) => a - b);
  const faint = sound.length >= PLAIN.known ? sound[sound.length >> 2]! : 0;
  return (step) => (faint * step.strength) / step.level;
}

function runsOfMisses(steps: readonly Step[]): Gap[] {
  const gaps: Gap[] = [];
  let first = 0;
  for (let k = 0; k <= steps.length; k++) {
    const step = steps[k];
    if (step && !isHeard(step)) continue;
    if (k > first) gaps.push({ first, last: k - 1 });
    first = k + 1;
  }
  return gaps;
}

/** Chance that one sounding step is missed in this capture, judged by the steps outside the run; some of them were heard. */
function missChance(steps: readonly Step[], run: number): number {
  const scores = steps
    .filter(isHeard)
    .map((step) => step.z2)
    .sort((a, b) => a - b);
  const counted = 1 - (scores.length + 1) / (steps.length - run + 2);
  const [decile, median] = [scores[Math.floor(scores.length / 10)]!, scores[scores.length >> 1]!];
  if (decile >= CLEAR.decile) return Math.min(CLEAR.missed, counted);
  if (median >= LOUD.median) return Math.min(LOUD.missed, counted);
  return counted;
}

function lagJumps(before: Step | undefined, after: Step | undefined): boolean {
  if (before?.lag === undefined || after?.lag === undefined) return false;
  return Math.abs(after.lag - before.lag) > JUMP + MOST_DRIFT * (after.from - before.from);
}

/** A gap with something heard on both sides, in seconds of the message. */
export function holeOf(
  steps: readonly Step[],
  gap: Gap,
): { readonly hole?: { readonly from: number; readonly to: number } } {
  const [before, after] = [steps[gap.first - 1], steps[gap.last + 1]];
  return before && after ? { hole: { from: before.to / RATE, to: after.from / RATE } } : {};
}
