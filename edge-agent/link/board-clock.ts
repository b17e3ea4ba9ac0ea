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
import { carried, type KeptTime, type Machine } from "./kept-time.ts";

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
  /** The newest time that is known, and when it was, on the steady clock: without any better one, it is at least that and what passed since. */
  readonly known: Instant;
  readonly knownAt: Duration;
  readonly source: "none" | "system" | "controller";
  readonly offset: number;
  readonly uncertainty: Duration;
  readonly since: Duration;
  /** Wall − steady as last seen; a jump in it is a step. */
  readonly wallOffset: number;
  /** When the program began, on the steady clock. */
  readonly began: Duration;
  /** Hours without power that were taken from the wall clock and that no signed time has confirmed. */
  readonly unconfirmed: Duration;
  /** The wall clock was wrong when it was last compared; nothing that it says is believed until a signed time has come. */
  readonly wrong: boolean;
  /** Whether the wall clock goes on without power, as the signed configuration says. */
  readonly keepsTime: boolean | undefined;
}

type State = Static<typeof ClockState>;

/** A wall clock this near to what is known agrees with it: it was kept some minutes ago. */
const NEAR = minutes(5);
/** The longest time without power that is believed of a wall clock, by what the configuration says of it; together, since the last signed time. */
const LONGEST_OUTAGE = { unstated: days(3), battery: days(14) } as const;
/** Where the wall clock has jumped, a signed time that would tell is waited for so long after the start. */
const SETTLE = minutes(1);
/** What a wall clock that is as good as it claims may be off. */
const SYSTEM_UNCERTAINTY = minutes(1);
const STEP = milliseconds(500);
/** A system clock that moves by less was corrected by its time service; by more, it is doubted. */
const CORRECTION = minutes(5);
/** Nothing is known: the most that a receipt can say. */
const UNKNOWN = days(3_650);
/** 100 ppm: what a cheap quartz may drift. */
const DRIFT = 1e-4;

export function startClock(kept: KeptTime, look: Look, machine?: Machine): BoardClock {
  const seen = carried(kept, machine);
  const known = lastOf(kept.floor, seen.at);
  const clock: BoardClock = {
    floor: kept.floor,
    known,
    knownAt: look.monotonic,
    source: "none",
    offset: 0,
    uncertainty: 0 as Duration,
    since: look.monotonic,
    wallOffset: look.wall - look.monotonic,
    began: look.monotonic,
    unconfirmed: kept.unconfirmed,
    wrong: kept.wrong,
    keepsTime: kept.keepsTime,
  };
  if (!seen.exact) return trySystem(clock, look);
  const offset = known - look.monotonic;
  if (kept.uncertainty === undefined) return believe(clock, offset, look);
  // Only the program restarted, so what a signed time confirmed then is confirmed still.
  const uncertainty = (kept.uncertainty + drifted(seen.at - kept.seen)) as Duration;
  return { ...clock, source: "controller", offset, uncertainty };
}

/** By the wall clock alone. */
const believe = (clock: BoardClock, offset: number, look: Look): BoardClock => ({
  ...clock,
  source: "system",
  offset,
  since: look.monotonic,
});

const drifted = (passed: number): number => Math.ceil(Math.max(0, passed) * DRIFT);

/**
 * How far the truth can lie from the wall clock's word: a clock with a battery may have jumped by what was taken from it, one that
 * may have stopped can be behind by as long as an outage is believed to last.
 */
const doubtOf = ({ keepsTime, unconfirmed }: BoardClock): Duration =>
  (SYSTEM_UNCERTAINTY +
    (keepsTime ? unconfirmed : Math.max(unconfirmed, LONGEST_OUTAGE.unstated))) as Duration;

/** The newest time that is known, and what has passed since. */
const atLeast = ({ known, knownAt }: BoardClock, { monotonic }: Look): Instant =>
  instant(known + Math.max(0, monotonic - knownAt));

