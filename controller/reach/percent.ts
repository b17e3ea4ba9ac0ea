// Without the small allowance 0.57 would lose a thousandth to binary rounding.
const thousandths = (ratio: number): number => Math.floor(ratio * 1_000 + 1e-9);

/** A ratio as every format shows it: to a tenth of a percent, rounded down, so that a figure never says more than its rows. */
export const shownRatio = (ratio: number): number => thousandths(ratio) / 1_000;

/** 0.7 → `70,0 %`, never parted at the end of a line. */
export const percentText = (ratio: number): string =>
  `${(thousandths(ratio) / 10).toFixed(1).replace(".", ",")}\u00a0%`;
