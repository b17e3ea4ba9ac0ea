import type { Offered } from "./inbox.ts";
import type { CommuneProgress, PairView, Progress } from "./schedule-api.ts";

/** One cluster of one airing, where it lies and how far it is. */
export interface Step {
  readonly occurrence: string;
  readonly commune: string;
  readonly pair: PairView;
  /** Its board has confirmed a document with the order in it. */
  readonly delivered: boolean;
  /** Its board has all of the audio, verified, now or earlier. */
  readonly armed: boolean;
}

const whole = ["played"];
const partly = ["partial", "preempted", "interrupted"];

type Count = Pick<
  CommuneProgress,
  "clusters" | "delivered" | "armed" | "playing" | "played" | "partly" | "notPlayed" | "waiting"
>;

/** How many clusters are how far; each is in one of playing, played, partly, notPlayed and waiting. */
export function countOf(steps: readonly Step[]): Count {
  const outcomes = steps.map(({ pair }) => pair.outcome);
  const open = steps.filter(({ pair }) => pair.outcome === null);
  const playing = open.filter(({ pair }) => pair.state === "playing").length;
  const among = (words: readonly string[]) =>
    outcomes.filter((word) => word !== null && words.includes(word)).length;
  const done = { played: among(whole), partly: among(partly) };
  return {
    clusters: steps.length,
    delivered: steps.filter(({ delivered, armed }) => armed || delivered).length,
    armed: steps.filter(({ armed }) => armed).length,
    playing,
    ...done,
    notPlayed: steps.length - open.length - done.played - done.partly,
    waiting: open.length - playing,
  };
}

/** The reasons why something did not play whole, the most frequent first. */
function reasonsOf(steps: readonly Step[]): CommuneProgress["reasons"] {
  const counts = new Map<string, { text: string; clusters: number }>();
  for (const { pair } of steps) {
    if (pair.reason === null) continue;
    const known = counts.get(pair.reason) ?? { text: pair.reasonText ?? pair.reason, clusters: 0 };
    counts.set(pair.reason, { ...known, clusters: known.clusters + 1 });
  }
  return [...counts]
    .map(([reason, rest]) => ({ reason, ...rest }))
    .sort((one, other) => other.clusters - one.clusters);
}

/** Commune by commune, those first that still have to play it: the question that a province asks. */
export function progressOf(
  steps: readonly Step[],
  offers: readonly Offered[],
  names: ReadonlyMap<string, string>,
): Pick<Progress, "communes" | "total"> {
  const codes = new Set([...steps, ...offers].map((one) => one.commune));
  const communes = [...codes].sort().map((commune): CommuneProgress => {
    const own = steps.filter((step) => step.commune === commune);
    const offer = offers.find((one) => one.commune === commune);
    return {
      commune: commune as CommuneProgress["commune"],
      name: names.get(commune) ?? commune,
      ...countOf(own),
      reasons: reasonsOf(own),
      offer: offer
        ? {
            state: offer.state,
            reason: offer.reason,
            scheduled: offer.scheduled as NonNullable<CommuneProgress["offer"]>["scheduled"],
          }
        : null,
    };
  });
  return {
    total: countOf(steps),
    communes: communes.sort((one, other) => open(other) - open(one)),
  };
}

const open = ({ clusters, played, offer }: CommuneProgress): number =>
  offer?.state === "waiting" ? Number.POSITIVE_INFINITY : clusters - played;

/** The airing that is asked about: the one now or next, else the last; all its communes together. */
export function roundOf<T extends { readonly not_before: number; readonly not_after: number }>(
  airings: readonly T[],
  now: number,
  at: number | undefined,
): readonly T[] {
  const sorted = airings.toSorted((one, other) => one.not_before - other.not_before);
  const chosen = sorted.find((one) => one.not_after > now) ?? sorted.at(-1);
  const instant = at ?? chosen?.not_before;
  return sorted.filter((one) => one.not_before === instant);
}
