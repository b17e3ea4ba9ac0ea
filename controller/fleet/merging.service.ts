import type { CommuneCode } from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import { defined } from "../defined.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { HamletFigureTable, HamletTable } from "../store/tables.ts";
import { type Changes, freshId, validOn } from "./fleet.ts";
import { slug } from "./fold.ts";
import { type FleetDeps, type Ground, isDay, named } from "./ground.service.ts";
import { mergedCommunes, mergedHamlets, type Reshaping, splitHamlet } from "./merging.ts";
import type { CommuneMerge, HamletMerge, HamletSplit, MergeView } from "./merging-api.ts";
import {
  type Carried,
  type CarriedItem,
  inheritedRegulation,
  logged,
  type Succession,
} from "./succession.ts";

export interface Merging {
  mergeCommunes(by: Actor, given: CommuneMerge, dryRun: boolean): Promise<Result<MergeView>>;
  mergeHamlets(by: Actor, given: HamletMerge, dryRun: boolean): Promise<Result<MergeView>>;
  splitHamlet(
    by: Actor,
    id: string,
    given: HamletSplit,
    dryRun: boolean,
  ): Promise<Result<MergeView>>;
}

interface Context {
  readonly deps: FleetDeps;
  readonly ground: Ground;
}

export function createMerging(deps: FleetDeps, ground: Ground): Merging {
  const context = { deps, ground };
  return {
    mergeCommunes: (by, given, dryRun) => mergeCommunes(context, by, given, dryRun),
    mergeHamlets: (by, given, dryRun) => mergeHamlets(context, by, given, dryRun),
    splitHamlet: (by, id, given, dryRun) => split(context, by, id, given, dryRun),
  };
}

/** Boards take up a merge at once, so one that is to come is not written ahead. */
function dayOf({ ground }: Context, from: string | undefined): string | undefined {
  const day = from ?? ground.today();
  return isDay(day) && day <= ground.today() ? day : undefined;
}

async function mergeCommunes(
  context: Context,
  by: Actor,
  given: CommuneMerge,
  dryRun: boolean,
): Promise<Result<MergeView>> {
  const { deps, ground } = context;
  const day = dayOf(context, given.from);
  if (day === undefined) return refuse("bad-dates");
  const rows = await Promise.all(given.communes.map((code) => deps.store.commune(code)));
  const old = rows.flatMap((row) => (row && validOn(row, day) ? [row] : []));
  const [first] = old;
  if (!first || old.length < rows.length) return refuse("unknown-place");
  if (old.some(({ province }) => province !== first.province)) return refuse("merge-apart");
  const kept = old.find(({ code }) => code === given.into);
  if (!kept && ground.tree().communes.has(given.into)) return refuse("place-exists");
  const name = named(given.name ?? kept?.name ?? first.name);
  const fresh = { code: given.into, province: first.province, valid_from: day, valid_to: null };
  const into = kept ? { ...kept, ...name } : { ...fresh, ...name };
  const ending = old.filter((row) => row !== kept);
  const there = await deps.store.inCommunes(given.communes);
  const moves = await deps.store.moves();
  const merged = mergedCommunes({ into, ending, ...there, moves, day });
  const regulations = await deps.store.regulations([...given.communes, given.into]);
  const inherited = inheritedRegulation({ into, ending, regulations, ...there, day });
  const changes = { ...merged, regulations: inherited.rows };
  const succession: Succession = {
    into: given.into,
    ending: ending.map((row) => row.code as CommuneCode),
    hamlets: new Map(),
    clusters: there.clusters.filter((row) => validOn(row, day)).map((row) => row.id),
    ...defined({ hours: inherited.hours }),
  };
  const open = there.hamlets.filter((row) => validOn(row, day));
  const figures = await deps.store.figures(open.map(({ id }) => id));
  return finish(context, by, "commune.merge", given.into, changes, day, dryRun, {
    ended: ending.map(({ code }) => code),
    made: kept ? [] : [given.into],
    before: figures,
    after: figures,
    carried: await carriedWith(context, succession, inherited.items),
  });
}

/** What every concept has on units that end, as one. */
async function carriedWith(
  { deps }: Context,
  succession: Succession,
  first: readonly CarriedItem[] = [],
): Promise<Carried> {
  const all: Carried[] = [{ items: first, steps: [] }];
  for (const carrier of deps.carriers) all.push(await carrier(succession));
  return {
    items: all.flatMap(({ items }) => items),
    steps: all.flatMap(({ steps }) => steps),
    beside: all.flatMap(({ beside = [] }) => beside),
    tell: async () => {
      for (const { tell } of all) await tell?.();
    },
  };
}

