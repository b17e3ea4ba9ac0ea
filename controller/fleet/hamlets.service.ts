import type { ScopeId } from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { HamletTable } from "../store/tables.ts";
import { freshId, noChanges, succeed } from "./fleet.ts";
import type { HamletChange, HamletNew, HamletView, Listing } from "./fleet-api.ts";
import { slug } from "./fold.ts";
import {
  edited,
  type FleetDeps,
  type Ground,
  groupBy,
  inField,
  isDay,
  named,
  type Page,
  pageOf,
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

export function createHamlets({ store }: FleetDeps, ground: Ground): Hamlets {
  const { today } = ground;
  const open = (from: string | undefined) => ({ valid_from: from ?? today(), valid_to: null });

  async function hamlet(id: string, day = today()): Promise<Result<HamletView>> {
    const row = await store.hamlet(id);
    return row ? done(hamletView(row, await store.figures([id]), day)) : refuse("not-found");
  }

  return {
    ownerOfHamlet: async (id) => {
      const row = await store.hamlet(id);
      return row && ground.ownerOfCommune(row.commune);
    },
    hamlets: async (by, asked) => {
      const find = ground.find(by, asked);
      const rows = await store.hamlets(find);
      const figures = await store.figures(rows.map((row) => row.id));
      const byHamlet = groupBy(figures, (figure) => figure.hamlet);
      const view = (row: HamletTable) => hamletView(row, byHamlet.get(row.id) ?? [], find.on);
      return pageOf(rows, find.limit, view, (row) => row.id);
    },
    hamlet,
    addHamlet: async (by, given) => {
      if (!isDay(given.from)) return refuse("bad-dates");
      if (!ground.tree().communes.has(given.commune))
        return refuse("unknown-place", inField("commune"));
      const there = await store.inCommunes([given.commune]);
      const { name, folded } = named(given.name);
      const taken = (id: string) => there.hamlets.some((row) => row.id === id);
      const id = given.id ?? freshId(given.commune, slug(name), taken);
      if (await store.hamlet(id)) return refuse("place-exists");
      const dates = open(given.from);
      const row = { id, commune: given.commune, name, folded, ...dates };
      const figure = {
        hamlet: id,
        households: given.households ?? 0,
        people: given.people ?? 0,
        languages: JSON.stringify(given.languages ?? ["vie"]),
        ...dates,
      };
      const changes = { ...noChanges, hamlets: [row], figures: [figure] };
      await ground.apply(by, "hamlet.create", id, changes);
      return done(hamletView(row, [figure], dates.valid_from));
    },
    changeHamlet: async (by, id, given) => {
      const row = await store.hamlet(id);
      if (!row) return refuse("not-found");
      const day = given.from ?? today();
      const next = edited(row, given);
      if (!next.ok || !isDay(day)) return next.ok ? refuse("bad-dates") : next;
      const history = await store.figures([id]);
      const before = hamletView(row, history, day);
      const figure = {
        hamlet: id,
        households: given.households ?? before.households,
        people: given.people ?? before.people,
        languages: JSON.stringify(given.languages ?? before.languages),
      };
      const counted =
        given.households !== undefined ||
        given.people !== undefined ||
        given.languages !== undefined;
      const figures = counted ? succeed(history, figure, day) : [];
      await ground.apply(by, "hamlet.change", id, { ...noChanges, hamlets: [next.value], figures });
      return hamlet(id, day > today() ? day : today());
    },
  };
}
