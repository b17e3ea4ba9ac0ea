import type { Occurrence, Part } from "./plan.ts";
import { type Duration, milliseconds } from "./time.ts";

/**
 * What real devices add to a plan. Limits are judged with this much slack, so that an item which starts some milliseconds late
 * still fits where it was planned; a rest that is not longer counts as sounded.
 */
export const TOLERANCE = milliseconds(100);

/** Where in its parts an item is. */
export interface Place {
  readonly part: number;
  readonly offset: Duration;
}

export const lengthOfPart = (part: Part): Duration =>
  part.kind === "audio" ? part.audio.length : part.length;

/** How long an occurrence sounds, ordered pauses included. */
export const lengthOf = (occurrence: Pick<Occurrence, "parts">): Duration =>
  milliseconds(occurrence.parts.reduce((sum, part) => sum + lengthOfPart(part), 0));

/** Sound that runs on elsewhere while we do not play it. */
export const isLive = (part: Part): boolean => part.kind !== "audio" && part.kind !== "pause";

/** The place itself, or the next one that still has something to sound; `undefined` when all is over. */
export function settle(parts: readonly Part[], place: Place): Place | undefined {
  let { part: index, offset } = place;
  for (let part = parts[index]; part; part = parts[index]) {
    const rest = lengthOfPart(part) - offset;
    if (rest > (offset > 0 ? TOLERANCE : 0)) return { part: index, offset };
    index += 1;
    offset = milliseconds(0);
  }
  return undefined;
}

/** Nothing is left of a part that does not exist, whatever a journal says. */
export function restOfPart(parts: readonly Part[], { part, offset }: Place): Duration {
  const current = parts[part];
  return milliseconds(current ? lengthOfPart(current) - offset : 0);
}

export const restOfAll = (parts: readonly Part[], place: Place): Duration =>
  milliseconds(
    parts.slice(place.part).reduce((sum, part) => sum + lengthOfPart(part), -place.offset),
  );
