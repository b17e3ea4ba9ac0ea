// Judges the timeline by the oracle in as many generated worlds as are asked for; a failing world can be made again by its seed.
import fc from "fast-check";
import type { Instant, Window } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import { oracle } from "./timeline-oracle.ts";
import { someWorld, type World } from "./worlds.ts";

const ever: Window = { from: 0 as Instant, to: 9e15 as Instant };

export interface Judgement {
  readonly worlds: number;
  readonly seed: number;
  /** The smallest world found in which the two differ, and how. */
  readonly failure:
    | { readonly path: string; readonly world: World; readonly text: string }
    | undefined;
}

export function judgeTimeline(worlds: number, seed?: number): Judgement {
  const property = fc.property(someWorld, (world) => difference(world) === undefined);
  const found = fc.check(property, { numRuns: worlds, ...(seed === undefined ? {} : { seed }) });
  const world = found.counterexample?.[0];
  return {
    worlds: found.numRuns,
    seed: found.seed,
    failure: world && {
      path: found.counterexamplePath ?? "",
      world,
      text: difference(world) ?? String(found.errorInstance),
    },
  };
}

/** What only one of the two says; `undefined` when they agree. */
export function difference({ documents, cluster, facts }: World): string | undefined {
  const found = timeline(documents, cluster, facts, ever);
  const ours = [
    ...found.segments.map(({ occurrence, part, offset, start, end }) =>
      [occurrence, part, offset / 1_000, start / 1_000, end / 1_000].join(" "),
    ),
    ...found.refusals.map((one) => `${one.occurrence} ${one.reason} ${one.at / 1_000}`),
  ];
  const { stretches, sentences } = oracle(documents, cluster, facts);
  const theirs = [
    ...stretches.map((one) => [one.id, one.part, one.offset, one.start, one.end].join(" ")),
    ...sentences.map((one) => `${one.id} ${one.reason} ${one.at}`),
  ];
  if (ours.join("\n") === theirs.join("\n")) return undefined;
  const only = (these: string[], those: string[]) => these.filter((one) => !those.includes(one));
  return JSON.stringify({ timeline: only(ours, theirs), oracle: only(theirs, ours) });
}
