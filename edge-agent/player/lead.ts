import { FRAMES_PER_SECOND } from "./player.ts";

/** How far ahead a sink is fed: short, so that a cut is heard soon, and longer only on a board that has shown that it stutters. */
export interface Lead {
  frames(): number;
  /** The writer came late by so many frames. */
  late(missed: number): void;
  /** So many frames went well. */
  well(frames: number): void;
}

const SHORTEST = 0.04 * FRAMES_PER_SECOND;
const LONGEST = 0.3 * FRAMES_PER_SECOND;
/** After this much sound without a gap the lead is halved again. */
const CALM = 30 * FRAMES_PER_SECOND;

export function adaptiveLead(): Lead {
  let lead = SHORTEST;
  let calm = 0;
  return {
    frames: () => lead,
    late: (missed) => {
      calm = 0;
      lead = Math.min(LONGEST, Math.max(lead * 2, lead + 2 * missed));
    },
    well: (frames) => {
      calm += frames;
      if (calm < CALM) return;
      calm = 0;
      lead = Math.max(SHORTEST, Math.floor(lead / 2));
    },
  };
}
