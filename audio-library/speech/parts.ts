import { type Pause, sentences } from "../text/sentences.ts";
import { fits, type SpeechAbout } from "./speech.ts";

/** What one request carries, and the seconds of rest behind it. */
export interface SpeechPart {
  readonly text: string;
  readonly rest: number;
}

/**
 * About a minute and a half of speech: an engine's start costs little against it, and a long text still
 * gives work for two at once.
 */
const PART = 1_800;
const REST: Record<Pause, number> = { none: 0.05, clause: 0.2, sentence: 0.4, paragraph: 0.7 };

/** Sentences joined to parts that one request may carry; an empty line tells engines of a paragraph. */
export function partsOf(spoken: string, about: SpeechAbout): readonly SpeechPart[] {
  const parts: SpeechPart[] = [];
  let gap = "";
  for (const { text, pause } of sentences(spoken, about.longest)) {
    const last = parts.at(-1);
    const joined = `${last?.text ?? ""}${gap}${text}`;
    const rest = REST[pause];
    if (last !== undefined && joined.length <= PART && fits(joined, about))
      parts[parts.length - 1] = { text: joined, rest };
    else parts.push({ text, rest });
    gap = pause === "paragraph" ? "\n\n" : " ";
  }
  return parts;
}
