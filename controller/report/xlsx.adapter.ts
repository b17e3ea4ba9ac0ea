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
export async function drawXlsx({ content, sha256 }: Printed): Promise<Uint8Array> {
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
  const about = lines
    .filter((line) => line !== "")
    .map((line) => [{ type: String, value: line, wrap: true }]);
  const sheets = tablesOf(content).map(({ id, title, columns, rows }) => ({
    sheet: id,
    columns: columns.map(({ width }) => ({ width: Math.max(10, width) })),
    stickyRowsCount: 2,
    data: [
      [{ type: String, value: title, fontWeight: "bold" as const }],
      columns.map((column) => ({
        type: String,
        value: column.title,
        fontWeight: "bold" as const,
        wrap: true,
      })),
      ...rows.map((row) => columns.map((column, at) => valueCell(row[at] ?? null, column))),
    ],
  }));
  const made = await writeXlsxFile(
    [{ sheet: "Báo cáo", data: about, columns: [{ width: 100 }] }, ...sheets],
    {
      fontFamily: "Times New Roman",
      fontSize: 13,
    },
  ).toBuffer();
  return zip(unzip(new Uint8Array(made)));
}
