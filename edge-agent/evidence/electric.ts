import type { Evidence } from "../../contract/receipt.ts";

export type Electric = NonNullable<Evidence["electric"]>;

/** One look at the meter, on the steady clock. */
export interface Look {
  readonly at: number;
  readonly watts: number;
  /** What the amplifier was told. */
  readonly relay: "off" | "warming" | "on" | "cooling";
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A meter answers for the second before it is asked. */
const LAG = 1_000;
const LEAST_LOOKS = 3;
/** Of the sounding time there must be looks for so much, or nothing is said. */
const LEAST_SEEN = 0.5;
/** Speech has pauses: so many of the looks must show the programme. */
const MOST = 0.5;
const WEAK = 0.3;

/** Steps of power between two looks that a signal makes; an amplifier that is mended in the middle makes one. */
const LEAST_MOVES = 3;
/** Less than this is the meter's own noise, however soft the programme is. */
const LEAST_RISE = 1.5;

/**
 * What the amplifier draws when it is on and silent: the lower quarter of its looks right after sounds, because the last of a sound
 * lingers; but at least what it drew since `end`, so that a mended amplifier is not measured against the time when it was dead.
 */
export function idleOf(looks: readonly Look[], end: number, fallback: number): number {
  const silent = looks.filter(({ relay }) => relay === "cooling");
  const sorted = silent
    .slice(-40)
    .map(({ watts }) => watts)
    .sort((one, other) => one - other);
  const now = silent.filter(({ at }) => at > end).map(({ watts }) => watts);
  const usual = sorted[Math.floor(sorted.length / 4)] ?? fallback;
  return now.length > 0 ? Math.max(usual, Math.min(...now)) : usual;
}

/**
 * What was learned before may be of another amplifier, or of a dead one. Without a look at the silence after the sound a `yes` needs
 * power that moves as speech does; else it is `weak`.
 */
export function unlessStale(
  said: Electric | undefined,
  looks: readonly Look[],
  spans: readonly Span[],
): Electric | undefined {
  if (said?.verdict !== "yes") return said;
  const end = Math.max(...spans.map(({ to }) => to));
  const isFresh = looks.some(({ at, relay }) => relay === "cooling" && at > end);
  return isFresh || moves(duringOf(looks, spans)) >= LEAST_MOVES
    ? said
    : { ...said, verdict: "weak" };
}

const moves = (during: readonly Look[]): number =>
  during.filter(({ watts }, n) => Math.abs(watts - (during[n - 1]?.watts ?? watts)) >= LEAST_RISE)
    .length;

const duringOf = (looks: readonly Look[], spans: readonly Span[]): Look[] =>
  looks.filter(({ at }) => spans.some(({ from, to }) => at >= from + LAG && at <= to + LAG / 2));

/** Did the amplifier work while it should? `gain` in dB of the programme; `undefined` where the meter saw too little to say. */
export function electricOf(
  looks: readonly Look[],
  spans: readonly Span[],
  idle: number,
  riseWatts: number,
  gain: number,
): Electric | undefined {
  const during = duringOf(looks, spans);
  const seconds = spans.reduce((sum, { from, to }) => sum + (to - from) / 1_000, 0);
  if (during.length < Math.max(LEAST_LOOKS, seconds * LEAST_SEEN)) return undefined;
  const wanted = Math.max(LEAST_RISE, riseWatts * 10 ** (gain / 10));
  const share = (rise: number): number =>
    during.filter(({ watts }) => watts >= idle + rise).length / during.length;
  const sorted = during.map(({ watts }) => watts).sort((one, other) => one - other);
  return {
    verdict:
      share(wanted) >= MOST
        ? "yes"
        : share(Math.max(LEAST_RISE / 2, wanted * WEAK)) >= MOST
          ? "weak"
          : "no",
    watts: tenths(Math.max(...sorted.slice(0, Math.ceil(sorted.length / 2)))),
    idleWatts: tenths(idle),
  };
}

const tenths = (watts: number): number => Math.round(watts * 10) / 10;
