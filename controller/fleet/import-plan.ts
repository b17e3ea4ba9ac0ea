import type {
  ClusterHamletTable,
  ClusterTable,
  CommuneTable,
  HamletFigureTable,
  HamletTable,
  ProvinceTable,
} from "../store/tables.ts";
import { type Changes, freshId, noChanges, relink, type Share, succeed, validOn } from "./fleet.ts";
import { fold, slug } from "./fold.ts";
import type { ImportRow } from "./import-rows.ts";
import { provinceNameOf } from "./provinces.ts";
import type { SheetError } from "./sheet.ts";

/** What is known already of the places that the sheet names. */
export interface Known {
  readonly provinces: readonly ProvinceTable[];
  readonly communes: readonly CommuneTable[];
  readonly hamlets: readonly HamletTable[];
  readonly figures: readonly HamletFigureTable[];
  readonly clusters: readonly ClusterTable[];
  readonly links: readonly ClusterHamletTable[];
}

export interface Tally {
  new: number;
  changed: number;
  same: number;
}

export interface ImportPlan {
  readonly changes: Changes;
  readonly errors: readonly SheetError[];
  readonly provinces: Tally;
  readonly communes: Tally;
  readonly hamlets: Tally;
  readonly clusters: Tally;
}

type Fail = (row: number, column: string, vi: string) => void;

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

type State = keyof Tally;

function tallyOf(states: readonly State[]): Tally {
  const tally = { new: 0, changed: 0, same: 0 };
  for (const state of states) tally[state] += 1;
  return tally;
}

function groups<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const row of rows) out.set(key(row), [...(out.get(key(row)) ?? []), row]);
  return out;
}

const firstOf = <K extends keyof ImportRow>(rows: readonly ImportRow[], key: K) =>
  rows.find((row) => row[key] !== undefined)?.[key];

/** Two rows that say different things of one place: the later one is shown with the number of the first. */
function agree(rows: readonly ImportRow[], key: keyof ImportRow, column: string, fail: Fail): void {
  const first = rows.find((row) => row[key] !== undefined);
  for (const row of rows) {
    if (first && row[key] !== undefined && String(row[key]) !== String(first[key])) {
      fail(row.row, column, `Khác với dòng ${first.row}; sửa cho giống nhau.`);
    }
  }
}

const open = (day: string) => ({ valid_from: day, valid_to: null });

