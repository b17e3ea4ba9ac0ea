import type { Facts, Sounded } from "../../contract/facts.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { EndedAs, PlayedPart, Receipt } from "../../contract/receipt.ts";
import { type Instant, instant, milliseconds } from "../../contract/time.ts";

type Ended = { readonly as: EndedAs | "refused"; readonly reason?: Reason; readonly at: Instant };

const FRAMES_PER_MS = 48;

/**
 * What receipts tell of one cluster, for the timeline: the board has the same in its journal. `told` holds, by occurrence, what
 * was reported of it, oldest first.
 */
export function factsOf(told: ReadonlyMap<string, readonly Receipt[]>, now: Instant): Facts {
  const released: Record<string, Instant> = {};
  const ended: Record<string, Ended> = {};
  const sounded: Sounded[] = [];
  const open: Sounded[] = [];
  for (const [occurrence, receipts] of told) {
    const armed = receipts.find((receipt) => receipt.kind === "armed");
    if (armed) released[occurrence] = armed.at;
    const last = receipts.filter(isEnd).at(-1);
    if (last) {
      const reason = last.reason === undefined ? {} : { reason: last.reason };
      ended[occurrence] = {
        as: last.kind === "ended" ? last.as : "refused",
        at: last.at,
        ...reason,
      };
    } else open.push(...receipts.flatMap(begun));
    for (const receipt of receipts) {
      if (receipt.kind !== "ended") continue;
      sounded.push(...receipt.parts.flatMap((part) => soundedOf(receipt.occurrence, part)));
    }
  }
  // Only the last that began can sound now; what was cut before it ends where the next begins.
  const running = open.sort((one, other) => one.start - other.start).slice(-1);
  return { now, released, sounded: [...sounded, ...running], ended, clock: "sure" };
}

type End = Extract<Receipt, { kind: "ended" | "refused" }>;
const isEnd = (receipt: Receipt): receipt is End =>
  receipt.kind === "ended" || receipt.kind === "refused";

const begun = (receipt: Receipt): Sounded[] =>
  receipt.kind === "started"
    ? [{ occurrence: receipt.occurrence, part: 0, offset: milliseconds(0), start: receipt.start }]
    : [];

/** A stretch that says when it began; without that it cannot be placed, and says nothing. */
const soundedOf = (occurrence: OccurrenceId, part: PlayedPart): Sounded[] =>
  part.start === undefined
    ? []
    : [
        {
          occurrence,
          part: part.part,
          offset: part.offset,
          start: part.start,
          end: instant(part.start + part.frames / FRAMES_PER_MS),
        },
      ];
