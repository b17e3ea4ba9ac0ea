import type { ClockState } from "./receipt.ts";

/** Whether times by this clock are more than a guess; what a board did by any other is marked wherever it is shown. */
export const isConfirmed = ({ source }: Pick<ClockState, "source">): boolean =>
  source === "controller" || source === "ntp";
