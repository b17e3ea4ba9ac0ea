import type { AudioRef } from "../../contract/plan.ts";
import { seconds } from "../../contract/time.ts";
import type { AudioPort } from "../message/audio.ts";

/** Said before everything that is not actual. Fixed words of this program, so that nobody has to approve them in a hurry. */
export const NOTICE = "Đây là diễn tập. Đây là diễn tập, không phải tình huống thật.";

/** Words of this program, spoken once for as long as it runs; a voice that fails is asked again the next time. */
export function fixedWords(
  audio: Pick<AudioPort, "makeSpeech">,
  text: string,
): () => Promise<AudioRef | undefined> {
  let kept: AudioRef | undefined;
  return async () => {
    if (kept) return kept;
    const made = await audio.makeSpeech({ text, language: "vie" });
    if (!made.ok) return undefined;
    const { sha256, bytes } = made;
    kept = { sha256: sha256 as AudioRef["sha256"], bytes, length: seconds(made.seconds) };
    return kept;
  };
}
