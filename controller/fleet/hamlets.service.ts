import type { ScopeId } from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { HamletFigureTable, HamletTable } from "../store/tables.ts";
import { freshId, noChanges, succeed } from "./fleet.ts";
import type { HamletChange, HamletNew, HamletView, Listing } from "./fleet-api.ts";
import { slug } from "./fold.ts";
import {
  beginning,
  changing,
  type FleetDeps,
  type Ground,
  groupBy,
  named,
  type Page,
  pageOf,
  shownOn,
} from "./ground.service.ts";
import { hamletView } from "./view.ts";

export interface Hamlets {
  /** The scope of the hamlet's commune; nothing for an unknown hamlet. */
  ownerOfHamlet(id: string): Promise<ScopeId | undefined>;
  hamlets(by: Actor, asked: Listing): Promise<Page<HamletView>>;
  hamlet(id: string): Promise<Result<HamletView>>;
  addHamlet(by: Actor, given: HamletNew): Promise<Result<HamletView>>;
  changeHamlet(by: Actor, id: string, given: HamletChange): Promise<Result<HamletView>>;
}

interface Context {
  readonly deps: FleetDeps;
  readonly ground: Ground;
}

export function createHamlets(deps: FleetDeps, ground: Ground): Hamlets {
  const context = { deps, ground };
  return {
    ownerOfHamlet: async (id) => {
      const row = await deps.store.hamlet(id);
      return row && ground.ownerOfCommune(row.commune);
    },
    hamlets: (by, asked) => list(context, by, asked),
    hamlet: (id) => one(context, id, ground.today()),
    addHamlet: (by, given) => add(context, by, given),
    changeHamlet: (by, id, given) => change(context, by, id, given),
  };
}

async function list({ deps, ground }: Context, by: Actor, asked: Listing) {
  const find = ground.find(by, asked);
  const rows = await deps.store.hamlets(find);
  const figures = await deps.store.figures(rows.map((row) => row.id));
  const byHamlet = groupBy(figures, (figure) => figure.hamlet);
  const view = (row: HamletTable) => hamletView(row, byHamlet.get(row.id) ?? [], find.on);
  return pageOf(rows, find.limit, view, (row) => row.id);
}

async function one({ deps }: Context, id: string, day: string): Promise<Result<HamletView>> {
  const row = await deps.store.hamlet(id);
  return row ? done(hamletView(row, await deps.store.figures([id]), day)) : refuse("not-found");
}

async function add({ deps, ground }: Context, by: Actor, given: HamletNew) {
  const dates = beginning(ground, given);
  if (!dates.ok) return dates;
  const there = await deps.store.inCommunes([given.commune]);
  const taken = (id: string) => there.hamlets.some((row) => row.id === id);
  const id = given.id ?? freshId(given.commune, slug(given.name), taken);
  if (await deps.store.hamlet(id)) return refuse("place-exists");
  const row = { id, commune: given.commune, ...named(given.name), ...dates.value };
  const figure = {
    hamlet: id,
    households: given.households ?? 0,
    people: given.people ?? 0,
    languages: JSON.stringify(given.languages ?? ["vie"]),
    ...dates.value,
  };
  await ground.apply(by, "hamlet.create", id, { ...noChanges, hamlets: [row], figures: [figure] });
  return done(hamletView(row, [figure], dates.value.valid_from));
}

async function change(
  context: Context,
  by: Actor,
  id: string,
  given: HamletChange,
): Promise<Result<HamletView>> {
  const { deps, ground } = context;
  const next = changing(ground, await deps.store.hamlet(id), given);
  if (!next.ok) return next;
  const { row, day } = next.value;
  const figures = figuresAfter(row, await deps.store.figures([id]), given, day);
  await ground.apply(by, "hamlet.change", id, { ...noChanges, hamlets: [row], figures });
  return one(context, id, shownOn(ground, day));
}

function figuresAfter(
  row: HamletTable,
  history: readonly HamletFigureTable[],
  given: HamletChange,
  day: string,
): HamletFigureTable[] {
  const counted = [given.households, given.people, given.languages].some(
    (one) => one !== undefined,
  );
  if (!counted) return [];
  const before = hamletView(row, history, day);
  const figure = {
    hamlet: row.id,
    households: given.households ?? before.households,
    people: given.people ?? before.people,
    languages: JSON.stringify(given.languages ?? before.languages),
  };
  return succeed(history, figure, day);
}
