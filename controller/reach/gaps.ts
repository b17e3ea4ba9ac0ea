import { grouped, type Reach, type Serving } from "./reach.ts";

export interface Target {
  readonly metric: "households" | "people" | "regular";
  /** 0 to 1. */
  readonly share: number;
}

/** A cluster that would help, and what the figure gains with it after those before it in the list. */
export interface Helper {
  readonly cluster: string;
  readonly gain: number;
}

export interface Gaps {
  /** Served below the target, the largest gap first. */
  readonly hamlets: readonly GapHamlet[];
  /** Clusters that exist and did not prove enough, in the order that closes the gap soonest. */
  readonly clusters: readonly Helper[];
  readonly missing: number;
  /** With these clusters the target is met; otherwise new ones are needed. */
  readonly enough: boolean;
  readonly line: string;
}

export interface GapHamlet {
  readonly hamlet: string;
  readonly name: string;
  readonly commune: string;
  readonly share: number;
  readonly missing: number;
}

/** Where a figure falls short of its target, and which clusters would mend it (greedy: the largest gain first). */
export function gapsOf(figure: Reach, serving: readonly Serving[], target: Target): Gaps {
  const weight = (row: Reach["rows"][number]) =>
    target.metric === "people" ? row.people : row.households;
  const of = figure.rows.reduce((sum, row) => sum + weight(row), 0);
  const needed = Math.ceil(of * target.share - 1e-6);
  const hamlets = figure.rows
    .filter((row) => row.share < target.share)
    .map((row) => {
      const { hamlet, name, commune, share } = row;
      const missing = Math.ceil(weight(row) * (target.share - share));
      return { hamlet, name, commune, share, missing };
    })
    .sort((one, other) => other.missing - one.missing);
  const places = new Map(
    figure.rows.map((row) => [row.hamlet, { weight: weight(row), share: row.share }]),
  );
  const counting = new Set(figure.rows.flatMap(({ clusters }) => clusters));
  const idle = serving.filter((one) => one.measurable && !counting.has(one.cluster));
  const start = reachedOf(places);
  const clusters = helpers(places, byCluster(idle), needed);
  const missing = Math.max(0, needed - start);
  const enough = reachedOf(places) >= needed;
  const line = lineOf(hamlets.length, clusters.length, missing, enough, target);
  return { hamlets, clusters, missing, enough, line };
}

interface Place {
  readonly weight: number;
  share: number;
}

const reachedIn = ({ weight, share }: Place): number => Math.floor(weight * share + 1e-6);

const reachedOf = (places: ReadonlyMap<string, Place>): number =>
  [...places.values()].reduce((sum, place) => sum + reachedIn(place), 0);

interface Candidate {
  readonly cluster: string;
  readonly serves: readonly Serving[];
  /** What it gained when that was last computed; never less than it gains now, since shares only grow. */
  gain: number;
}

/**
 * Lets one cluster after the other count, the largest gain first, until so much is reached or nobody helps any more. Only the first of
 * the list is computed again: whoever still leads then leads all, and a country has thousands of clusters.
 */
function helpers(
  places: ReadonlyMap<string, Place>,
  waiting: ReadonlyMap<string, readonly Serving[]>,
  needed: number,
): Helper[] {
  const gainOf = (serves: readonly Serving[]) =>
    serves.reduce((sum, { hamlet, share }) => {
      const place = places.get(hamlet);
      return place ? sum + place.weight * Math.min(1 - place.share, share) : sum;
    }, 0);
  // The largest stands last; of equal ones the last is the first by name.
  const line = [...waiting]
    .map(([cluster, serves]): Candidate => ({ cluster, serves, gain: gainOf(serves) }))
    .sort(later);
  const chosen: Helper[] = [];
  let now = reachedOf(places);
  while (now < needed) {
    const best = line.pop();
    if (!best) break;
    const gain = gainOf(best.serves);
    if (gain < best.gain) {
      best.gain = gain;
      line.splice(placeIn(line, best), 0, best);
      continue;
    }
    if (gain <= 0) break;
    const before = now;
    for (const { hamlet, share } of best.serves) {
      const place = places.get(hamlet);
      if (!place) continue;
      now -= reachedIn(place);
      place.share = Math.min(1, place.share + share);
      now += reachedIn(place);
    }
    chosen.push({ cluster: best.cluster, gain: now - before });
  }
  return chosen;
}

const later = (one: Candidate, other: Candidate): number =>
  one.gain - other.gain || (one.cluster < other.cluster ? 1 : -1);

/** Where it stands in the line, by halving. */
function placeIn(line: readonly Candidate[], one: Candidate): number {
  let [low, high] = [0, line.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (later(line[middle] as Candidate, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byCluster(serving: readonly Serving[]): Map<string, readonly Serving[]> {
  const found = new Map<string, Serving[]>();
  for (const one of serving) {
    const mine = found.get(one.cluster);
    if (mine) mine.push(one);
    else found.set(one.cluster, [one]);
  }
  return found;
}

/** `8 thôn dưới 70 %; thêm 3 cụm sẽ đạt`. */
function lineOf(
  hamlets: number,
  clusters: number,
  missing: number,
  enough: boolean,
  { metric, share }: Target,
): string {
  const percent = `${Math.round(share * 100)} %`;
  if (missing === 0) return `Đã đạt ${percent}; ${hamlets} thôn dưới ${percent}`;
  const below = `${hamlets} thôn dưới ${percent}, còn thiếu ${grouped(missing)} ${metric === "people" ? "người" : "hộ"}`;
  if (enough) return `${below}; thêm ${clusters} cụm sẽ đạt`;
  return `${below}; cả ${clusters} cụm chưa đủ phát cũng không đạt, cần thêm cụm mới`;
}
