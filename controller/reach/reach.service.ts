import type { ScopeId } from "../../contract/ids.ts";
import { dateOf, dayOfDate, startOfDay } from "../../contract/station-time.ts";
import { type Clock, days, earlier, type Instant } from "../../contract/time.ts";
import { defined } from "../defined.ts";
import type { Rung } from "../playlog/outcome.ts";
import { halfMonthOf } from "./buckets.ts";
import { type CommuneMonths, communeMonths } from "./communes.ts";
import type { Counts } from "./counting.service.ts";
import { detailCsv } from "./detail-csv.ts";
import { gapsOf } from "./gaps.ts";
import { matrixOf } from "./matrix.ts";
import type { Question } from "./question.ts";
import type { ReachStore } from "./reach.store.ts";
import { type Reach, reach, reached, rungAsked, type Serving, type Tallies } from "./reach.ts";
import type {
  BreakdownView,
  CommunesView,
  Dimension,
  GapQuery,
  GapView,
  MatrixView,
  MonthsView,
  ReachQuery,
  ReachView,
} from "./reach-api.ts";
import { figureView, gapView, type Promised, ratio } from "./reach-view.ts";
import {
  MONTHS_AT_MOST,
  type MonthlyPlays,
  monthNumber,
  monthsOf,
  regular,
  type Span,
  wholeMonths,
} from "./regular.ts";
import { type Served, servedBy } from "./served.ts";
import type { Subject, SubjectKind } from "./subject.ts";
import { type DatedTarget, targetFor } from "./targets.ts";
import { timedOf } from "./timed.ts";
import { valuesOf } from "./valued.ts";

export interface ReachDeps {
  readonly clock: Clock;
  readonly store: ReachStore;
  readonly counts: Counts;
  readonly iso: (at: number) => string;
  readonly parseInstant: (iso: string) => Instant | undefined;
  readonly targets: () => Promise<readonly DatedTarget[]>;
  readonly parentOf: (place: ScopeId) => ScopeId | undefined;
}

interface Refused {
  readonly ok: false;
  readonly code: "period-empty" | "period-long" | "day-unreadable";
}
type Answer<T> = { readonly ok: true; readonly value: T } | Refused;

/** A period with everything that its figures are made of. */
interface Asked {
  readonly ok: true;
  readonly from: number;
  readonly to: number;
  /** Its whole months, and all that it touches. */
  readonly months: Span | undefined;
  readonly touched: Span;
  readonly rung: Rung;
  readonly atLeast: number;
  readonly perMonth: number;
  readonly promised: readonly DatedTarget[];
  readonly serving: readonly Serving[];
  readonly served: Served;
  readonly question: Question;
}

export interface ReachService {
  figure(query: ReachQuery): Promise<Answer<ReachView>>;
  /** CSV from which the figure can be computed again. */
  detail(query: ReachQuery): Promise<Answer<string>>;
  gaps(query: GapQuery): Promise<Answer<GapView>>;
  matrix(query: ReachQuery): Promise<Answer<MatrixView>>;
  months(query: ReachQuery): Promise<Answer<MonthsView>>;
  communes(query: ReachQuery): Promise<Answer<CommunesView>>;
  by(dimension: Dimension, query: ReachQuery): Promise<Answer<BreakdownView>>;
}

/** Once a week, unless the question or a target says otherwise. */
const REGULAR = 4;
const WHOLE = 1;
/** What is regular was chosen by its months: one play of it counts. */
const WHOLE_MONTHS = 1;
const metrics = ["households", "people", "regular"] as const;

