import type { Occurrence } from "../../contract/plan.ts";
import { occurrenceOf, sha256 } from "./small-centre.ts";

export const SOUND = Buffer.from("not really a sound, which this loudspeaker does not mind");

/** An order that plays it after so many milliseconds. */
export const order = (
  id: string,
  wait: number,
  fields: Partial<Record<keyof Occurrence, unknown>> = {},
): Occurrence =>
  occurrenceOf({
    ...fields,
    id,
    placement: { kind: "at", at: Date.now() + wait },
    parts: fields.parts ?? [
      {
        kind: "audio",
        role: "message",
        audio: { sha256: sha256(SOUND), bytes: SOUND.length, length: 300 },
      },
    ],
  });
