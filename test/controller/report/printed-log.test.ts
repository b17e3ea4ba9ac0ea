import { parse } from "csv-parse/sync";
import readXlsxFile from "read-excel-file/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unzip } from "../../../controller/zip.adapter.ts";
import { needing } from "../../support/needs.ts";
import { type Asker, must, somePlaces } from "../../support/people-world.ts";
import { pdfText } from "../../support/read-documents.ts";
import { credited, lastDays, play } from "../../support/report-plays.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
let commune: Asker;
let province: Asker;

beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  commune = await world.person("kiem24", ["auditor", "c-21024"]);
  province = await world.person("kiem51", ["auditor", "p-51"]);
  await credited(world, "tin-1", [], { title: "Học số mỗi ngày" });
  const at = { cluster: "k-21024", says: { "tin-1": 30_000 } };
  await play(world, { ...at, occurrence: "o-1", outcome: "played", n: 0, title: '=CMD("x")' });
  await play(world, { ...at, occurrence: "o-2", outcome: "failed", n: 1, title: "+84 gọi ngay" });
  await play(world, { ...at, occurrence: "o-3", outcome: "unreported", n: 2, title: "@a\u0007b" });
  await play(world, { occurrence: "o-4", cluster: "k-21025", outcome: "played", n: 3 });
  await play(world, { occurrence: "o-5", cluster: "k-26001", outcome: "played", n: 4 });
  await world.store.db
    .updateTable("play_log")
    .set({ started_at: world.now() - 3_600_000, heard: 29_500 })
    .where("seq", "=", 1)
    .execute();
});
afterAll(() => world.close());

const page = async (who: Asker, query: string) =>
  who.get(`/api/play-log/export?${query}`) as ReturnType<Asker["get"]>;
const book = async (who: Asker, query = "") => {
  const reply = await page(who, `format=xlsx${query}`);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  const [about, log] = await readXlsxFile(Buffer.from(reply.raw));
  return { about: about?.data.flat() ?? [], rows: log?.data ?? [], raw: reply.raw };
};
/** The numbers of the rows that the screen shows. */
const shown = async (who: Asker, query = ""): Promise<number[]> =>
  (await must(who.get(`/api/play-log?limit=1000${query}`))).items.map(
    ({ seq }: { seq: number }) => seq,
  );

