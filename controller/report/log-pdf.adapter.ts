import type { Content, TableCell } from "pdfmake";
import type { LogContent } from "./log-content.ts";
import { pdfOf } from "./pdf.adapter.ts";

const MARGIN = 28;

/** A4 lying: ten columns stand beside each other; the head of the table is on every page. */
export function drawLogPdf({
  title,
  unit,
  filter,
  evidence,
  table,
}: LogContent): Promise<Uint8Array> {
  const sum = table.columns.reduce((all, { width }) => all + width, 0);
  const head = table.columns.map(
    (column): TableCell => ({ text: column.title, bold: true, alignment: "center" }),
  );
  const body = table.rows.map((row) => row.map((value): TableCell => ({ text: value ?? "" })));
  const said = (text: string): Content => ({ text, margin: [0, 0, 0, 2] });
  return pdfOf(title, {
    pageSize: "A4",
    pageOrientation: "landscape",
    pageMargins: MARGIN,
    defaultStyle: { font: "Tinos", fontSize: 11 },
    footer: (page: number, pages: number): Content => ({
      text: `${title}, trang ${page}/${pages}`,
      alignment: "center",
      fontSize: 9,
    }),
    content: [
      { text: title.toUpperCase(), bold: true, fontSize: 14, alignment: "center" },
      { text: unit, bold: true, alignment: "center", margin: [0, 2, 0, 8] },
      { text: "Bộ lọc", bold: true, margin: [0, 0, 0, 2] },
      ...filter.map(said),
      { text: "Bản này", bold: true, margin: [0, 6, 0, 2] },
      ...evidence.map(said),
      {
        fontSize: 8.5,
        margin: [0, 8, 0, 0],
        layout: { paddingLeft: () => 2, paddingRight: () => 2 },
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: table.columns.map(({ width }) => `${(100 * width) / sum}%`),
          body: [head, ...body],
        },
      },
    ],
  });
}
