import type { OccurrenceId, ScopeId } from "../../contract/ids.ts";
import { type Result, refuse } from "../problems.ts";
import type { OccurrenceTable } from "../store/tables.ts";
import type { ScheduleDeps } from "./airing.service.ts";
import { progressOf, roundOf, type Step } from "./commune-progress.ts";
import type { ProgressStore } from "./progress.store.ts";
import type { BroadcastDetail, Progress } from "./schedule-api.ts";
import { broadcastDetail, type PairKnown, pairView } from "./view.ts";

export interface ProgressDeps extends ScheduleDeps {
  readonly progress: ProgressStore;
}

export interface Following {
  /** An order with all its airings; what a commune's cluster has not confirmed to have stopped is named. */
  detail(id: string): Promise<Result<BroadcastDetail>>;
  /** One airing, commune by commune: the one named, else the one now or next. */
  progress(
    id: string,
    occurrence: OccurrenceId | undefined,
    sees: (commune: ScopeId) => boolean,
  ): Promise<Result<Progress>>;
}

export const createFollowing = (deps: ProgressDeps): Following => ({
  detail: (id) => detail(deps, id),
  progress: (id, occurrence, sees) => progress(deps, id, occurrence, sees),
});

async function detail(deps: ProgressDeps, id: string): Promise<Result<BroadcastDetail>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  const occurrences = await deps.store.occurrencesOf(id);
  const ids = occurrences.map((each) => each.id);
  const clusters = await deps.store.clustersOf(ids);
  const known = await deps.known(ids);
  const now = deps.clock.now();
  const cancelled = occurrences.filter((one) => one.cancelled_at !== null && one.not_after > now);
  const confirmed = await deps.progress.confirmed(cancelled.map((one) => one.id));
  const loud = [...confirmed]
    .filter(([pair, { cancel }]) => !cancel && known.get(pair)?.outcome === undefined)
    .map(([pair]) => pair.slice(pair.indexOf(" ") + 1));
  const unstopped = [...new Set(loud)].sort();
  const places = await deps.progress.clusters(unstopped);
  const view = broadcastDetail(row, occurrences, clusters, known, deps.iso);
  return {
    ok: true,
    value: {
      ...view,
      notYetStopped: unstopped.length,
      unstopped: unstopped.map((cluster) => {
        const place = places.get(cluster);
        const seenAt = place?.seenAt ?? null;
        return {
          cluster: cluster as never,
          name: place?.name ?? cluster,
          commune: place?.commune as never,
          seenAt: seenAt === null ? null : deps.iso(seenAt),
        };
      }),
    },
  };
}

async function progress(
  deps: ProgressDeps,
  id: string,
  occurrence: OccurrenceId | undefined,
  sees: (commune: ScopeId) => boolean,
): Promise<Result<Progress>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  const offers = await deps.progress.offers(id);
  // What was offered airs as orders of the communes.
  const orders = [id, ...offers.flatMap((one) => one.scheduled ?? [])];
  const all: OccurrenceTable[] = [];
  for (const order of orders) all.push(...(await deps.store.occurrencesOf(order)));
  const named = occurrence && all.find((one) => one.id === occurrence);
  if (occurrence && !named) return refuse("occurrence-unknown");
  const standing = all.filter((one) => one.cancelled_at === null || one === named);
  const round =
    offers.length > 0 && !named ? standing : roundOf(standing, deps.clock.now(), named?.not_before);
  const steps = (await stepsOf(deps, round)).filter((one) => sees(`c-${one.commune}` as ScopeId));
  const seen = offers.filter((one) => sees(`c-${one.commune}` as ScopeId));
  const names = await deps.progress.communes([...steps, ...seen].map((one) => one.commune));
  const [first] = round;
  return {
    ok: true,
    value: {
      broadcast: row.id as Progress["broadcast"],
      notBefore: first ? deps.iso(first.not_before) : null,
      deadline: first ? deps.iso(Math.max(...round.map((one) => one.not_after))) : null,
      ...progressOf(steps, seen, names),
    },
  };
}

/** How far each cluster of these airings is; `turn` is called between two steps, where others may have their turn. */
export async function stepsOf(
  deps: ProgressDeps,
  round: readonly OccurrenceTable[],
  turn: () => Promise<void> = async () => undefined,
): Promise<Step[]> {
  const ids = round.map((one) => one.id);
  const clusters = await deps.store.clustersOf(ids);
  await turn();
  const known = await deps.known(ids);
  await turn();
  const confirmed = await deps.progress.confirmed(ids);
  await turn();
  const places = await deps.progress.clusters([...new Set([...clusters.values()].flat())]);
  return round.flatMap(({ id }) =>
    (clusters.get(id) ?? []).map((cluster) => {
      const pair = known.get(`${id} ${cluster}`);
      return {
        occurrence: id,
        commune: places.get(cluster)?.commune ?? "",
        pair: pairView(cluster, pair, deps.iso),
        delivered: confirmed.get(`${id} ${cluster}`)?.order === true,
        armed: wasArmed(pair),
      };
    }),
  );
}

const wasArmed = (pair: PairKnown | undefined): boolean =>
  pair?.receipts.some(({ kind }) => kind === "armed" || kind === "started") ?? false;
