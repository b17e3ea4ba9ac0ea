// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import {
  prepareCapture,
  prepareReference,
  RATE,
  type Reference,
} from "../../edge-agent/evidence/prepare.ts";
import { resample } from "../../edge-agent/evidence/resample.ts";
import { announcement, type Speaker, someSpeakers } from "../support/announcements.ts";
import { type Dice, dice } from "../support/dice.ts";
import { joined } from "../support/filters.ts";
import { NOISES, type Noise, onStreet, STREET_RATE } from "../support/street.ts";

/** Everything that the trials draw from; other seeds give other speakers, texts and streets. */
export interface Corpus {
  readonly messages: readonly Known[];
  readonly crowd: readonly Float32Array[];
  readonly speakers: readonly Speaker[];
}

export interface Known {
  readonly by: number;
  readonly sound: Float32Array; // 16 kHz
  readonly low: Float32Array; // 8 kHz
  readonly reference: Reference;
  readonly body: number; // seconds of tune and greeting before the part that only this message has
}

/** `bare` messages have neither tune nor greeting, so two of one speaker share nothing. */
export function someCorpus(
  seed: number,
  speakers: number,
  perSpeaker: number,
  sentences: number,
  bare = false,
): Corpus {
  const all = someSpeakers(seed, speakers, perSpeaker * sentences + 2);
  const messages = all.flatMap((speaker, by) =>
    Array.from({ length: perSpeaker }, (_, m) => {
      const which = Array.from({ length: sentences }, (_, k) => m * sentences + k);
      if (bare) return known(by, joined(...which.map((k) => speaker.sentences[k]!)), 0);
      const greeted = (speaker.chime.length + speaker.greeting.length) / STREET_RATE;
      return known(by, announcement(speaker, which), greeted);
    }),
  );
  // The crowd that talks in the background never says a message.
  const crowd = someSpeakers(seed + 7_777, 6, 6).map((speaker) => joined(...speaker.sentences));
  return { messages, crowd, speakers: all };
}

function known(by: number, sound: Float32Array, body: number): Known {
  const low = resample(sound, STREET_RATE, RATE);
  return { by, sound, low, reference: prepareReference(low), body };
}

/** A stretch recorded while a message, or nothing, was on the air. */
export interface Excerpt {
  readonly low: Float32Array;
  readonly capture: ReturnType<typeof prepareCapture>;
  /** Where the search is centred, in samples; the truth lies anywhere within ± 1.8 s of it. */
  readonly centre: number;
  /** Lags that are true, in samples. */
  readonly truths: readonly number[];
}

export function excerpt(
  corpus: Corpus,
  d: Dice,
  which: Known | undefined,
  how: { readonly snrDb: number; readonly noise: Noise; readonly seconds: number },
): Excerpt {
  const longest = which ? which.sound.length / STREET_RATE - how.seconds - 0.5 : 20;
  const from = d.between(Math.min(which?.body ?? 0, longest), longest);
  const first = Math.round(from * STREET_RATE);
  const { capture, paths } = onStreet(which ? which.sound.subarray(first) : new Float32Array(0), {
    seed: d.whole(0, 1e9),
    snrDb: how.snrDb,
    noise: how.noise,
    lag: 0,
    driftPpm: d.between(-100, 100),
    length: how.seconds,
    others: [d.pick(corpus.crowd), d.pick(corpus.crowd), d.pick(corpus.crowd)],
  });
  const start = -(first / STREET_RATE) * RATE;
  const low = resample(capture, STREET_RATE, RATE);
  return {
    low,
    capture: prepareCapture(low),
    centre: Math.round(start + d.between(-1.8, 1.8) * RATE),
    truths: paths.map((path) => start + path.seconds * RATE),
  };
}

/** A capture, and messages that did not sound in it, the same speaker's first. */
export function* wrongPairs(
  corpus: Corpus,
  seed: number,
  pairs: number,
  seconds: number,
): Generator<{
  readonly heard: Excerpt;
  readonly wrong: Known;
}> {
  const d = dice(seed);
  for (let left = pairs, c = 0; left > 0; c++) {
    const which = c % 4 === 0 ? undefined : d.pick(corpus.messages);
    const noise = NOISES[c % NOISES.length]!;
    const heard = excerpt(corpus, d, which, {
      snrDb: d.pick([20, 10, 0, -10, -15]),
      noise,
      seconds,
    });
    const others = shuffled(
      d,
      corpus.messages.filter((one) => one !== which),
    );
    const alike = others.filter((one) => one.by === which?.by);
    const strangers = others.filter((one) => one.by !== which?.by);
    // Each message at most once with a capture, or one bad pair counts many times.
    for (const wrong of [...alike, ...strangers].slice(0, Math.min(left, 20))) {
      left--;
      yield { heard, wrong };
    }
  }
}

function shuffled<T>(d: Dice, of: readonly T[]): T[] {
  return of
    .map((one) => ({ one, place: d.unit() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
