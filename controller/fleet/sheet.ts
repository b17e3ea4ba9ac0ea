import { fold } from "./fold.ts";

/** A table as it was uploaded: text cells, the header first. */
export type Sheet = readonly (readonly string[])[];

/** Reads CSV or XLSX bytes; `undefined` = neither. `sheet.adapter.ts` is the real one. */
export type ReadSheet = (bytes: Uint8Array) => Promise<Sheet | undefined>;

/** Column → the headings by which it is known, folded. The first Vietnamese and English one stand in the template. */
export const columns = {
  province: ["ma tinh", "province", "province code", "ma tinh thanh"],
  provinceName: ["tinh", "province name", "ten tinh", "tinh thanh pho"],
  commune: ["ma xa", "commune", "commune code", "ma xa phuong", "ma dvhc", "ma don vi"],
  communeName: ["xa", "commune name", "ten xa", "xa phuong", "xa phuong dac khu"],
  hamletId: ["ma thon", "hamlet id"],
  hamlet: [
    "thon",
    "hamlet",
    "ten thon",
    "hamlet name",
    "thon ban",
    "thon to dan pho",
    "thon ap to dan pho",
  ],
  households: ["so ho", "households", "ho", "so ho dan"],
  people: ["so dan", "people", "dan so", "nhan khau", "so nhan khau", "so nguoi"],
  languages: ["ngon ngu", "languages", "language", "tieng"],
  clusterId: ["ma cum", "cluster id", "ma cum loa"],
  cluster: ["cum loa", "cluster", "ten cum", "ten cum loa", "cluster name"],
  kind: ["loai", "kind", "loai cum"],
  latitude: ["vi do", "latitude", "lat"],
  longitude: ["kinh do", "longitude", "lon", "lng"],
  tags: ["nhan", "tags", "nhom"],
  share: ["ty le", "share", "ti le"],
} as const satisfies Record<string, readonly string[]>;
export type Column = keyof typeof columns;

const names = Object.keys(columns) as Column[];

export interface SheetError {
  /** As the spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly column: string;
  /** What is wrong and how to put it right. */
  readonly vi: string;
}

/** The cells of one row by column, with the row's number. */
export interface Cells {
  readonly row: number;
  readonly at: Readonly<Partial<Record<Column, string>>>;
}

export interface Read {
  readonly cells: readonly Cells[];
  readonly errors: readonly SheetError[];
}

// Merged cells of a spreadsheet leave the lower rows empty: these columns go on from the row above.
const carried: readonly Column[] = ["province", "provinceName", "commune", "communeName"];

/** Finds the columns by their headings and gives every filled row by name. */
export function cellsOf(sheet: Sheet): Read {
  const [header = [], ...rows] = sheet;
  const found = header.map((heading) => columnOf(heading));
  const errors = headingErrors(header, found);
  if (errors.length > 0) return { cells: [], errors };
  let above: Cells["at"] = {};
  const cells: Cells[] = [];
  rows.forEach((row, index) => {
    const own = filled(row, found);
    if (Object.keys(own).length === 0) return;
    const at = { ...inherited(above, own), ...own };
    above = at;
    cells.push({ row: index + 2, at });
  });
  return { cells, errors: [] };
}

function inherited(above: Cells["at"], own: Cells["at"]): Partial<Record<Column, string>> {
  // A new commune code without a name must not take the name of the commune above.
  const moved = (code: Column) => own[code] !== undefined && own[code] !== above[code];
  const skip: Column[] = [
    ...(moved("province") ? (["provinceName", "commune", "communeName"] as const) : []),
    ...(moved("commune") ? (["communeName"] as const) : []),
  ];
  const kept = carried.filter((column) => above[column] !== undefined && !skip.includes(column));
  return Object.fromEntries(kept.map((column) => [column, above[column]]));
}

function filled(row: readonly string[], found: readonly (Column | undefined)[]) {
  const out: Partial<Record<Column, string>> = {};
  found.forEach((column, index) => {
    const text = row[index]?.normalize("NFC").trim() ?? "";
    if (column && text !== "") out[column] = text;
  });
  return out;
}

function columnOf(heading: string): Column | undefined {
  const plain = fold(heading);
  return names.find((name) => (columns[name] as readonly string[]).includes(plain));
}

function headingErrors(
  header: readonly string[],
  found: readonly (Column | undefined)[],
): SheetError[] {
  const errors: SheetError[] = [];
  if (!found.includes("commune")) {
    errors.push({ row: 1, column: "Mã xã", vi: 'Thiếu cột "Mã xã" (mã 5 chữ số).' });
  }
  found.forEach((column, index) => {
    const heading = header[index] as string;
    if (column === undefined && heading.trim() !== "") {
      errors.push({
        row: 1,
        column: heading,
        vi: "Không biết cột này. Sửa tên cột theo mẫu, hoặc xoá cột.",
      });
    } else if (column !== undefined && found.indexOf(column) !== index) {
      errors.push({ row: 1, column: heading, vi: "Cột này có hai lần." });
    }
  });
  return errors;
}
