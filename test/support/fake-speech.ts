import type { Speaking, Speech, SpeechFailure } from "../../audio-library/speech/speech.ts";
import { babble } from "./audio.ts";

export interface FakeSpeech extends Speech {
  /** Texts that were asked for, in order. */
  readonly asked: string[];
  /** The next requests fail like this, until `undefined` is set. */
  failing: SpeechFailure | undefined;
  /** Most requests that were at work at the same moment. */
  busiest: number;
}

/** An engine that hums for as long as the text is, with levers. */
export function fakeSpeech(id: string, longest = 400): FakeSpeech {
  let busy = 0;
  const fake: FakeSpeech = {
    id,
    about: { longest: { characters: longest, bytes: longest * 4 }, offline: false, answers: "now" },
    asked: [],
    failing: undefined,
    busiest: 0,
    probe: async () => ({ ok: true, version: "1" }),
    voices: async () => [{ id: "a", name: "A", region: "south", gender: "female" }],
    speak: async ({ text, signal }): Promise<Speaking> => {
      fake.asked.push(text);
      busy += 1;
      fake.busiest = Math.max(fake.busiest, busy);
      await new Promise((resolve) => setTimeout(resolve, 20));
      busy -= 1;
      if (signal?.aborted) return { ok: false, code: "aborted", why: "stopped" };
      if (fake.failing !== undefined) return { ok: false, code: fake.failing, why: "Hết hạn mức." };
      const sound = babble(Math.max(1, text.length / 60), 0.4, text.length, 16_000);
      const pcm = Int16Array.from(sound, (value) => Math.round(value * 32_000));
      return { ok: true, pcm, sampleRate: 16_000 };
    },
  };
  return fake;
}
