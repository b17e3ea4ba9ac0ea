import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzip } from "../../controller/zip.adapter.ts";
import { programPath } from "./needs.ts";

const unescaped = (xml: string): string =>
  xml
    .replace(/<[^>]+>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;|&#39;/g, "'")
    .replace(/&amp;/g, "&");

const documentOf = (docx: Uint8Array): string =>
  new TextDecoder().decode(unzip(docx).get("word/document.xml"));

/** The paragraphs of a Word document in their order, those of its tables too. */
export const docxLines = (docx: Uint8Array): string[] =>
  [...documentOf(docx).matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([paragraph]) => unescaped(paragraph));

/** Its tables as the text of their cells. */
export const docxTables = (docx: Uint8Array): string[][][] =>
  [...documentOf(docx).matchAll(/<w:tbl>.*?<\/w:tbl>/gs)].map(([table]) =>
    [...table.matchAll(/<w:tr[ >].*?<\/w:tr>/gs)].map(([row]) =>
      [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => unescaped(cell)),
    ),
  );

/** The words of a PDF as a reader copies them out, spaces made one. Needs `pdftotext`. */
export function pdfText(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "vangxa-pdf-"));
  try {
    const file = join(folder, "a.pdf");
    writeFileSync(file, pdf);
    const text = execFileSync(programPath("pdftotext") as string, [file, "-"], {
      encoding: "utf8",
    });
    return text.normalize("NFC").replace(/\s+/g, " ");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