/**
 * May the wall clock be believed? It must have been right when it was last compared, must not be behind what is known, and may be
 * ahead of it by no more than an outage can be; a jump waits a while for a signed time to say better.
 */
function trySystem(clock: BoardClock, look: Look): BoardClock {
  const { source, known, keepsTime, wrong, unconfirmed, began } = clock;
  if (source !== "none" || known === 0 || wrong || keepsTime === false) return clock;
  const ahead = look.wall - atLeast(clock, look);
  const longest = keepsTime ? LONGEST_OUTAGE.battery : LONGEST_OUTAGE.unstated;
  if (ahead < -NEAR || ahead > Math.max(NEAR, longest - unconfirmed)) return clock;
  if (ahead > NEAR && look.monotonic - began < SETTLE) return clock;
  // It may be some minutes behind what is known; what is known is nearer to the truth then.
  const time = lastOf(look.wall, atLeast(clock, look));
  return {
    ...believe(clock, time - look.monotonic, look),
    unconfirmed: (unconfirmed + Math.max(0, ahead)) as Duration,
  };
}

/** What the signed configuration says about the wall clock. */
export function learnKeeping(
  clock: BoardClock,
  keepsTime: boolean | undefined,
  look: Look,
): BoardClock {
  return trySystem({ ...clock, keepsTime }, look);
}

/** A verified document was issued then, so it is not earlier now. */
export function learnFloor(clock: BoardClock, issued: Instant, look: Look): BoardClock {
  const floor = lastOf(clock.floor, issued);
  if (issued <= atLeast(clock, look)) return trySystem({ ...clock, floor }, look);
  return trySystem({ ...clock, floor, known: issued, knownAt: look.monotonic }, look);
}

/**
 * By how much a signed time moves what was only the wall clock's word; `undefined` where that was right enough, or nothing.
 */
export function correction(
  before: BoardClock,
  after: BoardClock,
  look: Look,
): Duration | undefined {
  if (before.source !== "system") return undefined;
  const moved = timeOf(after, look) - timeOf(before, look);
  return Math.abs(moved) > SYSTEM_UNCERTAINTY ? milliseconds(moved) : undefined;
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
    unconfirmed: 0 as Duration,
    wrong: false,
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
  // Documents hold no time before 1970 and none after 2200, so a confused wall clock is bent to what is known.
  if (clock.source === "none") return clock.known === 0 ? look.wall : atLeast(clock, look);
  return lastOf(clock.floor, instant(look.monotonic + clock.offset));
}

export const isSure = (clock: BoardClock): boolean => clock.source !== "none";

/** For receipts and presence. */
export function clockState(clock: BoardClock, look: Look): State {
  return {
    source: clock.source,
    offset: milliseconds(timeOf(clock, look) - look.wall),
    uncertainty: uncertaintyOf(clock, look),
  };
}

function uncertaintyOf(clock: BoardClock, look: Look): Duration {
  if (clock.source === "none") return UNKNOWN;
  const bound = clock.source === "system" ? doubtOf(clock) : clock.uncertainty;
  return (bound + drifted(look.monotonic - clock.since)) as Duration;
}

/** What the next run of the program should know; only what is sure is taken down as seen. */
export function keptOf(clock: BoardClock, look: Look, machine?: Machine): KeptTime {
  const { floor, unconfirmed, keepsTime } = clock;
  const sure = isSure(clock);
  const at = sure ? timeOf(clock, look) : atLeast(clock, look);
  return {
    floor,
    seen: at,
    unconfirmed,
    wrong: sure ? Math.abs(look.wall - at) > NEAR : clock.wrong,
    ...(keepsTime === undefined ? {} : { keepsTime }),
    ...(clock.source === "controller" ? { uncertainty: uncertaintyOf(clock, look) } : {}),
    ...(sure && machine ? { machine } : {}),
  };
}
