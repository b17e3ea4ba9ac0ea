import type { ScopeId } from "../../contract/ids.ts";
import { dayNumber } from "../../contract/station-time.ts";
import type { Actor } from "../access/access.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { DeadlineRuleTable } from "../store/calendar-tables.ts";
import { bookFor, type CalendarDeps, concerns, LONGEST } from "./calendar.service.ts";
import type { DeadlineList, DeadlineRuleNew, DeadlineRuleView } from "./calendar-api.ts";
import {
  allDeadlineRules,
  type Cutoff,
  type DeadlineRule,
  deadlinesIn,
  isDueDay,
  spanOf,
  usualCutoffs,
} from "./deadline.ts";

/** What reports are owed, and until when. */
export interface Deadlines {
  list(scopes: readonly ScopeId[], from: string, to: string): Promise<Result<DeadlineList>>;
  rules(scopes: readonly ScopeId[]): Promise<DeadlineRuleView[]>;
  add(by: Actor, given: DeadlineRuleNew): Promise<Result<DeadlineRuleView>>;
  drop(by: Actor, id: string): Promise<Result<DeadlineRuleView>>;
  placeOf(id: string): Promise<ScopeId | undefined>;
}

export interface DeadlineDeps extends CalendarDeps {
  /** Tells what a new rule makes due already: the next morning may be too late. */
  readonly remind: () => Promise<void>;
}

export const createDeadlines = (deps: DeadlineDeps): Deadlines => ({
  list: (scopes, from, to) => list(deps, scopes, from, to),
  rules: async (scopes) => {
    const own = await ownRules(deps, scopes);
    return allDeadlineRules(own).map((rule) => viewOf(rule, own.includes(rule)));
  },
  add: (by, given) => add(deps, by, given),
  drop: async (by, id) => {
    const row = await deps.store.deadline(id);
    if (!row) return refuse("not-found");
    await deps.store.dropDeadline(id);
    await deps.audit.record({ by, action: "deadline.delete", subject: id, before: row });
    return done(viewOf(ruleOf(row), false));
  },
  placeOf: async (id) => (await deps.store.deadline(id))?.place as ScopeId | undefined,
});

async function list(
  deps: CalendarDeps,
  scopes: readonly ScopeId[],
  from: string,
  to: string,
): Promise<Result<DeadlineList>> {
  const span = spanOf(from, to, LONGEST);
  if (!span) return refuse("days-unreadable");
  const { isOff } = await bookFor(deps, scopes, span);
  const rules = allDeadlineRules(await ownRules(deps, scopes));
  const today = dayNumber(deps.clock.now());
  const items = deadlinesIn(rules, span[0], span[1], isOff).map(({ rule, dueDay, ...one }) => ({
    id: rule.id,
    name: rule.name,
    who: rule.who,
    to: rule.to,
    source: rule.source,
    named: one.named,
    due: one.due,
    moved: one.moved,
    daysLeft: dueDay - today,
    cutoffs: [...one.cutoffs],
    reminders: [...one.reminders],
  }));
  return done({ items });
}

async function add(
  deps: DeadlineDeps,
  by: Actor,
  given: DeadlineRuleNew,
): Promise<Result<DeadlineRuleView>> {
  if (!given.days.every(isDueDay)) return refuse("no-such-day");
  const id = given.id ?? deps.newId("han");
  if (await deps.store.deadline(id)) return refuse("deadline-exists");
  const row: DeadlineRuleTable = {
    id,
    place: given.place,
    name: given.name.trim(),
    who: given.who.trim(),
    recipient: given.to.trim(),
    source: given.source?.trim() ?? "",
    days: JSON.stringify(given.days),
    strictly_before: given.before ? 1 : 0,
    cutoffs: JSON.stringify(given.cutoffs ?? usualCutoffs),
  };
  await deps.store.addDeadline(row);
  await deps.audit.record({ by, action: "deadline.create", subject: id, after: row });
  await deps.remind();
  return done(viewOf(ruleOf(row), true));
}

const ownRules = async (
  deps: CalendarDeps,
  scopes: readonly ScopeId[],
): Promise<readonly DeadlineRule[]> =>
  (await rulesOf(deps)).filter((rule) => concerns(deps, scopes, rule));

/** Everybody's own rules. */
export const rulesOf = async ({ store }: Pick<CalendarDeps, "store">): Promise<DeadlineRule[]> =>
  (await store.deadlines()).map(ruleOf);

const ruleOf = (row: DeadlineRuleTable): DeadlineRule => ({
  id: row.id,
  place: row.place,
  name: row.name,
  who: row.who,
  to: row.recipient,
  source: row.source,
  days: JSON.parse(row.days) as string[],
  before: row.strictly_before === 1,
  cutoffs: JSON.parse(row.cutoffs) as Cutoff[],
});

const viewOf = (rule: DeadlineRule, own: boolean): DeadlineRuleView => ({
  ...rule,
  place: rule.place as ScopeId,
  days: [...rule.days],
  cutoffs: [...rule.cutoffs],
  own,
});
