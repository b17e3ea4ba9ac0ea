import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { SIMULATED, type Tail } from "../evidence/threshold.ts";

/** A board's own thresholds, in its data folder; written by `vangxa doctor --calibrate`, read by the agent at its start. */
export const CALIBRATION = "acoustic.json";

const Whole = Type.Integer({ minimum: 1 });
export const Calibration = Type.Object({
  /** When, milliseconds since 1970. */
  at: Type.Integer(),
  /** Of street that was listened to. */
  minutes: Type.Number(),
  messages: Whole,
  tails: Type.Array(
    Type.Object({
      liveBlocks: Whole,
      lags: Whole,
      drifts: Whole,
      at: Type.Number({ exclusiveMinimum: 0 }),
      slope: Type.Number({ minimum: 0 }),
    }),
    { maxItems: 40 },
  ),
});
export type Calibration = Static<typeof Calibration>;

/** What the board measured stands in for the simulated street's; what it could not measure stays. */
export const tailsWith = (own: readonly Tail[]): readonly Tail[] => [
  ...SIMULATED.filter(
    (one) => !own.some((tail) => tail.liveBlocks === one.liveBlocks && tail.lags === one.lags),
  ),
  ...own,
];

/** From the text of the file; `undefined` where there is none or it is damaged, which costs no proof. */
export function ownTails(text: string | undefined): readonly Tail[] | undefined {
  try {
    const read: unknown = JSON.parse(text ?? "null");
    return Value.Check(Calibration, read) ? tailsWith(read.tails) : undefined;
  } catch {
    return undefined;
  }
}
