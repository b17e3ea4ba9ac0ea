import { BUTTERWORTH_4, cascade, type Filter, highPass, lowPass } from "./biquad.ts";

const LOWEST = 250;
const HIGHEST = 7_000;

/** What a horn can sound: bass only heats its driver, and above 6-8 kHz it is silent. */
export function hornBand(rate: number): Filter {
  return cascade([
    ...BUTTERWORTH_4.map((q) => highPass(LOWEST, q, rate)),
    lowPass(HIGHEST, Math.SQRT1_2, rate),
  ]);
}
