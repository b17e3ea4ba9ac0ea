import { createRequire } from "node:module";
import { dirname, join } from "node:path";
// biome-ignore lint/correctness/noUnresolvedImports: a CommonJS module, whose exports are its default
import pdfmake, { type Content, type TableCell } from "pdfmake";
import { cellText, type Printed, type ReportTable, sealText } from "./content.ts";
import { frozenText, headShares, margins, SIGNING, tableSet } from "./drawing.ts";
import { type Form, MOTTO, NATION } from "./form.ts";
import { qrSvg } from "./qr.adapter.ts";

const MM = 72 / 25.4;
const fonts = dirname(
  createRequire(import.meta.url).resolve("@expo-google-fonts/tinos/package.json"),
);
const font = (name: string) => join(fonts, name, `Tinos_${name}.ttf`);

pdfmake.setFonts({
  Tinos: {
    normal: font("400Regular"),
    bold: font("700Bold"),
    italics: font("400Regular_Italic"),
    bolditalics: font("700Bold_Italic"),
  },
});
// A report is made of text alone: nothing is fetched, and no file but the fonts is read.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path.startsWith(fonts));

const centred = (text: string, more: object = {}): Content => ({
  text,
  alignment: "center",
  ...more,
});

const headOf = (form: Form): Content => ({
  columns: [
    {
      width: `${headShares[0]}%`,
      stack: [
        ...(form.above === "" ? [] : [centred(form.above, { fontSize: 12 })]),
        centred(form.issuer, { bold: true, fontSize: 12 }),
        rule(60),
        centred(form.number, { fontSize: 13 }),
      ],
    },
    {
      width: "*",
      stack: [
        centred(NATION, { bold: true, fontSize: 12 }),
        centred(MOTTO, { bold: true, fontSize: 13 }),
        rule(150),
        centred(form.placeAndDate, { italics: true, fontSize: 13 }),
      ],
    },
  ],
});

const rule = (length: number, above = 2): Content => ({
  columns: [
    { width: "*", text: "" },
    { width: length, canvas: [{ type: "line", x1: 0, y1: 0, x2: length, y2: 0, lineWidth: 0.7 }] },
    { width: "*", text: "" },
  ],
  margin: [0, above, 0, 4],
});

function tableOf(table: ReportTable): Content[] {
  const sum = table.columns.reduce((all, { width }) => all + width, 0);
  const head = table.columns.map(
    ({ title }): TableCell => ({ text: title, bold: true, alignment: "center" }),
  );
  const body = table.rows.map((row) =>
    table.columns.map(
      (column, at): TableCell => ({
        text: cellText(row[at] ?? null, column),
        noWrap: column.kind !== "text",
        alignment: column.kind === "text" ? "left" : "right",
      }),
    ),
  );
  const { points, edge } = tableSet(table.columns.length);
  return [
    { text: table.title, bold: true, margin: [0, 4, 0, 4] },
    {
      fontSize: points,
      margin: [0, 0, 0, 8],
      layout: { paddingLeft: () => edge, paddingRight: () => edge },
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: table.columns.map(({ width }) => `${(100 * width) / sum}%`),
        body: [head, ...body],
      },
    },
  ];
}

const footOf = (form: Form): Content => ({
  unbreakable: true,
  margin: [0, 12, 0, 0],
  columns: [
    [
      { text: "Nơi nhận:", bold: true, italics: true, fontSize: 12 },
      ...form.recipients.map((text): Content => ({ text, fontSize: 11 })),
    ],
    [
      ...form.signerLines.map((text) => centred(text, { bold: true })),
      { text: "", margin: [0, 0, 0, SIGNING] },
    ],
  ],
});

export function drawPdf({ content, sha256 }: Printed): Promise<Uint8Array> {
  const { form, head } = content;
  const seal: Content[] =
    head && sha256
      ? [
          {
            unbreakable: true,
            margin: [0, 16, 0, 0],
            columns: [
              { svg: qrSvg(sealText(head, sha256)), width: 90 },
              { text: frozenText(sha256, head.seq, head.link), fontSize: 9, margin: [8, 8, 0, 0] },
            ],
          },
        ]
      : [];
  const text = content.blocks.flatMap((block): Content[] => {
    if (block.kind === "table") return tableOf(block.table);
    return block.kind === "heading"
      ? [{ text: block.text, bold: true, margin: [0, 6, 0, 4] }]
      : [{ text: block.text, alignment: "justify", leadingIndent: 10 * MM, margin: [0, 0, 0, 6] }];
  });
  return pdfOf(`${content.title} ${content.abstract}`, {
    pageSize: "A4",
    pageMargins: [margins.left * MM, margins.top * MM, margins.right * MM, margins.bottom * MM],
    defaultStyle: { font: "Tinos", fontSize: 13 },
    header: (page: number): Content =>
      page === 1 ? "" : { text: String(page), alignment: "center", margin: [0, 10 * MM, 0, 0] },
    ...(content.draft ? { watermark: { text: "BẢN NHÁP", opacity: 0.08, bold: true } } : {}),
    content: [
      headOf(form),
      centred(content.title, { bold: true, fontSize: 14, margin: [0, 16, 0, 0] }),
      centred(content.abstract, { bold: true, fontSize: 14 }),
      rule(90, 5),
      ...text,
      footOf(form),
      ...seal,
    ],
  });
}

/** A document whose bytes follow from what it says alone. */
export async function pdfOf(
  title: string,
  page: Parameters<typeof pdfmake.createPdf>[0],
): Promise<Uint8Array> {
  const dates = { creationDate: fixed, modDate: fixed };
  const info = { title, ...dates, producer: "Vang Xa", creator: "Vang Xa" };
  return new Uint8Array(await pdfmake.createPdf({ ...page, info }).getBuffer());
}

// The day that is printed says when; the file's own dates would make two runs differ.
const fixed = new Date(0);
