// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { dice } from "./dice.ts";
import { joined } from "./filters.ts";
import { chime, speak, voice } from "./speech-like.ts";
import { type Say, someSpeaker, someText, spoken } from "./spoken.ts";

/** One speaker's sounds at 16 kHz: a tune, a greeting and sentences, each the same samples wherever it is used. */
export interface Speaker {
  readonly kind: "espeak" | "speech-like";
  readonly chime: Float32Array;
  readonly greeting: Float32Array;
  readonly sentences: readonly Float32Array[];
}

const GREETING = "Đây là đài truyền thanh xã. Kính mời bà con lắng nghe bản tin hôm nay.";

/** Half of the speakers are a speech engine's (all speech-like where it is missing), `sentences` sentences of 4-7 s each. */
export function someSpeakers(seed: number, count: number, sentences: number): readonly Speaker[] {
  const engines = Math.ceil(count / 2);
  const d = dice(seed);
  const requests: Say[] = [];
  for (let s = 0; s < engines; s++) {
    const who = someSpeaker(d);
    requests.push({ ...who, say: GREETING });
    for (let k = 0; k < sentences; k++) requests.push({ ...who, say: someText(d, 1) });
  }
  const sounds = spoken(requests);
  return Array.from({ length: count }, (_, s): Speaker => {
    const tune = chime(seed * 100 + s);
    if (sounds && s < engines) {
      const mine = sounds.slice(s * (sentences + 1), (s + 1) * (sentences + 1));
      return { kind: "espeak", chime: tune, greeting: mine[0]!, sentences: mine.slice(1) };
    }
    return speechLikeSpeaker(seed * 100 + s, sentences);
  });
}

export function speechLikeSpeaker(seed: number, sentences: number): Speaker {
  const by = voice(seed);
  const d = dice(seed);
  return {
    kind: "speech-like",
    chime: chime(seed),
    greeting: speak(by, seed, 5),
    sentences: Array.from({ length: sentences }, (_, k) =>
      speak(by, seed * 1_000 + k, d.between(4, 7)),
    ),
  };
}

/** Tune, greeting, then these sentences. */
export function announcement(by: Speaker, which: readonly number[]): Float32Array {
  const breath = new Float32Array(4_000);
  return joined(by.chime, by.greeting, ...which.flatMap((k) => [breath, by.sentences[k]!]));
}