export function createReach(deps: ReachDeps): ReachService {
  const { counts } = deps;

  async function on<T>(
    query: ReachQuery,
    run: (asked: Asked, plays: readonly MonthlyPlays[]) => T | Promise<T>,
  ): Promise<Answer<T>> {
    const asked = await askedOf(deps, query);
    if (!asked.ok) return asked;
    return { ok: true, value: await answered(asked, run) };
  }

  async function answered<T>(
    asked: Asked,
    run: (asked: Asked, plays: readonly MonthlyPlays[]) => T | Promise<T>,
  ): Promise<T> {
    const { atLeast, perMonth, months } = asked;
    const plays = await counts.monthly(asked.question, {
      ...{ atLeast, perMonth },
      ...defined({ whole: months }),
    });
    return run(asked, plays);
  }

  async function inMonths<T>(
    query: ReachQuery,
    run: (months: readonly string[], communes: readonly CommuneMonths[]) => T,
  ): Promise<Answer<T>> {
    const asked = await askedOf(deps, query);
    if (!asked.ok) return asked;
    if (asked.touched[1] - asked.touched[0] >= MONTHS_AT_MOST)
      return { ok: false, code: "period-long" };
    const value = await answered(asked, ({ served, touched, atLeast }, plays) => {
      const months = monthsOf(touched);
      return run(months, communeMonths(served, plays, months, atLeast));
    });
    return { ok: true, value };
  }

  return {
    figure: (query) =>
      on(query, async (asked, plays) => {
        const { served, rung, atLeast } = asked;
        const doubtful = await counts.unconfirmed(asked.question);
        const once = reach(served, plays, rung, atLeast, doubtful);
        const often = reached(served, oftenIn(asked, plays), WHOLE_MONTHS);
        const timed = timedOf(served, plays, doubtful, atLeast);
        return figureView(once, often, promisedOf(asked, once, often), timed, {
          perMonth: asked.perMonth,
          months: asked.months ? monthsOf(asked.months) : [],
          from: deps.iso(asked.from),
          to: deps.iso(asked.to),
        });
      }),
    detail: (query) =>
      on(query, async ({ served, question }, plays) =>
        detailCsv(served, plays, await counts.unconfirmed(question)),
      ),
    gaps: ({ metric = "households", share, ...query }) =>
      on(query, (asked, plays) => {
        const known = asked.promised.find((one) => one.metric === metric)?.share;
        const target = { metric, share: share ?? known ?? WHOLE };
        const figure =
          metric === "regular"
            ? reach(asked.served, oftenIn(asked, plays), asked.rung, WHOLE_MONTHS)
            : onceOf(asked, plays);
        return gapView(gapsOf(figure, asked.serving, target), target);
      }),
    matrix: async (query) => {
      const asked = await askedOf(deps, query);
      if (!asked.ok) return asked;
      const plays = await counts.each("theme", asked.question);
      const cells = matrixOf(asked.served, plays, asked.atLeast);
      const items = cells.map((cell) => ({ ...cell, households: ratio(cell.households) }));
      return { ok: true, value: { items } };
    },
    months: (query) =>
      inMonths(query, (months, communes) => ({
        items: months.map((month, at) => {
          const sum = (of: (one: CommuneMonths) => number) =>
            communes.reduce((all, one) => all + of(one), 0);
          const tally = (metric: "households" | "people") =>
            ratio({
              reached: sum((one) => one.months[at]?.[metric] ?? 0),
              of: sum((one) => one[metric].of),
            });
          return { month, households: tally("households"), people: tally("people") };
        }),
      })),
    communes: (query) =>
      inMonths(query, (months, communes) => ({
        months: [...months],
        items: communes.map((one) => ({
          commune: one.commune,
          households: ratio(one.households),
          people: ratio(one.people),
          months: [...one.months],
        })),
      })),
    by: (dimension, query) => breakdown(deps, dimension, query),
  };
}

const onceOf = ({ served, rung, atLeast }: Asked, plays: readonly MonthlyPlays[]): Reach =>
  reach(served, plays, rung, atLeast);
const oftenIn = ({ perMonth, months }: Asked, plays: readonly MonthlyPlays[]) =>
  regular(plays, perMonth, months);

/** Each target that holds, beside what was reached of it. */
const promisedOf = ({ promised }: Asked, once: Tallies, often: Tallies): Promised[] =>
  promised.map((target) => {
    const { households, people } = target.metric === "regular" ? often : once;
    return { target, tally: target.metric === "people" ? people : households };
  });

