import { fits, type SpeechAbout } from "./speech.ts";

/** A few paragraphs: long enough that an engine's start costs little, short enough to run two at once. */
const PART = 1_800;

/** Sentences joined to parts that one request may carry. `undefined`: one sentence alone is too long. */
export function partsOf(
  sentences: readonly string[],
  about: SpeechAbout,
): readonly string[] | undefined {
  const parts: string[] = [];
  for (const sentence of sentences) {
    if (!fits(sentence, about)) return undefined;
    const last = parts.at(-1);
    const joined = `${last} ${sentence}`;
    if (last !== undefined && joined.length <= PART && fits(joined, about))
      parts[parts.length - 1] = joined;
    else parts.push(sentence);
  }
  return parts;
}
