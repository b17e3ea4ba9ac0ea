import { type ClusterKind, clusterKinds } from "./fleet.ts";
import { fold } from "./fold.ts";
import type { Column, Read, SheetError } from "./sheet.ts";
import { cellsOf, type Sheet } from "./sheet.ts";

/** One row of the sheet, read: a commune, maybe with a hamlet, a cluster, or both (the cluster then serves the hamlet). */
export interface ImportRow {
  readonly row: number;
  readonly province: string | undefined;
  readonly provinceName: string | undefined;
  readonly commune: string;
  readonly communeName: string | undefined;
  readonly hamletId: string | undefined;
  readonly hamlet: string | undefined;
  readonly households: number | undefined;
  readonly people: number | undefined;
  readonly languages: readonly string[] | undefined;
  readonly clusterId: string | undefined;
  readonly cluster: string | undefined;
  readonly kind: ClusterKind | undefined;
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  readonly tags: readonly string[] | undefined;
  readonly share: number | undefined;
}

export interface ImportRows {
  readonly rows: readonly ImportRow[];
  readonly errors: readonly SheetError[];
}

export function importRows(sheet: Sheet): ImportRows {
  const read: Read = cellsOf(sheet);
  const errors: SheetError[] = [...read.errors];
  const rows: ImportRow[] = [];
  for (const { row, at } of read.cells) {
    const before = errors.length;
    const get = <T>(column: Column, rule: Rule<T>): T | undefined => {
      const text = at[column];
      if (text === undefined) return undefined;
      const value = rule.read(text);
      if (value === undefined)
        errors.push({ row, column: headings[column], vi: `"${text.slice(0, 40)}": ${rule.vi}` });
      return value;
    };
    const made = {
      row,
      province: get("province", code(2)),
      provinceName: get("provinceName", name),
      commune: get("commune", code(5)) ?? "",
      communeName: get("communeName", name),
      hamletId: get("hamletId", id),
      hamlet: get("hamlet", name),
      households: get("households", count),
      people: get("people", count),
      languages: get("languages", languages),
      clusterId: get("clusterId", id),
      cluster: get("cluster", name),
      kind: get("kind", kind),
      latitude: get("latitude", degrees(90)),
      longitude: get("longitude", degrees(180)),
      tags: get("tags", tags),
      share: get("share", share),
    };
    const missing = at.commune === undefined;
    if (missing) errors.push({ row, column: headings.commune, vi: "Thiếu mã xã." });
    if (errors.length === before) rows.push(made);
  }
  return { rows, errors };
}

export const headings: Readonly<Record<Column, string>> = {
  province: "Mã tỉnh",
  provinceName: "Tỉnh",
  commune: "Mã xã",
  communeName: "Xã",
  hamletId: "Mã thôn",
  hamlet: "Thôn",
  households: "Số hộ",
  people: "Số dân",
  languages: "Ngôn ngữ",
  clusterId: "Mã cụm",
  cluster: "Cụm loa",
  kind: "Loại",
  latitude: "Vĩ độ",
  longitude: "Kinh độ",
  tags: "Nhãn",
  share: "Tỷ lệ",
};

interface Rule<T> {
  read(text: string): T | undefined;
  readonly vi: string;
}

/** Spreadsheets drop leading zeros of codes, which are text; they are put back. */
const code = (digits: number): Rule<string> => ({
  read: (text) =>
    new RegExp(`^\\d{1,${digits}}$`).test(text) ? text.padStart(digits, "0") : undefined,
  vi: `mã phải có ${digits} chữ số.`,
});

const name: Rule<string> = {
  read: (text) => (text.length <= 120 ? text.replace(/\s+/g, " ") : undefined),
  vi: "tên dài quá 120 ký tự.",
};

const id: Rule<string> = {
  read: (text) => (/^[a-z0-9_-]{1,64}$/.test(text.toLowerCase()) ? text.toLowerCase() : undefined),
  vi: "mã chỉ gồm chữ thường không dấu, số, gạch ngang.",
};

const count: Rule<number> = {
  read: (text) => {
    const plain = /^\d{1,3}([.,\s]\d{3})+$/.test(text) ? text.replace(/[.,\s]/g, "") : text;
    return /^\d{1,8}$/.test(plain) ? Number(plain) : undefined;
  },
  vi: "phải là số nguyên, ví dụ 431 hoặc 1.020.",
};

const languages: Rule<readonly string[]> = {
  read: (text) => {
    const all = text
      .toLowerCase()
      .split(/[\s,;/]+/)
      .filter(Boolean);
    return all.every((one) => /^[a-z]{3}$/.test(one)) ? all : undefined;
  },
  vi: "dùng mã ba chữ, cách nhau bằng dấu phẩy, ví dụ vie, hre.",
};

const kindNames: Readonly<Record<string, ClusterKind>> = {
  ip: "ip",
  "cum loa ip": "ip",
  "truyen thanh thong minh": "ip",
  fm: "fm-bridge",
  "cau fm": "fm-bridge",
  "fm bridge": "fm-bridge",
  "vo tuyen": "fm-bridge",
  "huu tuyen": "wired-bridge",
  "cau huu tuyen": "wired-bridge",
  "wired bridge": "wired-bridge",
};

const kind: Rule<ClusterKind> = {
  read: (text) => kindNames[fold(text)],
  vi: `phải là một trong: ${Object.keys(clusterKinds).join(", ")}.`,
};

const degrees = (most: number): Rule<number> => ({
  read: (text) => {
    const value = Number(
      /^-?\d{1,3}([.,]\d{1,12})?$/.test(text) ? text.replace(",", ".") : Number.NaN,
    );
    return Math.abs(value) <= most ? value : undefined;
  },
  vi: `phải là số từ -${most} đến ${most}, ví dụ 15,12.`,
});

const tags: Rule<readonly string[]> = {
  read: (text) => {
    const all = text
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter(Boolean);
    return all.every((one) => /^[a-z0-9_-]{1,40}$/.test(one)) ? all : undefined;
  },
  vi: "nhãn chỉ gồm chữ thường không dấu, số, gạch ngang; cách nhau bằng dấu phẩy.",
};

const share: Rule<number> = {
  read: (text) => {
    const percent = /^(\d{1,3}(?:[.,]\d+)?)\s*%$/.exec(text)?.[1];
    const value = Number((percent ?? text).replace(",", ".")) / (percent === undefined ? 1 : 100);
    return value > 0 && value <= 1 ? value : undefined;
  },
  vi: "phải là tỷ lệ trong khoảng 0–1 hoặc phần trăm, ví dụ 60 %.",
};