function edge(
  { parseInstant }: ReachDeps,
  text: string | undefined,
  fallback: Instant,
  nextDay: boolean,
): Instant | undefined {
  if (text === undefined) return fallback;
  if (text.length > 10) return parseInstant(text);
  const day = dayOfDate(text);
  return day === undefined ? undefined : startOfDay(nextDay ? day + 1 : day);
}

/** A year and what is left of its first half month, because half months are counted ahead. */
const yearUpTo = (now: Instant): Instant => halfMonthOf(earlier(now, days(365))).from as Instant;

async function askedOf(deps: ReachDeps, query: ReachQuery): Promise<Asked | Refused> {
  const now = deps.clock.now();
  const from = edge(deps, query.from, yearUpTo(now), false);
  const to = edge(deps, query.to, (now + 1) as Instant, true);
  if (from === undefined || to === undefined) return { ok: false, code: "day-unreadable" };
  if (from >= to) return { ok: false, code: "period-empty" };
  const { commune, province, hamlet, language } = query;
  const place = defined({ commune, province, hamlet });
  const day = dateOf((to - 1) as Instant);
  const hamlets = await deps.store.hamlets({ day, ...place, ...defined({ language }) });
  const serving = await deps.store.serving(
    day,
    hamlets.map((one) => one.hamlet),
  );
  const promised = await targetsAt(deps, query, day);
  const perMonth = promised.find(({ metric }) => metric === "regular")?.perMonth;
  const rung = rungAsked(query.rung);
  return {
    ok: true,
    from,
    to,
    // A month that is not over yet cannot be a whole one.
    months: wholeMonths(from, Math.min(to, now)),
    touched: [monthNumber(from), monthNumber(to - 1)],
    rung,
    atLeast: query.atLeast ?? 1,
    perMonth: query.perMonth ?? perMonth ?? REGULAR,
    promised,
    serving,
    served: servedBy(hamlets, serving),
    question: { from, to, rung, of: subjectsAsked(query), place },
  };
}

function subjectsAsked(query: ReachQuery): Subject[] {
  const { theme, campaign, spoken, audience, message, broadcast } = query;
  const named = { message, broadcast, theme, campaign, language: spoken, audience };
  return Object.entries(named).flatMap(([kind, value]) =>
    value === undefined ? [] : [{ kind: kind as SubjectKind, value }],
  );
}

async function targetsAt(
  { targets, parentOf }: ReachDeps,
  { commune, province }: ReachQuery,
  day: string,
): Promise<DatedTarget[]> {
  const scopes: string[] = [];
  const own = commune === undefined ? undefined : `c-${commune}`;
  const first = own ?? (province === undefined ? "centre" : `p-${province}`);
  for (let at: string | undefined = first; at; at = parentOf(at as ScopeId)) scopes.push(at);
  const all = await targets();
  return metrics.flatMap((metric) => targetFor(all, metric, scopes, day) ?? []);
}

async function breakdown(
  deps: ReachDeps,
  dimension: Dimension,
  query: ReachQuery,
): Promise<Answer<BreakdownView>> {
  const asked = await askedOf(deps, query);
  if (!asked.ok) return asked;
  const rows = await deps.counts.each(dimension, asked.question);
  const plays = valuesOf(rows);
  const values = [...plays.keys()].sort();
  const names = await deps.store.names(dimension, values);
  const items: BreakdownView["items"] = [];
  for (const value of values) {
    const mine = plays.get(value) ?? [];
    // What is said in a language is for those who speak it.
    const spoken = {
      day: dateOf((asked.to - 1) as Instant),
      ...asked.question.place,
      language: value,
    };
    const served =
      dimension === "language"
        ? servedBy(await deps.store.hamlets(spoken), asked.serving)
        : asked.served;
    const { households, people } = reached(served, mine, asked.atLeast);
    items.push({
      value,
      name: names.get(value) ?? value,
      plays: mine.reduce((sum, { plays }) => sum + plays, 0),
      households: ratio(households),
      people: ratio(people),
    });
  }
  return { ok: true, value: { dimension, items } };
}
