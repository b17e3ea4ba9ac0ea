import { type Lock, lookout } from "../../edge-agent/evidence/lock.ts";
import { RATE } from "../../edge-agent/evidence/prepare.ts";
import { FALSE_POSITIVE_RATE, SIMULATED, tailOf } from "../../edge-agent/evidence/threshold.ts";
import { dice } from "../support/dice.ts";
import { NOISES } from "../support/street.ts";
import { type Corpus, type Excerpt, excerpt, type Known, wrongPairs } from "./acoustic-trials.ts";
import { plainPhat } from "./plain-phat.ts";

const REACH = 2 * RATE;
const SNRS = [20, 0, -10, -15, -20, -25] as const;

interface Share {
  readonly hits: number;
  readonly of: number;
  readonly percent: number;
  /** Wilson, 95 %. */
  readonly from: number;
  readonly to: number;
}

/** How often a message that did not sound passes, at the thresholds of the product; and PHAT's own threshold for the same rate. */
export function falseAlarms(corpus: Corpus, seed: number, pairs: number) {
  const count = { alarms: 0, pairs: 0 };
  const phat: number[] = [];
  for (const { heard, wrong } of wrongPairs(corpus, seed, pairs, 10)) {
    count.pairs++;
    if (passes(wrong, heard)) count.alarms++;
    phat.push(plainPhat(wrong.low, heard.low, heard.centre, REACH).score);
  }
  const tail = tailOf(phat, { liveBlocks: 5, lags: 2 * REACH + 1, drifts: 1 });
  const phatThreshold = tail?.at ?? Math.max(...phat);
  return {
    phatThreshold,
    figures: {
      seconds: 10,
      asked: FALSE_POSITIVE_RATE,
      measured: share(count.alarms, count.pairs),
      phatThreshold,
    },
  };
}

export function detection(corpus: Corpus, seed: number, trials: number, phatThreshold: number) {
  return [
    ...SNRS.map((snrDb) => detectionAt(corpus, seed, trials, phatThreshold, snrDb, 10)),
    ...[-20, -25].map((snrDb) => detectionAt(corpus, seed, trials, phatThreshold, snrDb, 20)),
  ];
}

function detectionAt(
  corpus: Corpus,
  seed: number,
  trials: number,
  phatThreshold: number,
  snrDb: number,
  seconds: number,
) {
  const d = dice(seed).fork(snrDb * 100 + seconds);
  const missed: Record<string, number> = {};
  const hits = { ours: 0, phat: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const which = d.pick(corpus.messages);
    const noise = NOISES[trial % NOISES.length] ?? "mixture";
    const heard = excerpt(corpus, d, which, { snrDb, noise, seconds });
    const lock = passes(which, heard);
    if (lock && isTrue(heard, lock.lag)) hits.ours++;
    else missed[noise] = (missed[noise] ?? 0) + 1;
    const peer = plainPhat(which.low, heard.low, heard.centre, REACH);
    if (peer.score > phatThreshold && isTrue(heard, peer.lag)) hits.phat++;
  }
  return {
    snrDb,
    seconds,
    ours: share(hits.ours, trials),
    plainPhat: share(hits.phat, trials),
    missed,
  };
}

function passes(which: Known, heard: Excerpt): Lock | undefined {
  return lookout(which.reference, heard.capture, {
    centre: heard.centre,
    reach: REACH,
    rate: FALSE_POSITIVE_RATE,
    tails: SIMULATED,
  }).from(0).found;
}

/** A detection counts only at a lag by which the sound really came: 2 ms for the horn's own delay and drift. */
const isTrue = (heard: Excerpt, lag: number): boolean =>
  heard.truths.some((truth) => Math.abs(truth - lag) <= 0.002 * RATE + 10);

export function share(hits: number, of: number): Share {
  const z = 1.96;
  const p = of > 0 ? hits / of : 0;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const percent = (x: number): number => Math.round(x * 10_000) / 100;
  return {
    hits,
    of,
    percent: percent(p),
    from: percent(Math.max(0, middle - half)),
    to: percent(Math.min(1, middle + half)),
  };
}