async function reshaping(
  { deps }: Context,
  hamlets: readonly string[],
  day: string,
): Promise<Reshaping | undefined> {
  const rows = await Promise.all(hamlets.map((id) => deps.store.hamlet(id)));
  const old = rows.flatMap((row) => (row && validOn(row, day) ? [row] : []));
  if (old.length < rows.length) return undefined;
  const figures = await deps.store.figures(hamlets);
  const [links, outlines] = [await deps.store.linksOf(hamlets), await deps.store.outlines(hamlets)];
  return { old, figures, links, outlines, day };
}

async function freshHamlets(
  { deps }: Context,
  commune: string,
  names: readonly string[],
  day: string,
): Promise<HamletTable[]> {
  const there = await deps.store.inCommunes([commune]);
  const ids = new Set(there.hamlets.map(({ id }) => id));
  return names.map((name) => {
    const id = freshId(commune, slug(name), (one) => ids.has(one));
    ids.add(id);
    return { id, commune, ...named(name), valid_from: day, valid_to: null };
  });
}

async function mergeHamlets(
  context: Context,
  by: Actor,
  given: HamletMerge,
  dryRun: boolean,
): Promise<Result<MergeView>> {
  const day = dayOf(context, given.from);
  if (day === undefined) return refuse("bad-dates");
  const found = await reshaping(context, given.hamlets, day);
  const commune = found?.old[0]?.commune;
  if (!found || commune === undefined) return refuse("unknown-place");
  if (found.old.some((row) => row.commune !== commune)) return refuse("merge-apart");
  const [into] = await freshHamlets(context, commune, [given.name], day);
  if (!into) return refuse("unknown-place");
  const changes = mergedHamlets(found, into);
  // Without a household nothing serves the new one, and the clusters themselves are named instead.
  const serves = changes.links.some((row) => row.hamlet === into.id) ? [into.id] : [];
  const hamlets = new Map(given.hamlets.map((id) => [id as string, serves]));
  return finish(context, by, "hamlet.merge", into.id, changes, day, dryRun, {
    ended: [...given.hamlets],
    made: [into.id],
    before: found.figures,
    after: changes.figures,
    carried: await carriedWith(context, { ending: [], hamlets, clusters: [] }),
  });
}

async function split(
  context: Context,
  by: Actor,
  id: string,
  given: HamletSplit,
  dryRun: boolean,
): Promise<Result<MergeView>> {
  const day = dayOf(context, given.from);
  if (day === undefined) return refuse("bad-dates");
  const found = await reshaping(context, [id], day);
  const [old] = found?.old ?? [];
  if (!found || !old) return refuse("not-found");
  const names = given.into.map(({ name }) => name);
  const rows = await freshHamlets(context, old.commune, names, day);
  const parts = given.into.flatMap((one, at) => {
    const row = rows[at];
    return row ? [{ row, households: one.households, people: one.people }] : [];
  });
  const changes = splitHamlet(found, parts);
  const [was, is] = [sumsOn(found.figures, day), sumsOn(changes.figures, day)];
  // Nobody appears or vanishes by a line on the map; a new count is a change of figures.
  if (was.households !== is.households || was.people !== is.people) return refuse("split-sum");
  return finish(context, by, "hamlet.split", id, changes, day, dryRun, {
    ended: [id],
    made: rows.map((row) => row.id),
    before: found.figures,
    after: changes.figures,
    carried: await carriedWith(context, {
      ending: [],
      hamlets: new Map([[id, rows.map((row) => row.id)]]),
      clusters: [],
    }),
  });
}

interface Told {
  readonly ended: string[];
  readonly made: string[];
  readonly before: readonly HamletFigureTable[];
  readonly after: readonly HamletFigureTable[];
  readonly carried: Carried;
}

function sumsOn(figures: readonly HamletFigureTable[], day: string) {
  const open = figures.filter((row) => validOn(row, day));
  const sum = (of: (row: HamletFigureTable) => number) =>
    open.reduce((total, row) => total + of(row), 0);
  return { households: sum((row) => row.households), people: sum((row) => row.people) };
}

async function finish(
  { ground }: Context,
  by: Actor,
  action: string,
  subject: string,
  changes: Changes,
  day: string,
  dryRun: boolean,
  { ended, made, before, after, carried }: Told,
): Promise<Result<MergeView>> {
  const { items, steps, beside = [], tell = async () => {} } = carried;
  if (!dryRun) {
    await ground.apply(by, action, subject, changes, { ...logged(items), steps, beside, tell });
  }
  const [was, is] = [sumsOn(before, day), sumsOn(after, day)];
  const clusters = new Set([
    ...changes.clusters.map(({ id }) => id),
    ...changes.links.map(({ cluster }) => cluster),
  ]);
  return done({
    ...{ dryRun, from: day, ended, made },
    hamlets: changes.hamlets.length,
    clusters: clusters.size,
    households: { before: was.households, after: is.households },
    people: { before: was.people, after: is.people },
    carried: items.map(({ was: _was, is: _is, count = 1, ...shown }) => ({ ...shown, count })),
    reversible: false,
  });
}
