import type { Reading } from "../../firmware-config/board.ts";

/** Measures what the amplifier draws. */
export interface Meter {
  readonly offWatts: number;
  readonly idleWatts: number;
  readonly riseWatts: number;
  /** Rejects when no trustworthy answer came. */
  read(): Promise<Reading>;
}

/** The share of V × A that a reading may lie beyond it: rounding of a cheap meter. */
const ROUNDING = 1.1;
const LEAST = 2;

/** No load takes more watts than volts times amps: a reading that says so was not made by a meter. */
export const isPlausible = ({ volts, amps, watts }: Reading): boolean =>
  volts > 0 &&
  volts < 500 &&
  amps >= 0 &&
  watts >= 0 &&
  watts <= Math.max(LEAST, volts * amps * ROUNDING);
