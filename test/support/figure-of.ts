import type { Rung } from "../../controller/playlog/outcome.ts";
import {
  type HamletFigures,
  type ProvenPlays,
  type Reach,
  reach,
  type Serving,
} from "../../controller/reach/reach.ts";
import { servedBy } from "../../controller/reach/served.ts";

/** The figure from places as they are listed. */
export const figureOf = (
  hamlets: readonly HamletFigures[],
  serving: readonly Serving[],
  plays: readonly ProvenPlays[],
  rung: Rung,
  atLeast: number,
): Reach => reach(servedBy(hamlets, serving), plays, rung, atLeast);
