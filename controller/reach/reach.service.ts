import { dateOf, dayOfDate, startOfDay } from "../../contract/station-time.ts";
import { type Clock, days, earlier, type Instant } from "../../contract/time.ts";
import { defined } from "../defined.ts";
import type { Filter, ReachStore } from "./reach.store.ts";
import { definitionOf, type Reach, reach, reachLine, rungText, type Tally } from "./reach.ts";
import type { ReachQuery, ReachView } from "./reach-api.ts";

export interface ReachDeps {
  readonly clock: Clock;
  readonly store: ReachStore;
  readonly iso: (at: number) => string;
  readonly parseInstant: (iso: string) => Instant | undefined;
}

export type ReachAnswer =
  | { readonly ok: true; readonly value: ReachView }
  | { readonly ok: false; readonly code: "period-empty" | "day-unreadable" };

export interface ReachService {
  figure(query: ReachQuery): Promise<ReachAnswer>;
}

const ratio = (tally: Tally) => ({
  ...tally,
  ratio: tally.of === 0 ? null : tally.reached / tally.of,
});

export function createReach({ clock, store, iso, parseInstant }: ReachDeps): ReachService {
  function edge(
    text: string | undefined,
    fallback: Instant,
    nextDay: boolean,
  ): Instant | undefined {
    if (text === undefined) return fallback;
    if (text.length > 10) return parseInstant(text);
    const day = dayOfDate(text);
    return day === undefined ? undefined : startOfDay(nextDay ? day + 1 : day);
  }

  async function figure(query: ReachQuery): Promise<ReachAnswer> {
    const now = clock.now();
    const from = edge(query.from, earlier(now, days(365)), false);
    const to = edge(query.to, (now + 1) as Instant, true);
    if (from === undefined || to === undefined) return { ok: false, code: "day-unreadable" };
    if (from >= to) return { ok: false, code: "period-empty" };
    const { theme, campaign, commune, message, broadcast } = query;
    const filter: Filter = {
      from,
      to,
      day: dateOf((to - 1) as Instant),
      ...defined({ theme, campaign, commune, message, broadcast }),
    };
    const found = reach(
      await store.hamlets(filter),
      await store.serving(filter),
      await store.plays(filter),
      query.rung ?? "completed",
      query.atLeast ?? 1,
    );
    return { ok: true, value: view(found, iso(from), iso(to)) };
  }
  return { figure };
}

const view = (found: Reach, from: string, to: string): ReachView => ({
  from,
  to,
  rung: found.rung,
  rungText: rungText[found.rung],
  atLeast: found.atLeast,
  households: ratio(found.households),
  people: ratio(found.people),
  hamlets: ratio(found.hamlets),
  line: reachLine(found),
  definition: definitionOf(found.rung, found.atLeast),
  rows: found.rows.map((row) => ({ ...row, clusters: [...row.clusters] })),
});
