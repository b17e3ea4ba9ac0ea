import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import readXlsxFile from "read-excel-file/node";
import { expect, test } from "vitest";
import { cellText, sealText, tableCsv } from "../../../controller/report/content.ts";
import { drawnHere } from "../../../controller/report/drawn-here.adapter.ts";
import { qrSquares } from "../../../controller/report/qr.adapter.ts";
import { unzip } from "../../../controller/zip.adapter.ts";
import { needing, programPath } from "../../support/needs.ts";
import { content } from "../../support/report-content.ts";

const { report: drawers } = drawnHere;

const sha256 = "ef".repeat(32);
const frozen = { content: { ...content, draft: false }, sha256 };
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

test.for(["docx", "xlsx", "pdf"] as const)(
  "%s: two runs at two times make the same bytes",
  async (format) => {
    const one = await drawers[format](frozen);
    // Zip stores even seconds: only a later one shows a clock inside.
    await new Promise((go) => setTimeout(go, 2_100));
    const two = await drawers[format](frozen);
    expect(Buffer.compare(one, two)).toBe(0);
  },
);

test("DOCX has the form of Decree 30/2020 and the figures of the content", async () => {
  const files = unzip(await drawers.docx({ content }));
  const xml = textOf(files.get("word/document.xml"));
  const said = xml.replace(/<\/w:p>/g, "\n").replace(/<[^>]+>/g, "");
  for (const line of [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "ỦY BAN NHÂN DÂN",
    "XÃ TRÀ SƠN",
    "Số:        /BC-UBND",
    "Trà Sơn, ngày 12 tháng 6 năm 2026",
    "BÁO CÁO",
    "BẢN NHÁP",
    "Nơi nhận:",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "70,0\u00a0%",
    "Nguyễn Văn An",
  ])
    expect(said.split("\n")).toContain(line);
  const margin = /<w:pgMar ([^>]+)>/.exec(xml)?.[1] ?? "";
  const mm = (side: string) =>
    Math.round((Number(new RegExp(`w:${side}="(\\d+)"`).exec(margin)?.[1]) * 25.4) / 1_440);
  expect([mm("top"), mm("bottom"), mm("left"), mm("right")]).toEqual([20, 20, 30, 15]);
  expect(/<w:pgSz ([^>]+)>/.exec(xml)?.[1]).toMatch(/w:w="11906"/);
  expect(xml).toContain('w:ascii="Times New Roman"');
  expect(xml).toContain("<w:titlePg/>");
  expect(textOf(files.get("word/header1.xml")) + textOf(files.get("word/header2.xml"))).toContain(
    "PAGE",
  );
});

test("a frozen DOCX carries its hash, the head and the QR of both, and is no draft", async () => {
  const files = unzip(await drawers.docx(frozen));
  const xml = textOf(files.get("word/document.xml"));
  expect(xml).toContain(sha256);
  expect(xml).toContain("ab".repeat(32));
  expect(xml).not.toContain("BẢN NHÁP");
  const picture = [...files].find(([name]) => name.startsWith("word/media/"));
  expect(textOf(picture?.[1].slice(0, 3))).toBe("GIF");
});

test("XLSX opens again with the same numbers, and text that looks like a formula stays text", async () => {
  const first = content.blocks.flatMap((block) => (block.kind === "table" ? [block.table] : []));
  const [table] = first;
  if (!table) throw new Error("no table");
  const hostile = {
    ...table,
    rows: [["=HYPERLINK(1)", ...(table.rows[0]?.slice(1) ?? [])], ...table.rows],
  };
  const bytes = await drawers.xlsx({
    content: { ...content, blocks: [{ kind: "table", table: hostile }] },
  });
  const sheet = (await readXlsxFile(Buffer.from(bytes))).find((one) => one.sheet === "communes");
  expect(sheet?.data[2]?.slice(0, 4)).toEqual(["=HYPERLINK(1)", 100, 70, 0.7]);
  const xml = [...unzip(bytes)].map(([, part]) => textOf(part)).join("");
  expect(xml).not.toContain("<f>");
});

test("XLSX keeps a percent as it is shown on paper, not as a spreadsheet would round it", async () => {
  const columns = [{ title: "Tỷ lệ", kind: "percent" as const, width: 100 }];
  const rows = [[0.6996], [0.57], [null], [1]];
  const table = { id: "ratios", title: "Tỷ lệ", columns, rows };
  const bytes = await drawers.xlsx({ content: { ...content, blocks: [{ kind: "table", table }] } });
  const sheet = (await readXlsxFile(Buffer.from(bytes))).find((one) => one.sheet === "ratios");
  const cells = sheet?.data.slice(2).map(([cell]) => cell);
  expect(cells).toEqual([0.699, 0.57, null, 1]);
  expect(tableCsv(table).split("\r\n").slice(1, 5)).toEqual(["0.699", "0.57", "", "1"]);
  expect(rows.map(([cell = null]) => cellText(cell, { kind: "percent" }))).toEqual([
    "69,9\u00a0%",
    "57,0\u00a0%",
    "–",
    "100,0\u00a0%",
  ]);
});

needing("pdftotext")("PDF text can be taken out again, letter by letter", async () => {
  const pdftotext = programPath("pdftotext") as string;
  const folder = mkdtempSync(join(tmpdir(), "vangxa-pdf-"));
  try {
    const words = "nếu chữ đậu mỹ sẵn Ổi Đồng ƀon pŏk";
    const most = [345_678, 345_678, 1, 1_234_567, 1_234_567, 1, 4_838_400, 4_838_400, 3_600_000];
    const blocks = content.blocks.map((block) =>
      block.kind === "table" && block.table.id === "communes"
        ? { ...block, table: { ...block.table, rows: [["Cộng", ...most]] } }
        : block,
    );
    writeFileSync(
      join(folder, "a.pdf"),
      await drawers.pdf({
        content: {
          ...content,
          draft: false,
          blocks: [...blocks, { kind: "paragraph", text: words }],
        },
      }),
    );
    const text = execFileSync(pdftotext, ["-layout", join(folder, "a.pdf"), "-"], {
      encoding: "utf8",
    }).normalize("NFC");
    for (const line of [
      "Độc lập - Tự do - Hạnh phúc",
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
      "75,0 %",
      words,
      "PHÓ CHỦ TỊCH",
    ])
      expect(text).toContain(line);
    // The largest figures of a province stand on one line, none is parted.
    expect(text.replace(/ +/g, " ")).toContain(
      "Cộng 345.678 345.678 100,0 % 1.234.567 1.234.567 100,0 % 4.838.400 4.838.400 1000:00:00",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the QR is square, with a quiet edge", () => {
  const squares = qrSquares(sealText(frozen.content.head as never, sha256));
  expect(squares.every((row) => row.length === squares.length)).toBe(true);
  expect(squares[0]?.some((dark) => dark)).toBe(false);
  expect(squares.length).toBeGreaterThan(40);
});
