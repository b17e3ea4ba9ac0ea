import { afterAll, beforeAll, expect, test } from "vitest";
import { cellText, type ReportTable } from "../../../controller/report/content.ts";
import { needing } from "../../support/needs.ts";
import { type Asker, must, somePlaces } from "../../support/people-world.ts";
import { docxLines, docxTables, pdfText } from "../../support/read-documents.ts";
import { lastDays, play } from "../../support/report-plays.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

/** What a dossier for the yearly award must hold: programmes, reach, proof, recordings, in the form of Decree 30/2020. */
let world: WholeWorld;
let editor: Asker;
let frozen: { id: string; sha256: string; head: { seq: number; link: string } };
let docx: Buffer;
let tables: ReportTable[];
const hash = "0123456789abcdef".repeat(4);

beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  editor = await world.person("soan51", ["editor", "p-51"]);
  const titled = (n: number, title: string, cluster: string, outcome: string, rung?: string) =>
    play(world, {
      ...{ occurrence: `occ-${n}`, n, title, cluster, outcome },
      ...(rung ? { rung } : {}),
    });
  await titled(0, "Bình dân học vụ số", "k-21024", "played", "acoustic");
  await titled(1, "Chuyển đổi số cho nông dân", "k-21024", "played");
  await titled(2, "Dịch vụ công trực tuyến", "k-21025", "unreported");
  const audio = { sha256: hash, bytes: 1, length: 65_000 };
  const part = { kind: "audio", role: "message", message: "m-1", language: "vie", audio };
  await world.store.db
    .updateTable("occurrence")
    .set({ body: JSON.stringify({ parts: [part] }) })
    .where("id", "=", "occ-0")
    .execute();
  const body = {
    ...{ province: "51", period: lastDays(world), signer: "kt", number: "45/BC-SKHCN" },
    difficulties: "Mất điện kéo dài.",
  };
  frozen = await must(editor.post("/api/reports/award/freeze", body));
  const get = (format: string) => editor.get(`/api/reports/frozen/${frozen.id}?format=${format}`);
  docx = (await get("docx")).raw;
  tables = (await must(get("json"))).blocks.flatMap((one: { table?: ReportTable }) =>
    one.table ? [one.table] : [],
  );
});
afterAll(() => world.close());

/** The form's nine parts but the seal, which a person sets, and what an award asks for. */
const parts = () => [
  "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
  "Độc lập - Tự do - Hạnh phúc",
  "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
  "Số: 45/BC-SKHCN",
  "ngày 18 tháng 5 năm 2026",
  "BÁO CÁO",
  "Hồ sơ khen thưởng",
  "Mất điện kéo dài.",
  "KT. GIÁM ĐỐC",
  "PHÓ GIÁM ĐỐC",
  "Nơi nhận:",
  "V. CHƯƠNG TRÌNH, BẢN GHI ÂM VÀ BẰNG CHỨNG",
  "Chương trình đã phát và bằng chứng",
  "Bản tin và bản ghi âm đã phát",
  "Tiếp cận và lượt phát theo xã, phường, đặc khu",
  "Bậc chứng minh: phát xong",
  "vangxa verify --case",
  frozen.sha256,
  frozen.head.link,
];

test("the DOCX reopens with every part of the form and of an award", () => {
  const text = docxLines(docx).join("\n");
  for (const part of parts()) expect(text).toContain(part);
  expect(text).not.toContain("BẢN NHÁP");
});

test("the tables of the DOCX are those of the content, cell by cell, numbered in their order", () => {
  const printed = docxTables(docx);
  const lines = docxLines(docx);
  expect(tables.map(({ id }) => id)).toEqual([
    ...["communes", "outcomes", "themes", "reasons", "clusters", "programmes", "recordings"],
  ]);
  for (const [at, { title, columns, rows }] of tables.entries()) {
    expect(title).toMatch(new RegExp(`^Bảng ${at + 1}\\. `));
    expect(lines).toContain(title);
    const wanted = [
      columns.map((column) => column.title),
      ...rows.map((row) => columns.map((column, n) => cellText(row[n] ?? null, column))),
    ];
    expect(printed).toContainEqual(wanted);
  }
});

test("its figures are the screen's: reach, plays of the log, what sensors confirmed, what was recorded", async () => {
  const [from, to] = lastDays(world).split("..");
  const reach = await must(editor.get(`/api/reach?province=51&from=${from}&to=${to}`));
  const log = (await must(world.admin.get("/api/play-log?limit=100"))).items as {
    outcome: string;
  }[];
  const rows = (id: string) => tables.find((one) => one.id === id)?.rows ?? [];
  expect(rows("communes").at(-1)).toEqual([
    ...["Cộng", reach.households.of, reach.households.reached, reach.households.ratio],
    ...[reach.people.of, reach.people.reached, reach.people.ratio],
    ...[log.length, log.filter(({ outcome }) => outcome === "played").length, 60],
  ]);
  expect(rows("communes").at(-1)?.slice(1, 4)).toEqual([200, 100, 0.5]);
  expect(rows("programmes")).toEqual([
    ["Bình dân học vụ số", "Thông thường", 1, 1, 1, 1],
    ["Chuyển đổi số cho nông dân", "Thông thường", 1, 1, 1, 0],
    ["Dịch vụ công trực tuyến", "Thông thường", 1, 1, 0, 0],
  ]);
  const inPieces = Array(4).fill("0123456789abcdef").join(" ");
  expect(rows("recordings")).toEqual([["m-1", "vie", 65, 1, 1, inPieces]]);
  expect(docxLines(docx).join("\n")).toContain(reach.line);
});

needing("pdftotext")("the PDF says the same parts and the same figures", async () => {
  const pdf = await editor.get(`/api/reports/frozen/${frozen.id}?format=pdf`);
  const text = pdfText(pdf.raw);
  const solid = text.replaceAll(/[ \u00a0]/g, "");
  for (const part of parts()) expect(solid).toContain(part.replaceAll(/[ \u00a0]/g, ""));
  for (const { columns, rows } of tables.filter(({ id }) => id !== "recordings"))
    for (const row of rows)
      for (const [at, column] of columns.entries())
        if (typeof row[at] === "number")
          expect(solid).toContain(cellText(row[at], column).replaceAll(/[ \u00a0]/g, ""));
  for (const { 0: title } of tables.find(({ id }) => id === "programmes")?.rows ?? [])
    expect(solid).toContain(String(title).split(" ")[0]);
  for (const piece of hash.match(/.{16}/g) ?? []) expect(text).toContain(piece);
});
