import type { HamletFigures, ProvenPlays, Serving } from "./reach.ts";

/**
 * Which clusters serve which hamlet, as plain numbers: a country has ten thousand hamlets and more, and each figure goes through all
 * of them. Made once a question.
 */
export interface Served {
  readonly hamlets: readonly HamletFigures[];
  /** Every cluster that serves one of them; the others are called by their place in this list. */
  readonly clusters: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  /** What serves hamlet `h` stands from `first[h]` up to `first[h + 1]`, in the order in which it was given. */
  readonly first: Int32Array;
  readonly cluster: Int32Array;
  readonly share: Float64Array;
  /** 0 for horns behind an FM or wired bridge: they confirm nothing and are never counted. */
  readonly measurable: Uint8Array;
}

export function servedBy(hamlets: readonly HamletFigures[], serving: readonly Serving[]): Served {
  const placeOf = new Map(hamlets.map(({ hamlet }, at) => [hamlet, at]));
  const places = Int32Array.from(serving, ({ hamlet }) => placeOf.get(hamlet) ?? -1);
  const first = startsOf(places, hamlets.length);
  const next = first.slice();
  const many = at(first, hamlets.length);
  const [cluster, share] = [new Int32Array(many), new Float64Array(many)];
  const measurable = new Uint8Array(many);
  const clusters: string[] = [];
  const numberOf = new Map<string, number>();
  for (const [which, one] of serving.entries()) {
    const place = at(places, which);
    if (place < 0) continue;
    const slot = at(next, place);
    next[place] = slot + 1;
    let number = numberOf.get(one.cluster);
    if (number === undefined) {
      number = clusters.push(one.cluster) - 1;
      numberOf.set(one.cluster, number);
    }
    cluster[slot] = number;
    share[slot] = one.share;
    measurable[slot] = one.measurable ? 1 : 0;
  }
  return { hamlets, clusters, numberOf, first, cluster, share, measurable };
}

/** Where the links of each hamlet begin, and where the last ones end. */
function startsOf(places: Int32Array, hamlets: number): Int32Array {
  const first = new Int32Array(hamlets + 1);
  for (const place of places) if (place >= 0) first[place + 1] = at(first, place + 1) + 1;
  for (let place = 0; place < hamlets; place += 1)
    first[place + 1] = at(first, place + 1) + at(first, place);
  return first;
}

/** A number that is certainly there. */
export const at = (numbers: ArrayLike<number>, which: number): number => numbers[which] as number;

/** Plays of each cluster at which at least so many are proven; 0 at all others. */
export function countingOf(
  served: Served,
  plays: readonly ProvenPlays[],
  atLeast: number,
): Float64Array {
  const sums = new Float64Array(served.clusters.length);
  for (const { cluster, plays: some } of plays) {
    const number = served.numberOf.get(cluster);
    if (number !== undefined) sums[number] = at(sums, number) + some;
  }
  return sums.map((sum) => (sum >= atLeast ? sum : 0));
}

/** The part of each hamlet, 0 to 1, that clusters with enough plays serve: served twice counts once. */
export function sharesOf(served: Served, counting: Float64Array): Float64Array {
  const { first, cluster, share, measurable, hamlets } = served;
  const shares = new Float64Array(hamlets.length);
  for (let hamlet = 0; hamlet < shares.length; hamlet += 1) {
    let sum = 0;
    for (let link = at(first, hamlet); link < at(first, hamlet + 1); link += 1)
      if (measurable[link] === 1 && at(counting, at(cluster, link)) > 0) sum += at(share, link);
    shares[hamlet] = Math.min(1, sum);
  }
  return shares;
}
