import {
  type CommuneCode,
  centreScope,
  communeScope,
  type HamletId,
  type ProvinceCode,
  provinceScope,
  type ScopeId,
} from "../../contract/ids.ts";
import type { HamletOutlineTable, PlaceMoveTable } from "../store/place-migrations.ts";
import type {
  ClusterHamletTable,
  ClusterTable,
  CommuneTable,
  HamletFigureTable,
  HamletTable,
  ProvinceTable,
  RegulationTable,
} from "../store/tables.ts";

/** Something that holds from a day (included) until a day (excluded); `null` = open. */
export interface Dated {
  readonly valid_from: string;
  readonly valid_to: string | null;
}

/** ISO dates compare as text. */
export const validOn = ({ valid_from, valid_to }: Dated, day: string): boolean =>
  valid_from <= day && (valid_to === null || day < valid_to);

/** Rows to write; each replaces the row of the same key, all in one transaction. */
export interface Changes {
  readonly provinces: readonly ProvinceTable[];
  readonly communes: readonly CommuneTable[];
  readonly hamlets: readonly HamletTable[];
  readonly figures: readonly HamletFigureTable[];
  readonly clusters: readonly ClusterTable[];
  readonly links: readonly ClusterHamletTable[];
  readonly regulations: readonly RegulationTable[];
  readonly outlines: readonly HamletOutlineTable[];
  /** Where something lay before it moved. */
  readonly moves: readonly PlaceMoveTable[];
}

export const noChanges: Changes = {
  provinces: [],
  communes: [],
  hamlets: [],
  figures: [],
  clusters: [],
  links: [],
  regulations: [],
  outlines: [],
  moves: [],
};

/**
 * Rows that make `next` hold from `day` on. What held before is closed, not overwritten, so a figure of last year can still be
 * computed; only a change on the very day of the last one corrects it.
 */
export function succeed<T extends Dated>(
  history: readonly T[],
  next: Omit<T, "valid_from" | "valid_to">,
  day: string,
): T[] {
  const current = history.find((row) => validOn(row, day));
  const later = history
    .filter((row) => row.valid_from > day)
    .map((row) => row.valid_from)
    .sort()[0];
  const made = { ...next, valid_from: day, valid_to: current?.valid_to ?? later ?? null } as T;
  if (!current || current.valid_from === day) return [made];
  return [{ ...current, valid_to: day }, made];
}

export interface Share {
  readonly hamlet: HamletId;
  /** Of the hamlet's households, 0–1. */
  readonly share: number;
}

/** Rows that make a cluster serve exactly these hamlets from `day` on; links that stay as they are give no row. */
export function relink(
  history: readonly ClusterHamletTable[],
  cluster: string,
  wanted: readonly Share[],
  day: string,
): ClusterHamletTable[] {
  const of = (hamlet: string) => history.filter((row) => row.hamlet === hamlet);
  const now = history.filter((row) => validOn(row, day));
  // A link that began today and is taken away today never was: it becomes empty (from = to).
  const ended = now
    .filter((row) => !wanted.some((one) => one.hamlet === row.hamlet))
    .map((row) => ({ ...row, valid_to: day }));
  const set = wanted
    .filter((one) => !now.some((row) => row.hamlet === one.hamlet && row.share === one.share))
    .flatMap(({ hamlet, share }) => succeed(of(hamlet), { cluster, hamlet, share }, day));
  return [...ended, ...set];
}

/**
 * Which scopes lie in which: provinces that are known, and the province of every commune that ever was. One that went into another
 * lies in that one, so its people keep what was done under the old code.
 */
export interface Tree {
  readonly provinces: ReadonlySet<string>;
  readonly communes: ReadonlyMap<string, string>;
  readonly successors: ReadonlyMap<string, string>;
}

export function parentIn(tree: Tree, place: ScopeId): ScopeId | undefined {
  const code = place.slice(2);
  if (place.startsWith("p-")) return tree.provinces.has(code) ? centreScope : undefined;
  if (!place.startsWith("c-")) return undefined;
  const successor = tree.successors.get(code);
  if (successor !== undefined) return communeScope(successor as CommuneCode);
  const province = tree.communes.get(code);
  return province === undefined ? undefined : provinceScope(province as ProvinceCode);
}

/** What a person may see: everything, or these provinces and communes. */
export interface Sight {
  readonly all: boolean;
  readonly provinces: readonly ProvinceCode[];
  readonly communes: readonly CommuneCode[];
}

export function sightOf(places: readonly ScopeId[]): Sight {
  const codes = (prefix: string) =>
    places.filter((place) => place.startsWith(prefix)).map((place) => place.slice(2));
  return {
    all: places.includes(centreScope),
    provinces: codes("p-") as ProvinceCode[],
    communes: codes("c-") as CommuneCode[],
  };
}

/** The scope that owns something of a commune; the centre for one that nobody knows, so that only its people get further. */
export const ownerOf = (tree: Tree, commune: string): ScopeId =>
  tree.communes.has(commune) ? communeScope(commune as CommuneCode) : centreScope;

export const ownerOfProvince = (tree: Tree, province: string): ScopeId =>
  tree.provinces.has(province) ? provinceScope(province as ProvinceCode) : centreScope;

/** A new id for a named thing of a commune: readable, and not taken. */
export function freshId(commune: string, slugged: string, taken: (id: string) => boolean): string {
  const base = slugged === "" ? commune : `${commune}-${slugged}`;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken(id)) return id;
  }
}

export const clusterKinds = {
  ip: "Cụm loa IP (đo được)",
  "fm-bridge": "Cầu nối FM (không đo được)",
  "wired-bridge": "Cầu nối hữu tuyến (không đo được)",
} as const;
export type ClusterKind = keyof typeof clusterKinds;
