import type { CommuneCode } from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import { defined } from "../defined.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { Step } from "../store/step.ts";
import type { CommuneTable } from "../store/tables.ts";
import { type OpenThing, openText } from "./ending.ts";
import { noChanges, succeed } from "./fleet.ts";
import type {
  CommuneChange,
  CommuneNew,
  CommuneView,
  Listing,
  ProvinceNew,
  RegulationNew,
} from "./fleet-api.ts";
import {
  type Along,
  edited,
  type FleetDeps,
  type Ground,
  isDay,
  named,
  type Page,
  pageOf,
} from "./ground.service.ts";
import type { Merging } from "./merging.service.ts";
import { provinceNameOf } from "./provinces.ts";
import type { ChangedBeside } from "./succession.ts";
import { communeView, provinceView } from "./view.ts";

type ProvinceView = ReturnType<typeof provinceView>;

export interface Communes {
  provinces(by: Actor): Promise<Page<ProvinceView>>;
  addProvince(by: Actor, given: ProvinceNew): Promise<Result<ProvinceView>>;
  communes(by: Actor, asked: Listing): Promise<Page<CommuneView>>;
  commune(code: string): Promise<Result<CommuneView>>;
  addCommune(by: Actor, given: CommuneNew): Promise<Result<CommuneView>>;
  changeCommune(by: Actor, code: string, given: CommuneChange): Promise<Result<CommuneView>>;
  regulate(by: Actor, code: string, given: RegulationNew): Promise<Result<CommuneView>>;
}

export function createCommunes(
  { store, enders }: FleetDeps,
  ground: Ground,
  { mergeCommunes }: Pick<Merging, "mergeCommunes">,
): Communes {
  const { today } = ground;
  const open = (from: string | undefined) => ({ valid_from: from ?? today(), valid_to: null });

  async function commune(code: string, day = today()): Promise<Result<CommuneView>> {
    const row = await store.commune(code);
    return row ? done(communeView(row, await store.regulations([code]), day)) : refuse("not-found");
  }

  /** What ends with a commune that ends alone; nothing where nothing is open, or where it does not end. */
  async function ending(
    by: Actor,
    { code, valid_to: was }: CommuneTable,
    { valid_to: day }: CommuneTable,
    endOpen: boolean,
  ): Promise<Result<Along | undefined>> {
    if (day === null || day === was) return done(undefined);
    const open: OpenThing[] = [];
    for (const ender of enders) open.push(...(await ender.open(code)));
    if (open.length === 0) return done(undefined);
    if (!endOpen) return refuse("place-open", { detail: openText(open) });
    // Boards are told at once, so an end that is to come is not written ahead.
    if (day > today()) return refuse("place-open-later", { detail: openText(open) });
    const steps: Step[] = [];
    const beside: ChangedBeside[] = [];
    for (const ender of enders) {
      const ended = await ender.end(by, code);
      steps.push(...ended.steps);
      beside.push(...ended.beside);
    }
    const after = open.map(({ kind, id }) => ({ kind, id, fate: "ended" }));
    return done({ steps, beside, before: open, after, tell: async () => {} });
  }

  return {
    provinces: async (by) => {
      const sight = ground.sight(by);
      const mine = new Set<string>([
        ...sight.provinces,
        ...sight.communes.map((code) => ground.tree().communes.get(code) ?? ""),
      ]);
      const rows = await store.provinces();
      return { items: rows.filter((row) => sight.all || mine.has(row.code)).map(provinceView) };
    },
    addProvince: async (by, given) => {
      if (!isDay(given.from)) return refuse("bad-dates");
      if (ground.tree().provinces.has(given.code)) return refuse("place-exists");
      const row = { code: given.code, ...named(given.name), ...open(given.from) };
      await ground.apply(by, "province.create", given.code, { ...noChanges, provinces: [row] });
      return done(provinceView(row));
    },

    communes: async (by, asked) => {
      const find = ground.find(by, asked);
      const rows = await store.communes(find);
      const rules = await store.regulations(rows.map((row) => row.code));
      return pageOf(
        rows,
        find.limit,
        (row) => communeView(row, rules, find.on),
        (row) => row.code,
      );
    },
    commune,
    addCommune: async (by, given) => {
      if (!isDay(given.from)) return refuse("bad-dates");
      if (ground.tree().communes.has(given.code)) return refuse("place-exists");
      const dates = open(given.from);
      const provinces = ground.tree().provinces.has(given.province)
        ? []
        : [{ code: given.province, ...named(provinceNameOf(given.province)), ...dates }];
      const row = { code: given.code, province: given.province, ...named(given.name), ...dates };
      await ground.apply(by, "commune.create", given.code, {
        ...noChanges,
        provinces,
        communes: [row],
      });
      return done(communeView(row, [], today()));
    },
    changeCommune: async (by, code, given) => {
      const row = await store.commune(code);
      if (!row) return refuse("not-found");
      const { successor, endOpen, ...own } = given;
      if (successor !== undefined) {
        const into = successor as CommuneCode;
        const merge = {
          communes: [code as CommuneCode, into],
          into,
          ...defined({ from: own.to ?? undefined }),
        };
        const merged = await mergeCommunes(by, merge, false);
        return merged.ok ? commune(code) : merged;
      }
      const next = edited(row, own);
      if (!next.ok) return next;
      const along = await ending(by, row, next.value, endOpen === true);
      if (!along.ok) return along;
      const changes = { ...noChanges, communes: [next.value] };
      await ground.apply(by, "commune.change", code, changes, along.value);
      return commune(code);
    },
    regulate: async (by, code, given) => {
      if (!ground.tree().communes.has(code)) return refuse("not-found");
      const day = given.from ?? today();
      if (!isDay(day)) return refuse("bad-dates");
      const backwards = given.sessions.findIndex(({ start, end }) => end <= start);
      if (backwards >= 0) return refuse("invalid-input", { errors: [sessionError(backwards)] });
      const body = {
        commune: code,
        number: given.number,
        sessions: JSON.stringify(given.sessions),
        quiet: JSON.stringify(given.quiet),
        caps: JSON.stringify(given.caps ?? {}),
      };
      const regulations = succeed(await store.regulations([code]), body, day);
      await ground.apply(by, "commune.regulate", code, { ...noChanges, regulations });
      return commune(code, day);
    },
  };
}

const sessionError = (index: number) => ({
  field: `sessions.${index}.end`,
  vi: "Giờ kết thúc buổi phát phải sau giờ bắt đầu.",
});