function communeOf(
  code: string,
  rows: readonly ImportRow[],
  known: Known,
  day: string,
  fail: Fail,
  provinceOf: Map<string, string>,
) {
  const row = rows[0]?.row ?? 0;
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

const hamletKey = (row: ImportRow): string | undefined =>
  row.hamletId ?? (row.hamlet === undefined ? undefined : `${row.commune} ${fold(row.hamlet)}`);

function hamletsOf(rows: readonly ImportRow[], known: Known, day: string, fail: Fail) {
  const out: HamletTable[] = [];
  const figures: HamletFigureTable[] = [];
  const states: State[] = [];
  const idOf = new Map<string, string>();
  const taken = new Set(known.hamlets.map((one) => one.id));
  const named = groups(
    rows.filter((row) => hamletKey(row) !== undefined),
    (row) => hamletKey(row) ?? "",
  );
  for (const [key, its] of named) {
    const first = its[0] as ImportRow;
    for (const [field, column] of [
      ["hamlet", "Thôn"],
      ["households", "Số hộ"],
      ["people", "Số dân"],
      ["languages", "Ngôn ngữ"],
    ] as const) {
      agree(its, field, column, fail);
    }
    const old = known.hamlets.find((one) =>
      first.hamletId === undefined
        ? one.commune === first.commune &&
          one.folded === fold(first.hamlet ?? "") &&
          validOn(one, day)
        : one.id === first.hamletId,
    );
    const name = firstOf(its, "hamlet") ?? old?.name;
    if (name === undefined) {
      fail(first.row, "Thôn", "Thôn mới cần tên.");
      continue;
    }
    if (old && old.commune !== first.commune) {
      fail(first.row, "Mã thôn", `Thôn ${old.id} thuộc xã ${old.commune}.`);
      continue;
    }
    const id =
      old?.id ?? first.hamletId ?? freshId(first.commune, slug(name), (one) => taken.has(one));
    taken.add(id);
    idOf.set(key, id);
    const row = {
      ...(old ?? { id, commune: first.commune, ...open(day) }),
      name,
      folded: fold(name),
    };
    const history = known.figures.filter((one) => one.hamlet === id);
    const next = figureOf(
      id,
      its,
      history.find((one) => validOn(one, day)),
    );
    const counted = next === undefined ? [] : succeed(history, next, day);
    const renamed = old?.name !== name;
    states.push(!old ? "new" : renamed || counted.length > 0 ? "changed" : "same");
    if (!old || renamed) out.push(row);
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

const clusterKey = (row: ImportRow): string | undefined =>
  row.clusterId ?? (row.cluster === undefined ? undefined : `${row.commune} ${fold(row.cluster)}`);

function clustersOf(
  rows: readonly ImportRow[],
  hamletIds: ReadonlyMap<string, string>,
  known: Known,
  day: string,
  fail: Fail,
) {
  const out: ClusterTable[] = [];
  const links: ClusterHamletTable[] = [];
  const states: State[] = [];
  const taken = new Set(known.clusters.map((one) => one.id));
  const named = groups(
    rows.filter((row) => clusterKey(row) !== undefined),
    (row) => clusterKey(row) ?? "",
  );
  for (const [, its] of named) {
    const first = its[0] as ImportRow;
    for (const [field, column] of [
      ["cluster", "Cụm loa"],
      ["kind", "Loại"],
      ["latitude", "Vĩ độ"],
      ["longitude", "Kinh độ"],
      ["tags", "Nhãn"],
    ] as const) {
      agree(its, field, column, fail);
    }
    const old = known.clusters.find((one) =>
      first.clusterId === undefined
        ? one.commune === first.commune &&
          one.folded === fold(first.cluster ?? "") &&
          validOn(one, day)
        : one.id === first.clusterId,
    );
    const name = firstOf(its, "cluster") ?? old?.name;
    if (name === undefined) {
      fail(first.row, "Cụm loa", "Cụm loa mới cần tên.");
      continue;
    }
    if (old && old.commune !== first.commune) {
      fail(first.row, "Mã cụm", `Cụm loa ${old.id} thuộc xã ${old.commune}.`);
      continue;
    }
    const id =
      old?.id ?? first.clusterId ?? freshId(first.commune, slug(name), (one) => taken.has(one));
    taken.add(id);
    const row = clusterRow(id, name, its, old, day);
    const relinked = relink(
      known.links.filter((one) => one.cluster === id),
      id,
      wanted(its, hamletIds, known, id, day),
      day,
    );
    const changed = old === undefined || JSON.stringify(old) !== JSON.stringify(row);
    states.push(!old ? "new" : changed || relinked.length > 0 ? "changed" : "same");
    if (changed) out.push(row);
    links.push(...relinked);
  }
  return { rows: out, links, tally: tallyOf(states) };
}

/** A sheet that names no hamlet for a cluster leaves its hamlets as they are. */
function wanted(
  rows: readonly ImportRow[],
  hamletIds: ReadonlyMap<string, string>,
  known: Known,
  cluster: string,
  day: string,
): Share[] {
  const now = known.links.filter((one) => one.cluster === cluster && validOn(one, day));
  const named = rows.flatMap((row) => {
    const hamlet = hamletIds.get(hamletKey(row) ?? "");
    const old = now.find((one) => one.hamlet === hamlet);
    return hamlet === undefined ? [] : [{ hamlet, share: row.share ?? old?.share ?? 1 }];
  });
  return (named.length > 0 ? named : now).map(({ hamlet, share }) => ({
    hamlet: hamlet as never,
    share,
  }));
}

function clusterRow(
  id: string,
  name: string,
  rows: readonly ImportRow[],
  old: ClusterTable | undefined,
  day: string,
): ClusterTable {
  const tags = firstOf(rows, "tags");
  const base = old ?? {
    id,
    commune: rows[0]?.commune ?? "",
    name,
    folded: fold(name),
    kind: "ip",
    latitude: null,
    longitude: null,
    tags: "[]",
    exercise: 0,
    volume: "[]",
    ...open(day),
  };
  return {
    ...base,
    name,
    folded: fold(name),
    kind: firstOf(rows, "kind") ?? base.kind,
    latitude: firstOf(rows, "latitude") ?? base.latitude,
    longitude: firstOf(rows, "longitude") ?? base.longitude,
    tags: tags ? JSON.stringify(tags) : base.tags,
  };
}
