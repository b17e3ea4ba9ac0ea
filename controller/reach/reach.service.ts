import { dateOf, dayOfDate, startOfDay } from "../../contract/station-time.ts";
import { type Clock, days, earlier, type Instant } from "../../contract/time.ts";
import { defined } from "../defined.ts";
import { rungText } from "../playlog/proof-text.ts";
import { detailCsv } from "./detail-csv.ts";
import { gapsOf, type Target } from "./gaps.ts";
import { matrixOf, type ThemedPlay } from "./matrix.ts";
import type { Filter, ReachStore } from "./reach.store.ts";
import {
  definitionOf,
  type HamletFigures,
  type Reach,
  type Rung,
  reach,
  reachLine,
  rungAsked,
  type Serving,
  type Tally,
} from "./reach.ts";
import type {
  GapQuery,
  GapView,
  MatrixView,
  MonthsView,
  ReachQuery,
  ReachView,
} from "./reach-api.ts";
import { type DatedPlay, monthOf, regular, wholeMonths } from "./regular.ts";

export interface ReachDeps {
  readonly clock: Clock;
  readonly store: ReachStore;
  readonly iso: (at: number) => string;
  readonly parseInstant: (iso: string) => Instant | undefined;
  readonly targets: () => Promise<readonly Target[]>;
}

interface Refused {
  readonly ok: false;
  readonly code: "period-empty" | "day-unreadable";
}
type Answer<T> = { readonly ok: true; readonly value: T } | Refused;

/** A period with everything that its figures are made of. */
interface Asked {
  readonly ok: true;
  readonly from: number;
  readonly to: number;
  readonly months: readonly string[];
  readonly rung: Rung;
  readonly atLeast: number;
  readonly perMonth: number;
  readonly hamlets: readonly HamletFigures[];
  readonly serving: readonly Serving[];
  readonly plays: readonly (DatedPlay & ThemedPlay)[];
}

export interface ReachService {
  figure(query: ReachQuery): Promise<Answer<ReachView>>;
  /** CSV from which the figure can be computed again. */
  detail(query: ReachQuery): Promise<Answer<string>>;
  gaps(query: GapQuery): Promise<Answer<GapView>>;
  matrix(query: ReachQuery): Promise<Answer<MatrixView>>;
  months(query: ReachQuery): Promise<Answer<MonthsView>>;
}

/** Once a week, unless the question or a target says otherwise. */
const REGULAR = 4;
const WHOLE = 1;

const ratio = (tally: Tally) => ({
  ...tally,
  ratio: tally.of === 0 ? null : tally.reached / tally.of,
});

export function createReach({ clock, store, iso, parseInstant, targets }: ReachDeps): ReachService {
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

  async function askedOf(query: ReachQuery): Promise<Asked | Refused> {
    const now = clock.now();
    const from = edge(query.from, earlier(now, days(365)), false);
    const to = edge(query.to, (now + 1) as Instant, true);
    if (from === undefined || to === undefined) return { ok: false, code: "day-unreadable" };
    if (from >= to) return { ok: false, code: "period-empty" };
    const { theme, campaign, commune, province, message, broadcast, hamlet, language } = query;
    const filter: Filter = {
      from,
      to,
      day: dateOf((to - 1) as Instant),
      ...defined({ theme, campaign, commune, province, message, broadcast, hamlet, language }),
    };
    return {
      ok: true,
      from,
      to,
      // A month that is not over yet cannot be a whole one.
      months: wholeMonths(from, Math.min(to, now)),
      rung: rungAsked(query.rung),
      atLeast: query.atLeast ?? 1,
      perMonth: query.perMonth ?? REGULAR,
      hamlets: await store.hamlets(filter),
      serving: await store.serving(filter),
      plays: await store.plays(filter),
    };
  }

  const once = ({ hamlets, serving, plays, rung, atLeast }: Asked): Reach =>
    reach(hamlets, serving, plays, rung, atLeast);
  const often = ({ hamlets, serving, plays, rung, perMonth, months }: Asked): Reach =>
    regular(hamlets, serving, plays, rung, perMonth, months);

  async function on<T>(
    query: ReachQuery,
    run: (asked: Asked) => T | Promise<T>,
  ): Promise<Answer<T>> {
    const asked = await askedOf(query);
    return asked.ok ? { ok: true, value: await run(asked) } : asked;
  }

  return {
    figure: (query) => on(query, (asked) => view(once(asked), often(asked), asked, iso)),
    detail: (query) =>
      on(query, ({ hamlets, serving, plays, rung }) => detailCsv(hamlets, serving, plays, rung)),
    gaps: ({ metric = "households", share, ...query }) =>
      on(query, async (asked) => {
        const known = (await targets()).find((one) => one.metric === metric)?.share;
        const target = { metric, share: share ?? known ?? WHOLE };
        const figure = metric === "regular" ? often(asked) : once(asked);
        return gapView(gapsOf(figure, asked.serving, target), target);
      }),
    matrix: (query) =>
      on(query, ({ hamlets, serving, plays, rung, atLeast }) => ({
        items: matrixOf(hamlets, serving, plays, rung, atLeast).map((cell) => ({
          ...cell,
          households: ratio(cell.households),
        })),
      })),
    months: (query) =>
      on(query, (asked) => {
        const { plays, hamlets, serving, rung, atLeast } = asked;
        const months = [...new Set(plays.map(({ at }) => monthOf(at)))].sort();
        return {
          items: months.map((month) => {
            const mine = plays.filter(({ at }) => monthOf(at) === month);
            const { households, people } = reach(hamlets, serving, mine, rung, atLeast);
            return { month, households: ratio(households), people: ratio(people) };
          }),
        };
      }),
  };
}

const gapView = (
  { hamlets, clusters, ...gaps }: ReturnType<typeof gapsOf>,
  target: Target,
): GapView => ({ ...target, ...gaps, hamlets: [...hamlets], clusters: [...clusters] });

function view(found: Reach, often: Reach, asked: Asked, iso: ReachDeps["iso"]): ReachView {
  const blind = found.rows.filter((row) => row.unmeasurable);
  return {
    from: iso(asked.from),
    to: iso(asked.to),
    rung: found.rung,
    rungText: rungText[found.rung],
    atLeast: found.atLeast,
    households: ratio(found.households),
    people: ratio(found.people),
    hamlets: ratio(found.hamlets),
    regular: {
      perMonth: asked.perMonth,
      months: [...asked.months],
      households: ratio(often.households),
      people: ratio(often.people),
    },
    unmeasurable: {
      hamlets: blind.length,
      households: blind.reduce((sum, { households }) => sum + households, 0),
    },
    line: reachLine(found),
    definition: definitionOf(found.rung, found.atLeast),
    rows: found.rows.map((row) => ({ ...row, clusters: [...row.clusters] })),
  };
}
