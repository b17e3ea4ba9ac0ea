import type { Static } from "typebox";
import type { ClockState } from "../../contract/receipt.ts";
import {
  type Duration,
  days,
  type Instant,
  instant,
  lastOf,
  milliseconds,
  minutes,
} from "../../contract/time.ts";
import type { Offset } from "./clock-offset.ts";

/** One look at both clocks of the board. */
export interface Look {
  readonly wall: Instant;
  readonly monotonic: Duration;
}

/**
 * What the board believes about time. It counts on the steady clock from `offset` (true time − steady), so a step of the wall clock
 * moves nothing; `floor` is the newest verified `issued`, kept on disk: time is never before it.
 */
export interface BoardClock {
  readonly floor: Instant;
  /** When the floor was learnt, on the steady clock: without any better time, it is at least floor + what passed since. */
  readonly floorSeen: Duration;
  readonly source: "none" | "system" | "controller";
  readonly offset: number;
  readonly uncertainty: Duration;
  readonly since: Duration;
  /** Wall − steady as last seen; a jump in it is a step. */
  readonly wallOffset: number;
}

type State = Static<typeof ClockState>;

/** A battery-backed clock may trail the last document a little; beyond the stored horizon it must be wrong. */
const BEHIND = minutes(5);
const AHEAD = days(60);
const SYSTEM_UNCERTAINTY = minutes(1);
const STEP = milliseconds(500);
/** A system clock that moves by less was corrected by its time service; by more, it is doubted. */
const CORRECTION = minutes(5);
/** Nothing is known: the most that a receipt can say. */
const UNKNOWN = days(3_650);
/** 100 ppm: what a cheap quartz may drift. */
const DRIFT = 1e-4;

export function startClock(floor: Instant, look: Look): BoardClock {
  return trySystem(
    {
      floor,
      floorSeen: look.monotonic,
      source: "none",
      offset: 0,
      uncertainty: 0 as Duration,
      since: look.monotonic,
      wallOffset: look.wall - look.monotonic,
    },
    look,
  );
}

function trySystem(clock: BoardClock, { wall, monotonic }: Look): BoardClock {
  if (clock.source !== "none" || clock.floor === 0) return clock;
  if (wall < clock.floor - BEHIND || wall > clock.floor + AHEAD) return clock;
  return {
    ...clock,
    source: "system",
    offset: wall - monotonic,
    uncertainty: SYSTEM_UNCERTAINTY,
    since: monotonic,
  };
}

/** A verified document was issued then, so it is not earlier now. */
export function learnFloor(clock: BoardClock, issued: Instant, look: Look): BoardClock {
  if (issued <= clock.floor) return trySystem(clock, look);
  return trySystem({ ...clock, floor: issued, floorSeen: look.monotonic }, look);
}

/** A signed answer came. Where the board's own clock agrees within the measurement it is kept: it steps less than the network. */
export function learnOffset(clock: BoardClock, offset: Offset, look: Look): BoardClock {
  const wallOffset = look.wall - look.monotonic;
  const difference = Math.abs(offset.value - wallOffset);
  const agrees = difference <= offset.uncertainty;
  return {
    ...clock,
    source: "controller",
    offset: agrees ? wallOffset : offset.value,
    uncertainty: (offset.uncertainty + (agrees ? Math.ceil(difference) : 0)) as Duration,
    since: look.monotonic,
    wallOffset,
  };
}

/** Looks for a step of the wall clock since the last look. */
export function watchSteps(
  clock: BoardClock,
  look: Look,
): { readonly clock: BoardClock; readonly step?: Duration } {
  const wallOffset = look.wall - look.monotonic;
  const moved = wallOffset - clock.wallOffset;
  if (Math.abs(moved) < STEP) return { clock: { ...trySystem(clock, look), wallOffset } };
  const corrected = clock.source === "system" && Math.abs(moved) <= CORRECTION;
  const next = corrected ? { ...clock, offset: clock.offset + moved } : clock;
  return { clock: trySystem({ ...next, wallOffset }, look), step: milliseconds(moved) };
}

/** The best time that the board has. */
export function timeOf(clock: BoardClock, look: Look): Instant {
  const least = instant(clock.floor + Math.max(0, look.monotonic - clock.floorSeen));
  if (clock.source === "none") {
    // Documents hold no time before 1970 and none after 2200, so a confused wall clock is bent to the floor.
    return clock.floor === 0 ? look.wall : least;
  }
  return lastOf(clock.floor, instant(look.monotonic + clock.offset));
}

export const isSure = (clock: BoardClock): boolean => clock.source !== "none";

/** For receipts and presence. */
export function clockState(clock: BoardClock, look: Look): State {
  const drift = Math.ceil(Math.max(0, look.monotonic - clock.since) * DRIFT);
  return {
    source: clock.source,
    offset: milliseconds(timeOf(clock, look) - look.wall),
    uncertainty: (isSure(clock) ? clock.uncertainty + drift : UNKNOWN) as Duration,
  };
}
