import type { ScopeId } from "../../contract/ids.ts";
import { days, type Instant } from "../../contract/time.ts";
import { type Result, refuse } from "../problems.ts";
import type { AgendaStore } from "./agenda.store.ts";
import { agendaItem, standingOf, type Tally, tallyOf } from "./agenda.ts";
import type { AgendaItem } from "./agenda-api.ts";
import type { ScheduleStore } from "./schedule.store.ts";
import type { Iso, PairKnown } from "./view.ts";

export interface AgendaDeps {
  readonly store: AgendaStore;
  readonly clustersOf: ScheduleStore["clustersOf"];
  readonly known: (occurrences: readonly string[]) => Promise<ReadonlyMap<string, PairKnown>>;
  readonly iso: Iso;
  readonly parseInstant: (iso: string) => Instant | undefined;
}

export interface AgendaAsked {
  readonly from: string;
  readonly to: string;
  readonly commune?: string;
  readonly sees: (place: ScopeId) => boolean;
}

export interface Agenda {
  of(asked: AgendaAsked): Promise<Result<{ items: AgendaItem[] }>>;
}

const MOST = 3_000;

/** What is, was and will be on air in a window: the day and the week as people see them. */
export const createAgenda = (deps: AgendaDeps): Agenda => ({
  of: async (asked) => {
    const [from, to] = [deps.parseInstant(asked.from), deps.parseInstant(asked.to)];
    if (from === undefined || to === undefined) return refuse("no-such-time");
    if (!(to > from) || to - from > days(31)) return refuse("window-too-long");
    const all = await deps.store.between(from, to, MOST);
    const rows = all.filter((row) => asked.sees(row.place as ScopeId));
    const standing = await deps.store.standing(
      rows.map((row) => row.id),
      asked.commune,
    );
    const { told, open } = standingOf(standing);
    const read = await tallies(deps, open, asked.commune);
    const items = rows.map((row) =>
      agendaItem(row, read.get(row.id) ?? told.get(row.id), deps.iso),
    );
    return {
      ok: true,
      value: { items: asked.commune ? items.filter((item) => item.clusters > 0) : items },
    };
  },
});

/** Of what is not over yet: what the boards have said so far. */
async function tallies(
  { store, clustersOf, known }: AgendaDeps,
  ids: readonly string[],
  commune: string | undefined,
): Promise<ReadonlyMap<string, Tally>> {
  // An agenda of one commune counts only the clusters of that commune.
  const inside = commune === undefined ? undefined : await store.clustersIn(commune);
  const [clusters, told] = await Promise.all([clustersOf(ids), known(ids)]);
  return new Map(
    ids.map((id) => {
      const meant = clusters.get(id) ?? [];
      const mine = inside ? meant.filter((cluster) => inside.has(cluster)) : meant;
      return [id, tallyOf(id, mine, told)];
    }),
  );
}
