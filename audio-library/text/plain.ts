import { isSyllable } from "./syllable.ts";
import { AT_HOME } from "./terms/foreign.ts";

/** Every token of a spoken text that a Vietnamese voice would have to guess at. */
export const notPlain = (spoken: string): readonly string[] =>
  spoken
    .normalize("NFC")
    .split(/[\s,.;:!?()]+/u)
    .filter((token) => token !== "" && !isSyllable(token) && !AT_HOME.has(token.toLowerCase()));
