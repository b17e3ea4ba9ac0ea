import writeXlsxFile from "write-excel-file/node";
import { shownRatio } from "../reach/percent.ts";
import { unzip, zip } from "../zip.adapter.ts";
import { type Cell, type Column, type Printed, sealText, tablesOf } from "./content.ts";
import { frozenText } from "./drawing.ts";

const formatOf = { number: "#,##0", percent: "0.0%", seconds: "[h]:mm:ss" } as const;
const SECONDS_A_DAY = 86_400;

function valueCell(value: Cell, { kind }: Column) {
  if (value === null) return null;
  // Text stays text: the file says so, and a spreadsheet runs no formula of it.
  if (kind === "text" || typeof value === "string")
    return { type: String, value: String(value), wrap: true };
  return { type: Number, value: kept(value, kind), format: formatOf[kind] };
}

/** A spreadsheet rounds what it shows to the nearest: a ratio is cut before, as on paper. */
function kept(value: number, kind: Column["kind"]): number {
  if (kind === "percent") return shownRatio(value);
  return kind === "seconds" ? value / SECONDS_A_DAY : value;
}

/** One sheet a table; the first says what it is, its period, rung and definition. */
export function drawXlsx({ content, sha256 }: Printed): Promise<Uint8Array> {
  const lines = [
    content.draft ? "BẢN NHÁP" : "",
    content.title,
    content.abstract,
    content.place.name,
    `Bậc chứng minh: ${content.rung}`,
    content.definition,
    content.clock ?? "",
    ...(content.head && sha256
      ? [frozenText(sha256, content.head.seq, content.head.link), sealText(content.head, sha256)]
      : []),
  ];
  const sheets = tablesOf(content).map(({ id, title, columns, rows }) => ({
    sheet: id,
    columns: columns.map(({ width }) => ({ width: Math.max(10, width) })),
    stickyRowsCount: 2,
    data: [
      [{ type: String, value: title, ...HEAD, wrap: false }],
      columns.map((column) => ({ type: String, value: column.title, ...HEAD })),
      ...rows.map((row) => columns.map((column, at) => valueCell(row[at] ?? null, column))),
    ],
  }));
  return bookOf({ name: "Báo cáo", lines: lines.filter((line) => line !== "") }, sheets);
}

export const HEAD = { fontWeight: "bold", wrap: true } as const;

type Sheets = Extract<Parameters<typeof writeXlsxFile>[0], readonly { sheet?: string }[]>;

/** A first sheet of lines and then the rest; its bytes follow from what it says alone. */
export async function bookOf(
  first: { readonly name: string; readonly lines: readonly string[] },
  sheets: Sheets,
): Promise<Uint8Array> {
  const about = first.lines.map((line) => [{ type: String, value: line, wrap: true }]);
  const made = await writeXlsxFile(
    [{ sheet: first.name, data: about, columns: [{ width: 100 }] }, ...sheets],
    { fontFamily: "Times New Roman", fontSize: 13 },
  ).toBuffer();
  return zip(unzip(new Uint8Array(made)));
}
