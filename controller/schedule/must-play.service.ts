import type { ClusterId, CommuneCode, ScopeId } from "../../contract/ids.ts";
import { communeScope } from "../../contract/ids.ts";
import { days, earlier, milliseconds } from "../../contract/time.ts";
import type { CheckDeps } from "./check.service.ts";
import { spread } from "./check.ts";
import type { Step } from "./commune-progress.ts";
import type { InboxDeps } from "./inbox.service.ts";
import type { MustPlayStore } from "./must-play.store.ts";
import {
  airings,
  foretold,
  type InVain,
  mustPlayItem,
  type Seen,
  unplaced,
  waits,
} from "./must-play.ts";
import type { MustPlayItem, MustPlayList, MustPlayQuery } from "./must-play-api.ts";
import { type ProgressDeps, stepsOf } from "./progress.service.ts";

export interface MustPlayDeps extends ProgressDeps {
  readonly mustPlay: MustPlayStore;
  readonly groundOf: CheckDeps["groundOf"];
  readonly covers: InboxDeps["covers"];
  /** Lets everything else have its turn. */
  readonly rest: () => Promise<void>;
}

/** What was missed longer ago is in the play log and in the reports. */
const REMEMBERED = days(14);
/** So many timelines are computed in about a second on a small machine: no screen waits longer unless it asks for all. */
const MOST_CLUSTERS = 100;
/** A warning that cuts in meanwhile waits no longer than this and one more timeline. */
const TURN = milliseconds(20);

/** Called between two steps of long work: after so long a turn, it lets everything else have its own. */
function turns({ clock, rest }: Pick<MustPlayDeps, "clock" | "rest">): () => Promise<void> {
  let since = clock.monotonic();
  return async () => {
    if (clock.monotonic() - since < TURN) return;
    await rest();
    since = clock.monotonic();
  };
}

/**
 * Circular 39/2020: a priority item must be played. For the province: who has not, and why. For a commune: what it owes, and what
 * will find no place before its deadline, in time to do something about it.
 */
export async function mustPlay(
  deps: MustPlayDeps,
  scopes: readonly ScopeId[],
  { commune, every = false }: MustPlayQuery,
): Promise<MustPlayList> {
  const now = deps.clock.now();
  const mine = (code: string) =>
    (commune === undefined || code === commune) &&
    scopes.some((scope) => deps.covers(scope, communeScope(code as CommuneCode)));
  const seen: Seen[] = [];
  const turn = turns(deps);
  for (const rows of airings(await deps.mustPlay.mustPlay(earlier(now, REMEMBERED)))) {
    await turn();
    const steps = (await stepsOf(deps, rows, turn)).filter((one) => mine(one.commune));
    const owed = steps.some(({ pair }) => pair.outcome !== "played");
    const open = rows.some((one) => one.not_after > now);
    if (steps.length > 0 && (owed || open)) seen.push({ rows, steps });
  }
  const { reasons, ...asked } = await forecast(deps, seen, every);
  const told = seen.map(({ rows, steps }) => ({
    rows,
    steps: steps.map((step) => foretold(step, reasons.get(pairOf(step)))),
  }));
  const names = await deps.progress.communes([
    ...new Set(told.flatMap(({ steps }) => steps.map((one) => one.commune))),
  ]);
  const items: MustPlayItem[] = [];
  for (const one of told) {
    await turn();
    items.push(mustPlayItem(one, names, now, deps.iso));
  }
  return { ...asked, items };
}

const pairOf = ({ occurrence, pair }: Step): string => `${occurrence} ${pair.cluster}`;

async function forecast(
  deps: MustPlayDeps,
  seen: readonly Seen[],
  every: boolean,
): Promise<{ reasons: ReadonlyMap<string, InVain>; checked: number; waiting: number }> {
  const rows = new Map(seen.flatMap((one) => one.rows.map((row) => [row.id, row])));
  const waiting = new Map<string, { commune: string; cluster: string; ids: Set<string> }>();
  for (const step of seen.flatMap((one) => one.steps).filter(waits)) {
    const { cluster } = step.pair;
    const one = waiting.get(cluster) ?? { commune: step.commune, cluster, ids: new Set() };
    one.ids.add(step.occurrence);
    waiting.set(cluster, one);
  }
  const reasons = new Map<string, InVain>();
  const asked = spread([...waiting.values()], every ? waiting.size : MOST_CLUSTERS);
  const turn = turns(deps);
  for (const { cluster, ids } of asked) {
    await turn();
    const ground = await deps.groundOf(cluster as ClusterId);
    const orders = [...ids].flatMap((id) => rows.get(id) ?? []);
    const found = ground ? unplaced(ground, orders) : [];
    for (const [id, why] of found) reasons.set(`${id} ${cluster}`, why);
  }
  return { reasons, checked: asked.length, waiting: waiting.size };
}
