import type { BoardDay } from "../fleet/board-history-api.ts";
import { clock, ms } from "./station.ts";

type Quarter = BoardDay["quarters"][number];

/** A heartbeat a minute: a quarter with most of them was whole. */
const WHOLE = 10;
const QUARTER = 15 * 60_000;

/** `before`: the cluster had no board yet. */
export type Word = "whole" | "some" | "none" | "before";
export function wordOf({ at, heard }: Pick<Quarter, "at" | "heard">, since: number): Word {
  if (heard > 0) return heard < WHOLE ? "some" : "whole";
  return ms(at) < since ? "before" : "none";
}

/** Which part of the time the board was heard, 0–1; half for quarters with only some words. */
export function heardShare(quarters: readonly Quarter[], since: number): number {
  const words = quarters.map((one) => wordOf(one, since)).filter((word) => word !== "before");
  const worth = { whole: 1, some: 0.5, none: 0 };
  return words.length === 0 ? 0 : words.reduce((sum, word) => sum + worth[word], 0) / words.length;
}

export interface Gap {
  readonly from: string;
  readonly to: string;
}

/** Stretches without a word, as clock times of the station. */
export function gapsOf(quarters: readonly Quarter[], since: number): Gap[] {
  const gaps: Gap[] = [];
  let start: number | undefined;
  for (const quarter of quarters) {
    const at = ms(quarter.at);
    if (wordOf(quarter, since) === "none") start ??= at;
    else if (start !== undefined) {
      gaps.push({ from: clock(start), to: clock(at) });
      start = undefined;
    }
  }
  const last = quarters.at(-1);
  if (start !== undefined && last) {
    gaps.push({ from: clock(start), to: clock(ms(last.at) + QUARTER) });
  }
  return gaps;
}

/** A line through what was told, broken where nothing was; x in quarters, y from 0 (highest) to `height`. */
export function lineOf(values: readonly (number | null)[], height: number): string {
  const told = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...told), Math.max(...told)];
  const span = Math.max(1, high - low);
  let open = false;
  return values
    .map((value, x) => {
      const mark =
        value === null ? "" : `${open ? "L" : "M"}${x} ${scaled(value, low, span, height)}`;
      open = value !== null;
      // A lone word still shows as a dot.
      return value !== null && values[x - 1] == null && values[x + 1] == null ? `${mark}h.6` : mark;
    })
    .join("");
}

const scaled = (value: number, low: number, span: number, height: number): number =>
  Math.round((height - ((value - low) / span) * height) * 10) / 10;
