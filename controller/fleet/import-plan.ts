import type { HamletFigureTable, HamletTable, ProvinceTable } from "../store/tables.ts";
import { type Changes, noChanges, succeed, validOn } from "./fleet.ts";
import { fold } from "./fold.ts";
import { clustersOf } from "./import-clusters.ts";
import {
  agree,
  type Fail,
  firstOf,
  groups,
  hamletKey,
  type Known,
  keyed,
  type Naming,
  naming,
  open,
  type State,
  stateOf,
  type Tally,
  tallyOf,
} from "./import-naming.ts";
import type { ImportRow } from "./import-rows.ts";
import { provinceNameOf } from "./provinces.ts";
import type { SheetError } from "./sheet.ts";

export interface ImportPlan {
  readonly changes: Changes;
  readonly errors: readonly SheetError[];
  readonly provinces: Tally;
  readonly communes: Tally;
  readonly hamlets: Tally;
  readonly clusters: Tally;
}

/** From rows to what would be written, compared with what is known: the same sheet twice changes nothing the second time. */
export function planImport(rows: readonly ImportRow[], known: Known, day: string): ImportPlan {
  const errors: SheetError[] = [];
  const fail: Fail = (row, column, vi) => void errors.push({ row, column, vi });
  const communes = groups(rows, (row) => row.commune);
  const provinceOf = new Map<string, string>();
  const placed = [...communes].map(([code, its]) =>
    communeOf(code, its, known, day, fail, provinceOf),
  );
  const provinces = provincesOf(rows, provinceOf, known, day);
  const hamlets = hamletsOf(rows, known, day, fail);
  const clusters = clustersOf(rows, hamlets.idOf, known, day, fail);
  return {
    errors,
    changes: {
      ...noChanges,
      provinces: provinces.rows,
      communes: placed.flatMap((one) => (one && one.state !== "same" ? [one.row] : [])),
      hamlets: hamlets.rows,
      figures: hamlets.figures,
      clusters: clusters.rows,
      links: clusters.links,
    },
    provinces: provinces.tally,
    communes: tallyOf(placed.flatMap((one) => (one ? [one.state] : []))),
    hamlets: hamlets.tally,
    clusters: clusters.tally,
  };
}

function communeOf(
  code: string,
  rows: readonly ImportRow[],
  known: Known,
  day: string,
  fail: Fail,
  provinceOf: Map<string, string>,
) {
  const { row } = rows[0] as ImportRow;
  const old = known.communes.find((one) => one.code === code);
  agree(rows, "province", "Mã tỉnh", fail);
  agree(rows, "communeName", "Xã", fail);
  const province = firstOf(rows, "province") ?? old?.province;
  const name = firstOf(rows, "communeName") ?? old?.name;
  if (province === undefined) return void fail(row, "Mã tỉnh", "Xã mới cần mã tỉnh (2 chữ số).");
  if (name === undefined) return void fail(row, "Xã", "Xã mới cần tên.");
  if (old && old.province !== province) {
    return void fail(
      row,
      "Mã tỉnh",
      `Xã ${code} thuộc tỉnh ${old.province}, không phải ${province}.`,
    );
  }
  provinceOf.set(code, province);
  if (!old)
    return {
      state: "new" as State,
      row: { code, province, name, folded: fold(name), ...open(day) },
    };
  const same = old.name === name;
  return { state: (same ? "same" : "changed") as State, row: { ...old, name, folded: fold(name) } };
}

function provincesOf(
  rows: readonly ImportRow[],
  provinceOf: ReadonlyMap<string, string>,
  known: Known,
  day: string,
) {
  const out: ProvinceTable[] = [];
  const states: State[] = [];
  for (const code of new Set(provinceOf.values())) {
    const its = rows.filter((row) => provinceOf.get(row.commune) === code);
    const old = known.provinces.find((one) => one.code === code);
    const name = firstOf(its, "provinceName") ?? old?.name ?? provinceNameOf(code);
    const state = !old ? "new" : old.name === name ? "same" : "changed";
    states.push(state);
    if (state !== "same")
      out.push({ ...(old ?? { code, ...open(day) }), name, folded: fold(name) });
  }
  return { rows: out, tally: tallyOf(states) };
}

const hamletFields = [
  ["hamlet", "Thôn"],
  ["households", "Số hộ"],
  ["people", "Số dân"],
  ["languages", "Ngôn ngữ"],
] as const;

function hamletsOf(rows: readonly ImportRow[], known: Known, day: string, fail: Fail) {
  const out: HamletTable[] = [];
  const figures: HamletFigureTable[] = [];
  const states: State[] = [];
  const idOf = new Map<string, string>();
  const how: Naming<HamletTable> = {
    known: known.hamlets,
    taken: new Set(known.hamlets.map((one) => one.id)),
    day,
    fail,
    id: { key: "hamletId", column: "Mã thôn" },
    name: { key: "hamlet", column: "Thôn" },
    what: "Thôn",
  };
  for (const [key, its] of keyed(rows, hamletKey)) {
    for (const [field, column] of hamletFields) agree(its, field, column, fail);
    const named = naming(its, how);
    if (!named) continue;
    const { id, name, old } = named;
    idOf.set(key, id);
    const history = known.figures.filter((one) => one.hamlet === id);
    const next = figureOf(
      id,
      its,
      history.find((one) => validOn(one, day)),
    );
    const counted = next === undefined ? [] : succeed(history, next, day);
    const written = old?.name !== name;
    states.push(stateOf(old, written || counted.length > 0));
    const { commune } = its[0] as ImportRow;
    if (written) out.push({ ...(old ?? { id, commune, ...open(day) }), name, folded: fold(name) });
    figures.push(...counted);
  }
  return { rows: out, figures, idOf, tally: tallyOf(states) };
}

/** The hamlet's figures when they differ from what holds now. */
function figureOf(hamlet: string, rows: readonly ImportRow[], now: HamletFigureTable | undefined) {
  const languages = firstOf(rows, "languages");
  const next = {
    hamlet,
    households: firstOf(rows, "households") ?? now?.households ?? 0,
    people: firstOf(rows, "people") ?? now?.people ?? 0,
    languages: languages ? JSON.stringify(languages) : (now?.languages ?? '["vie"]'),
  };
  const same =
    now !== undefined &&
    now.households === next.households &&
    now.people === next.people &&
    now.languages === next.languages;
  return same ? undefined : next;
}
