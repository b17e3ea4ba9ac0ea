import { type Rung, rungs } from "../playlog/outcome.ts";
import type { Subject } from "./subject.ts";

/** Plays of a period: instants, `to` exclusive. */
export interface Question {
  readonly from: number;
  readonly to: number;
  readonly rung: Rung;
  /** All of these at once; none = everything. */
  readonly of: readonly Subject[];
  readonly place: {
    readonly commune?: string;
    readonly province?: string;
    readonly hamlet?: string;
  };
}

/** What the months of a cluster are asked. */
export interface Months {
  readonly atLeast: number;
  readonly perMonth: number;
  /** The whole months of the period, as numbers, both included; nothing where there is none. */
  readonly whole?: readonly [first: number, last: number];
}

/** A row of the roll-up counts a month in its halves, each by rung. */
export const halves = ["early", "late"] as const;
export type Half = (typeof halves)[number];
export interface Counter {
  readonly half: Half;
  readonly rung: Rung;
}
export const columnOf = ({ half, rung }: Counter) => `${half}_${rung}` as const;
export const counters: readonly Counter[] = halves.flatMap((half) =>
  rungs.map((rung) => ({ half, rung })),
);
