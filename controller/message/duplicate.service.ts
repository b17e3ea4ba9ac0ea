import { fromText } from "../../audio-library/fingerprint/fingerprint.ts";
import { isSameRecording } from "../../audio-library/fingerprint/likeness.ts";
import type { UploadMade } from "./audio.ts";
import type { FingerprintStore } from "./fingerprint.store.ts";
import { mayRead, type Reading } from "./message.ts";

/** Named at most, so that a jingle that everybody uses does not fill a page. */
const NAMED = 3;

/**
 * Messages that this person may read and whose recording is the same, as a sentence for the new one. Only a warning: two
 * communes may well read one text from one tape.
 */
export async function duplicateNotes(
  prints: FingerprintStore,
  reading: Reading,
  made: UploadMade,
): Promise<readonly string[]> {
  const mine = made.fingerprint === undefined ? undefined : fromText(made.fingerprint);
  const same: string[] = [];
  for (const one of await prints.near(Math.round(made.seconds * 1_000))) {
    if (same.length === NAMED) break;
    if (!mayRead(reading, one)) continue;
    const isSame =
      one.sha256 === made.sha256 ||
      (mine !== undefined && one.words !== null && isSameRecording(fromText(one.words), mine));
    if (isSame) same.push(`"${one.title}" (${one.id})`);
  }
  if (made.fingerprint !== undefined) await prints.put(made.sha256, made.fingerprint);
  return same.length === 0 ? [] : [`Đã có bản giống: ${same.join(", ")}.`];
}
