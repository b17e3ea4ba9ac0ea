import type {
  ClusterHamletTable,
  ClusterTable,
  CommuneTable,
  HamletFigureTable,
  HamletTable,
  ProvinceTable,
} from "../store/tables.ts";
import { type Dated, freshId, validOn } from "./fleet.ts";
import { fold, slug } from "./fold.ts";
import type { ImportRow } from "./import-rows.ts";

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

export type Fail = (row: number, column: string, vi: string) => void;

export type State = keyof Tally;

export function tallyOf(states: readonly State[]): Tally {
  const tally = { new: 0, changed: 0, same: 0 };
  for (const state of states) tally[state] += 1;
  return tally;
}

export function groups<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const row of rows) out.set(key(row), [...(out.get(key(row)) ?? []), row]);
  return out;
}

export const firstOf = <K extends keyof ImportRow>(rows: readonly ImportRow[], key: K) =>
  rows.find((row) => row[key] !== undefined)?.[key];

/** Two rows that say different things of one place: the later one is shown with the number of the first. */
export function agree(
  rows: readonly ImportRow[],
  key: keyof ImportRow,
  column: string,
  fail: Fail,
): void {
  const first = rows.find((row) => row[key] !== undefined);
  for (const row of rows) {
    if (first && row[key] !== undefined && String(row[key]) !== String(first[key])) {
      fail(row.row, column, `Khác với dòng ${first.row}; sửa cho giống nhau.`);
    }
  }
}

export const open = (day: string) => ({ valid_from: day, valid_to: null });

export const hamletKey = (row: ImportRow): string | undefined =>
  row.hamletId ?? (row.hamlet === undefined ? undefined : `${row.commune} ${fold(row.hamlet)}`);

/** A hamlet or cluster of the sheet: its id and name, and what is known of it. */
export interface Named<Row> {
  readonly id: string;
  readonly name: string;
  readonly old: Row | undefined;
}

export interface Naming<Row> {
  readonly known: readonly (Row & NamedRow)[];
  readonly taken: Set<string>;
  readonly day: string;
  readonly fail: Fail;
  readonly id: { readonly key: "hamletId" | "clusterId"; readonly column: string };
  readonly name: { readonly key: "hamlet" | "cluster"; readonly column: string };
  readonly what: string;
}

export interface NamedRow extends Dated {
  readonly id: string;
  readonly commune: string;
  readonly name: string;
  readonly folded: string;
}

/** Finds what rows mean by id, else by commune and name; something new gets an id that nobody has. */
export function naming<Row>(rows: readonly ImportRow[], how: Naming<Row>): Named<Row> | undefined {
  const first = rows[0] as ImportRow;
  const id = first[how.id.key];
  const called = fold(first[how.name.key] ?? "");
  const old = how.known.find((one) =>
    id === undefined
      ? one.commune === first.commune && one.folded === called && validOn(one, how.day)
      : one.id === id,
  );
  const name = firstOf(rows, how.name.key) ?? old?.name;
  if (name === undefined) {
    return void how.fail(first.row, how.name.column, `${how.what} mới cần tên.`);
  }
  if (old && old.commune !== first.commune) {
    const vi = `${how.what} ${old.id} thuộc xã ${old.commune}.`;
    return void how.fail(first.row, how.id.column, vi);
  }
  const fresh = () => freshId(first.commune, slug(name), (one) => how.taken.has(one));
  const made = old?.id ?? id ?? fresh();
  how.taken.add(made);
  return { id: made, name, old };
}

export const stateOf = (old: unknown, changed: boolean): State =>
  old === undefined ? "new" : changed ? "changed" : "same";

/** Rows by what they name; rows that name nothing of the kind are left out. */
export const keyed = (rows: readonly ImportRow[], key: (row: ImportRow) => string | undefined) =>
  groups(
    rows.filter((row) => key(row) !== undefined),
    (row) => key(row) as string,
  );
