import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { unzip, zip } from "../zip.adapter.ts";
import { cellText, type Printed, type ReportTable, sealText } from "./content.ts";
import { frozenText, headShares, margins, SIGNING, tableSet } from "./drawing.ts";
import { type Form, MOTTO, NATION } from "./form.ts";
import { qrGif } from "./qr.adapter.ts";

const FONT = "Times New Roman";
const twips = (mm: number): number => Math.round((mm * 1_440) / 25.4);
const { CENTER, JUSTIFIED, LEFT, RIGHT } = AlignmentType;
const none = { style: BorderStyle.NONE, size: 0, color: "auto" } as const;
const noBorders = {
  top: none,
  bottom: none,
  left: none,
  right: none,
  insideHorizontal: none,
  insideVertical: none,
};

interface Style {
  readonly bold?: boolean;
  readonly italics?: boolean;
  readonly points?: number;
}
const run = (text: string, { bold = false, italics = false, points = 13 }: Style = {}) =>
  new TextRun({ text, bold, italics, size: points * 2, font: FONT });
const line = (
  text: string,
  style: Style = {},
  alignment: (typeof AlignmentType)[keyof typeof AlignmentType] = CENTER,
) => new Paragraph({ alignment, children: [run(text, style)] });

/** Two columns without lines: the head of the page and its foot. */
const twoColumns = (left: Paragraph[], right: Paragraph[], shares: readonly [number, number]) =>
  new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: noBorders,
    rows: [
      new TableRow({
        cantSplit: true,
        children: [left, right].map(
          (children, at) =>
            new TableCell({
              children,
              borders: noBorders,
              width: { size: shares[at] ?? 50, type: WidthType.PERCENTAGE },
            }),
        ),
      }),
    ],
  });

const headOf = (form: Form): Table =>
  twoColumns(
    [
      ...(form.above === "" ? [] : [line(form.above, { points: 12 })]),
      ...form.issuer.split("\n").map((text) => line(text, { bold: true, points: 12 })),
      line("_______", { points: 8 }),
      line(form.number),
    ],
    [
      line(NATION, { bold: true, points: 12 }),
      line(MOTTO, { bold: true }),
      line("____________________", { points: 8 }),
      line(form.placeAndDate, { italics: true }),
    ],
    headShares,
  );

const footOf = (form: Form): Table =>
  twoColumns(
    [
      line("Nơi nhận:", { bold: true, italics: true, points: 12 }, LEFT),
      ...form.recipients.map((text) => line(text, { points: 11 }, LEFT)),
    ],
    [
      ...form.signerLines.map((text) => line(text, { bold: true })),
      new Paragraph({ spacing: { before: SIGNING * 20 }, children: [] }),
    ],
    [50, 50],
  );

function tableOf({ title, columns, rows }: ReportTable): (Paragraph | Table)[] {
  const sum = columns.reduce((all, { width }) => all + width, 0);
  const { points, edge } = tableSet(columns.length);
  const cell = (at: number, child: Paragraph) =>
    new TableCell({
      children: [child],
      margins: { left: edge * 20, right: edge * 20 },
      width: { size: (100 * (columns[at]?.width ?? 0)) / sum, type: WidthType.PERCENTAGE },
    });
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map((column, at) => cell(at, line(column.title, { bold: true, points }))),
  });
  const body = rows.map(
    (row) =>
      new TableRow({
        cantSplit: true,
        children: columns.map((column, at) =>
          cell(
            at,
            line(
              cellText(row[at] ?? null, column),
              { points },
              column.kind === "text" ? LEFT : RIGHT,
            ),
          ),
        ),
      }),
  );
  return [
    new Paragraph({
      spacing: { before: 80, after: 80 },
      keepNext: true,
      children: [run(title, { bold: true })],
    }),
    new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows: [head, ...body] }),
    new Paragraph({ children: [] }),
  ];
}

function sealOf({ content: { head }, sha256 }: Printed): Paragraph[] {
  if (!head || !sha256) return [];
  const image = new ImageRun({
    type: "gif",
    data: qrGif(sealText(head, sha256), 4),
    transformation: { width: 110, height: 110 },
    altText: { id: "1", name: "QR", title: "QR", description: sealText(head, sha256) },
  });
  return [
    new Paragraph({ spacing: { before: 240 }, children: [image] }),
    line(frozenText(sha256, head.seq, head.link), { points: 9 }, LEFT),
  ];
}

export async function drawDocx(printed: Printed): Promise<Uint8Array> {
  const { content } = printed;
  const blocks = content.blocks.flatMap((block): (Paragraph | Table)[] => {
    if (block.kind === "table") return tableOf(block.table);
    return block.kind === "heading"
      ? [
          new Paragraph({
            spacing: { before: 120, after: 80 },
            keepNext: true,
            children: [run(block.text, { bold: true })],
          }),
        ]
      : [
          new Paragraph({
            alignment: JUSTIFIED,
            indent: { firstLine: twips(10) },
            spacing: { after: 120 },
            children: [run(block.text)],
          }),
        ];
  });
  const numbered = new Header({
    children: [
      new Paragraph({
        alignment: CENTER,
        children: [new TextRun({ children: [PageNumber.CURRENT], size: 26, font: FONT })],
      }),
    ],
  });
  const made = new Document({
    creator: "Vang Xa",
    title: `${content.title} ${content.abstract}`,
    styles: { default: { document: { run: { font: FONT, size: 26 } } } },
    sections: [
      {
        properties: {
          // The number stands on top from the second page on.
          titlePage: true,
          page: {
            size: { width: twips(210), height: twips(297) },
            margin: {
              top: twips(margins.top),
              bottom: twips(margins.bottom),
              left: twips(margins.left),
              right: twips(margins.right),
            },
          },
        },
        headers: {
          default: numbered,
          first: new Header({ children: [new Paragraph({ children: [] })] }),
        },
        children: [
          headOf(content.form),
          ...(content.draft ? [line("BẢN NHÁP", { bold: true, italics: true })] : []),
          new Paragraph({
            spacing: { before: 240 },
            alignment: CENTER,
            children: [run(content.title, { bold: true, points: 14 })],
          }),
          line(content.abstract, { bold: true, points: 14 }),
          line("__________", { points: 8 }),
          ...blocks,
          footOf(content.form),
          ...sealOf(printed),
        ],
      },
    ],
  });
  return steady(new Uint8Array(await Packer.toBuffer(made)));
}

/** The library writes when it ran; the day that counts is printed in the report. */
function steady(bytes: Uint8Array): Uint8Array {
  const files = new Map(unzip(bytes));
  const core = new TextDecoder().decode(files.get("docProps/core.xml"));
  const fixed = core.replace(/\d{4}-\d{2}-\d{2}T[0-9:.]+Z/g, "2026-01-01T00:00:00Z");
  files.set("docProps/core.xml", new TextEncoder().encode(fixed));
  return zip(files);
}