test("for any filter and whoever asks, the rows of the file are the rows of the screen", async () => {
  const filters = [
    "",
    "&newest=true",
    "&outcome=played",
    "&commune=21024&level=normal",
    "&cluster=k-21025",
    "&broadcast=bc-1",
    "&message=tin-1&theme=ky-nang-so",
    "&from=2999-01-01T00:00:00Z",
    "&to=2999-01-01T00:00:00%2B07:00",
  ];
  const seen: number[] = [];
  for (const who of [world.admin, province, commune])
    for (const filter of filters) {
      const { rows } = await book(who, filter);
      const want = await shown(who, filter);
      expect(rows.slice(1).map(([seq]) => seq)).toEqual(want);
      seen.push(want.length);
    }
  expect(new Set(seen)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
});

test("the XLSX has the CSV's columns: numbers are numbers, times are read, formulas are text", async () => {
  const { rows, raw } = await book(world.admin);
  const csv = await world.admin.ask("GET", "/api/play-log", undefined, { accept: "text/csv" });
  const lines: string[][] = parse(csv.raw.toString(), { bom: true });
  expect(rows[0]).toEqual(lines[0]);
  const names = rows[0] as string[];
  const cell = (row: number, name: string) => rows[row]?.[names.indexOf(name)];
  expect([cell(5, "seq"), cell(5, "seconds"), cell(5, "late")]).toEqual([1, 29.5, 0]);
  expect(cell(5, "startedAt")).toMatch(/^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/);
  expect(cell(5, "commune")).toBe("21024");
  expect([5, 4, 3].map((row) => cell(row, "title"))).toEqual(['=CMD("x")', "+84 gọi ngay", "@a b"]);
  const timed = new Set(["notBefore", "notAfter", "startedAt", "at"]);
  for (const [at, line] of lines.entries())
    for (const [column, name] of names.entries()) {
      if (at === 0 || timed.has(name) || name === "title") continue;
      expect(String(rows[at]?.[column] ?? ""), `${name} of ${at}`).toBe(line[column]);
    }
  const xml = [...unzip(raw)].map(([, part]) => new TextDecoder().decode(part)).join("");
  expect(xml).not.toContain("<f>");
});

test("the filter is printed with names, and with where the log stood", async () => {
  const [from, to] = lastDays(world).split("..") as [string, string];
  const next = new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const span = `&from=${from}T00:00:00%2B07:00&to=${next}T00:00:00%2B07:00`;
  const asked = "&cluster=k-21024&message=tin-1&outcome=failed&newest=true&campaign=khcn-18-5";
  const { about } = await book(commune, `${span}&message=tin-1&outcome=failed&newest=true`);
  const [{ link }] = [
    await world.store.db
      .selectFrom("play_log")
      .select("link")
      .orderBy("seq", "desc")
      .executeTakeFirstOrThrow(),
  ];
  const local = (day: string) => day.split("-").reverse().join("/");
  for (const line of [
    "Nhật ký phát",
    "Đơn vị: Xã Trà Sơn",
    `Từ ngày ${local(from)} đến ngày ${local(to)}`,
    "Bản tin: Học số mỗi ngày (tin-1)",
    "Kết quả: Phát lỗi",
    "Chỉ dòng mới nhất của mỗi lần phát trên mỗi cụm",
    "Số dòng: 1",
    `Đầu nhật ký phát lúc lập: dòng 5, ${link}`,
  ])
    expect(about).toContain(line);
  expect((await book(world.admin, asked)).about).toContain(
    "Đợt cao điểm: Ngày Khoa học, Công nghệ Việt Nam 18/5 (khcn-18-5)",
  );
  expect((await book(world.admin)).about).toContain("Đơn vị: toàn hệ thống");
});

test("a code of another's gets no name", async () => {
  const { about, rows } = await book(commune, "&cluster=k-21025&broadcast=bc-3&commune=21025");
  expect(rows).toHaveLength(1);
  expect(about).toEqual(
    expect.arrayContaining(["Cụm loa: k-21025", "Lệnh phát: bc-3", "Xã: 21025"]),
  );
});

needing("pdftotext")("the PDF lies on A4 and says each row and the filter", async () => {
  const reply = await page(province, "format=pdf&commune=21024");
  expect(reply.headers).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": 'attachment; filename="nhat-ky-phat.pdf"',
  });
  expect(reply.raw.toString("latin1")).toContain("[0 0 841.89 595.28]");
  const text = pdfText(reply.raw);
  for (const said of [
    "NHẬT KÝ PHÁT",
    "Xã: Xã Trà Sơn (21024)",
    "Số dòng: 3",
    '=CMD("x")',
    "+84 gọi ngay",
    "Phát lỗi",
    "Không có thiết bị âm thanh.",
    "29,5",
    "Giờ chưa chắc",
    "trang 1/1",
  ])
    expect(text).toContain(said);
  expect(text).not.toContain("Xã Đồng Ếch");
});

test.for(["xlsx", "pdf"])(
  "%s: the same data at the same moment are the same bytes",
  async (format) => {
    const one = await page(province, `format=${format}`);
    // Zip stores even seconds: only a later one shows a clock inside.
    await new Promise((go) => setTimeout(go, 2_100));
    const two = await page(province, `format=${format}`);
    expect(one.headers["content-disposition"]).toBe(
      `attachment; filename="nhat-ky-phat.${format}"`,
    );
    expect(Buffer.compare(one.raw, two.raw)).toBe(0);
  },
);

test("only who may read the log gets it, and a wish that is wrong or unknown is refused", async () => {
  expect((await page(world.nobody, "format=pdf")).status).toBe(401);
  for (const query of [
    "",
    "format=csv",
    "format=pdf&from=today",
    "format=pdf&limit=5",
    "format=pdf&comune=21024",
  ])
    expect((await page(commune, query)).status, query).toBe(400);
});

test("what is too long for a format is refused with what to do, and the other format holds it", async () => {
  const { db } = world.store;
  const [row] = await db.selectFrom("play_log").selectAll().where("seq", "=", 4).execute();
  const many = Array.from({ length: 2_000 }, (_, n) => ({ ...row, seq: 10 + n }) as never);
  for (let at = 0; at < many.length; at += 500)
    await db
      .insertInto("play_log")
      .values(many.slice(at, at + 500))
      .execute();
  expect(await page(province, "format=pdf&cluster=k-21025")).toMatchObject({
    status: 422,
    body: {
      code: "log-too-long",
      detail: "Tệp PDF chứa nhiều nhất 2.000 dòng; bộ lọc này có nhiều hơn.",
      hint: expect.stringContaining("CSV"),
    },
  });
  const { rows } = await book(province, "&cluster=k-21025");
  expect(rows.slice(1).map(([seq]) => seq)).toEqual([
    ...Array.from({ length: 2_000 }, (_, n) => 2_009 - n),
    4,
  ]);
});
