import { dateOf } from "../../contract/station-time.ts";
import type { Clock } from "../../contract/time.ts";
import type { CoverageAsk, CoverageView } from "./coverage-api.ts";
import { coverageOf } from "./coverage-view.ts";
import type { ReachStore } from "./reach.store.ts";

/** The model over what is known today: where clusters stand, and which shares somebody counted. */
export const createCoverage =
  ({ clock, store }: { readonly clock: Clock; readonly store: ReachStore }) =>
  async (asked: CoverageAsk): Promise<CoverageView> => {
    const day = dateOf(clock.now());
    const outlines = await store.outlines(asked.commune, day);
    const hamlets = asked.hamlets?.map(({ hamlet }) => hamlet) ?? [...outlines.keys()];
    return coverageOf(
      await store.sites(asked.commune, day),
      await store.serving(day, hamlets),
      asked,
      outlines,
    );
  };
