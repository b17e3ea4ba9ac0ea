// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { type Listening, listen } from "../../edge-agent/evidence/listen.ts";
import { RATE } from "../../edge-agent/evidence/prepare.ts";
import { resample } from "../../edge-agent/evidence/resample.ts";
import { announcement, type Speaker } from "../support/announcements.ts";
import { type Dice, dice } from "../support/dice.ts";
import { joined } from "../support/filters.ts";
import { NOISES, STREET_RATE, streetOf } from "../support/street.ts";
import { share } from "./acoustic-detection.ts";
import type { Corpus } from "./acoustic-trials.ts";

/** What sounded while the board listened for the message. Only `complete` may be `heard`. */
const PLAYS = [
  "complete",
  "cut",
  "late",
  "otherSpeech",
  "sameGreeting",
  "olderVersion",
  "otherVoice",
  "nothing",
] as const;
type Play = (typeof PLAYS)[number];
const SNRS = [20, 0, -10, -15] as const;

interface Tally {
  readonly verdicts: Record<string, number>;
  readonly coverages: number[];
  readonly errors: number[]; // of the cut point, seconds
  suspicious: number;
}

/** `trials` messages for each way of playing and each SNR; one play is recorded at every SNR, beside other moments of its street. */
export function wholeMessages(corpus: Corpus, seed: number, trials: number, only: string) {
  let hard = 0;
  let falseHeard = 0;
  const rows = PLAYS.filter((play) => only === "" || only.split(",").includes(play)).flatMap(
    (play) => {
      const d = dice(seed).fork(PLAYS.indexOf(play) * 1_000);
      const tallies = SNRS.map(
        (): Tally => ({ verdicts: {}, coverages: [], errors: [], suspicious: 0 }),
      );
      for (let trial = 0; trial < trials; trial++) one(corpus, d, play, trial, tallies);
      if (play !== "complete") {
        hard += trials * SNRS.length;
        for (const { verdicts } of tallies) falseHeard += verdicts["heard"] ?? 0;
      }
      return SNRS.map((snrDb, k) => summary(play, snrDb, tallies[k]!));
    },
  );
  return { falseHeard: share(falseHeard, hard), rows };
}

function one(corpus: Corpus, d: Dice, play: Play, trial: number, tallies: readonly Tally[]): void {
  const speaker = d.pick(corpus.speakers);
  const count = d.whole(2, 6);
  const first = d.whole(0, speaker.sentences.length - 2 * count);
  const which = Array.from({ length: count }, (_, k) => first + k);
  const wanted = announcement(speaker, which);
  const known = resample(wanted, STREET_RATE, RATE);
  const cutAt = d.between(0.35, 0.85) * (wanted.length / STREET_RATE);
  const street = streetOf(soundOf(play, corpus, d, speaker, which, wanted, cutAt), {
    seed: d.whole(0, 1e9),
    noise: NOISES[trial % NOISES.length]!,
    lag: d.between(0.05, 1.2),
    driftPpm: d.between(-100, 100),
    length: wanted.length / STREET_RATE + 2,
    others: [d.pick(corpus.crowd), d.pick(corpus.crowd), d.pick(corpus.crowd)],
  });
  for (const [k, snrDb] of SNRS.entries()) {
    const capture = street.at(snrDb, k);
    const result = listen(known, capture, { referenceRate: RATE, captureRate: STREET_RATE });
    tallied(tallies[k]!, result, edgeError(play, result, cutAt));
  }
}

function tallied(tally: Tally, result: Listening, error: number | undefined): void {
  tally.verdicts[result.verdict] = (tally.verdicts[result.verdict] ?? 0) + 1;
  tally.coverages.push(result.coverage);
  if (result.suspicion) tally.suspicious++;
  if (error !== undefined) tally.errors.push(error);
}

function soundOf(
  play: Play,
  corpus: Corpus,
  d: Dice,
  speaker: Speaker,
  which: readonly number[],
  wanted: Float32Array,
  cutAt: number,
): Float32Array {
  const others = which.map((k) => (k + which.length) % speaker.sentences.length);
  const changed = d.whole(0, which.length - 1);
  const at = Math.round(cutAt * STREET_RATE);
  // A tune is too even to prove anything, so a late start that only misses the tune cannot be seen: let it miss 4 s more.
  const missed = Math.max(wanted.length - at, speaker.chime.length + 4 * STREET_RATE);
  switch (play) {
    case "complete":
      return wanted;
    case "cut":
      return wanted.slice(0, at);
    case "late":
      return joined(new Float32Array(missed), wanted.slice(missed));
    case "otherSpeech": // the same tune, then something else by the same voice
      return joined(
        speaker.chime,
        ...others.map((k) => speaker.sentences[k]!),
        speaker.sentences[others[0]!]!,
      );
    case "sameGreeting":
      return announcement(speaker, others);
    case "olderVersion": // one sentence is another one
      return announcement(
        speaker,
        which.map((k, n) => (n === changed ? others[n]! : k)),
      );
    case "otherVoice":
      return announcement(d.pick(corpus.speakers.filter((one) => one !== speaker)), which);
    case "nothing":
      return new Float32Array(0);
  }
}

function edgeError(play: Play, result: Listening, cutAt: number): number | undefined {
  if (result.verdict !== "partly") return undefined;
  if (play === "cut")
    return result.cutAt === undefined ? Number.POSITIVE_INFINITY : result.cutAt - cutAt;
  return undefined;
}

function summary(play: Play, snrDb: number, { verdicts, coverages, errors, suspicious }: Tally) {
  const sorted = [...coverages].sort((a, b) => a - b);
  const of = (q: number): number =>
    Math.round(sorted[Math.round(q * (sorted.length - 1))]! * 100) / 100;
  const late = [...errors].sort((a, b) => a - b);
  return {
    play,
    snrDb,
    verdicts,
    coverage: { least: of(0), median: of(0.5), most: of(1) },
    ...(suspicious > 0 && { suspicious }),
    ...(late.length > 0 && {
      cutPoint: {
        judged: late.length,
        within2s: late.filter((error) => Math.abs(error) <= 2).length,
        medianLateSeconds: Math.round(late[late.length >> 1]! * 100) / 100,
      },
    }),
  };
}
