import type { Facts, Sounded } from "../../contract/facts.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { EndedAs, PlayedPart, Receipt } from "../../contract/receipt.ts";
import { type Instant, instant } from "../../contract/time.ts";
import { laidOut, type Started } from "./laid-out.ts";

type Ended = { readonly as: EndedAs | "refused"; readonly reason?: Reason; readonly at: Instant };

const FRAMES_PER_MS = 48;

/** One occurrence as it was ordered, and what one cluster reported of it, oldest first. */
export interface Told {
  readonly order: Occurrence;
  readonly receipts: readonly Receipt[];
}

/** What receipts tell of one cluster, for the timeline: the board has the same in its journal. */
export function factsOf(told: readonly Told[], now: Instant): Facts {
  const released: Record<string, Instant> = {};
  const ended: Record<string, Ended> = {};
  const sounded: Sounded[] = [];
  const begun = told.flatMap(({ receipts }) => receipts.filter(isStart));
  const inOrder = begun.sort((one, other) => one.start - other.start);
  for (const { order, receipts } of told) {
    const armed = receipts.find((receipt) => receipt.kind === "armed");
    if (armed) released[order.id] = armed.at;
    const last = receipts.filter(isEnd).at(-1);
    if (last) {
      const reason = last.reason === undefined ? {} : { reason: last.reason };
      const as = last.kind === "ended" ? last.as : "refused";
      ended[order.id] = { as, at: last.at, ...reason };
    } else {
      const others = inOrder.filter((one) => one.occurrence !== order.id).map(({ start }) => start);
      sounded.push(...laidOut(order, sinceBeginning(receipts.filter(isStart)), others, now));
    }
    for (const receipt of receipts) {
      if (receipt.kind !== "ended") continue;
      sounded.push(...receipt.parts.flatMap((part) => soundedOf(receipt.occurrence, part)));
    }
  }
  return { now, released, sounded, ended, clock: "sure" };
}

type End = Extract<Receipt, { kind: "ended" | "refused" }>;
const isEnd = (receipt: Receipt): receipt is End =>
  receipt.kind === "ended" || receipt.kind === "refused";

const isStart = (receipt: Receipt): receipt is Started => receipt.kind === "started";

/** An emergency that sounds once more begins anew: what it sounded before is told in its end only. */
const sinceBeginning = (starts: readonly Started[]): readonly Started[] =>
  starts.slice(
    Math.max(
      0,
      starts.findLastIndex(({ resumed }) => !resumed),
    ),
  );

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
