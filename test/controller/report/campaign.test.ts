import readXlsxFile from "read-excel-file/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { needing } from "../../support/needs.ts";
import { type Asker, must, somePlaces } from "../../support/people-world.ts";
import { docxLines, docxTables, pdfText } from "../../support/read-documents.ts";
import { credited, lastDays, play, tables } from "../../support/report-plays.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
let editor: Asker;
const said = [
  ["m-khcn", "khcn-18-5"],
  ["m-cds", "cds-10-10"],
  ["m-khac", null],
] as const;
const science = "Ngày Khoa học, Công nghệ Việt Nam 18/5";

beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  for (const table of ["province", "commune"] as const)
    await world.store.db.updateTable(table).set({ valid_from: "2020-01-01" }).execute();
  editor = await world.person("soan24", ["editor", "p-51"]);
  const about = (n: number, cluster: string, outcome: string, campaign?: string) =>
    play(world, {
      ...{ occurrence: `occ-${n}`, n: n - 1, cluster, outcome, title: `Chương trình số ${n}` },
      ...(campaign ? { campaign } : {}),
      ...(n === 4 ? { says: Object.fromEntries(said.map(([id]) => [id, 90_000])) } : {}),
    });
  await about(1, "k-21024", "played", "khcn-18-5");
  await about(2, "k-21025", "failed", "khcn-18-5");
  await about(3, "k-21025", "played", "cds-10-10");
  await about(4, "k-21025", "played");
  for (const [id, campaign] of said)
    await credited(world, id, [{ role: "author", name: `Tác giả ${id}` }], { campaign });
});
afterAll(() => world.close());

const path = (query = "") => `/api/reports/campaign?province=51${query}`;
const sheet = (body: Parameters<typeof tables>[0], wanted: string) =>
  tables(body).find(({ id }) => id === wanted)?.rows;

test("a campaign's report names it and holds its orders and messages, and no others", async () => {
  const report = await must(editor.get(path(`&campaign=khcn-18-5&period=${lastDays(world)}`)));
  expect(report.campaign).toEqual({ id: "khcn-18-5", name: science });
  expect(report.abstract).toContain(`Kết quả đợt cao điểm “${science}”`);
  expect(sheet(report, "outcomes")).toEqual([
    ["Phát lỗi", 1, 0.5],
    ["Đã phát", 1, 0.5],
  ]);
  expect(sheet(report, "programmes")?.map(([title]) => title)).toEqual([
    "Chương trình số 1",
    "Chương trình số 2",
  ]);
  expect(sheet(report, "royalties")?.map(([name]) => name)).toEqual(["Tác giả m-khcn", "Cộng"]);
  expect(sheet(report, "reasons")).toHaveLength(1);
});

test("its reach is what the screen says of the same campaign", async () => {
  const [from, to] = lastDays(world).split("..");
  const days = `&from=${from}&to=${to}`;
  for (const [campaign, reached] of [
    ["khcn-18-5", 100],
    ["cds-10-10", 100],
    ["dmst-1-10", 0],
  ]) {
    const report = await must(editor.get(path(`&campaign=${campaign}&period=${from}..${to}`)));
    const screen = await must(editor.get(`/api/reach?province=51&campaign=${campaign}${days}`));
    expect(sheet(report, "communes")?.at(-1)?.slice(1, 4)).toEqual([
      screen.households.of,
      screen.households.reached,
      screen.households.ratio,
    ]);
    expect(screen.households.reached).toBe(reached);
  }
});

test("without days it is the campaign's own days, without a name the one that began last", async () => {
  const usual = await must(editor.get(path()));
  expect(usual).toMatchObject({
    campaign: { id: "khcn-18-5" },
    period: { from: "2026-05-04", to: "2026-05-25" },
  });
  const earlier = await must(editor.get(path("&period=2025-10-01..2025-10-31")));
  expect(earlier).toMatchObject({ campaign: { id: "cds-10-10" }, period: { to: "2025-10-31" } });
  expect(await must(editor.get(path("&campaign=cds-10-10")))).toMatchObject({
    period: { from: "2025-09-26", to: "2025-10-17" },
  });
  const dossier = await must(
    editor.get("/api/reports/award?province=51&campaign=khcn-18-5&period=2026"),
  );
  expect(dossier).toMatchObject({ campaign: { name: science }, period: { to: "2026-12-14" } });
  expect(dossier.abstract).toContain(`Hồ sơ khen thưởng về kết quả “${science}”`);
  expect((await must(editor.get("/api/reports/award?province=51"))).campaign).toBeUndefined();
});

test("a campaign that is not there, or not of this place, is said to be so", async () => {
  expect(await editor.get(path("&campaign=khong-co"))).toMatchObject({
    status: 422,
    body: { code: "campaign-unknown", title: "Không có đợt cao điểm này." },
  });
  expect((await editor.get(path("&campaign=A!"))).status).toBe(400);
  expect((await editor.get(path("&campaign=khcn-18-5&period=hom-nay"))).status).toBe(400);
  expect((await editor.get(path("&campaign=khcn-18-5&period=2026-13"))).body.code).toBe(
    "period-unreadable",
  );
  const elsewhere = { id: "hoi-lang", name: "Hội làng", day: "2026-05-10", place: "c-26001" };
  await must(world.admin.post("/api/campaigns", elsewhere));
  expect((await editor.get(path("&campaign=hoi-lang"))).body.code).toBe("campaign-unknown");
  const theirs = "/api/reports/campaign?commune=26001";
  // Theirs began on 26/4, before the national one.
  expect((await must(world.admin.get(theirs))).campaign.id).toBe("khcn-18-5");
  expect((await must(world.admin.get(`${theirs}&campaign=hoi-lang`))).period).toMatchObject({
    from: "2026-04-26",
    to: "2026-05-17",
  });
});

test("every format holds the campaign alone", async () => {
  const asked = path(`&campaign=khcn-18-5&period=${lastDays(world)}`);
  const get = (more: string) => editor.get(`${asked}&format=${more}`);
  const docx = await get("docx");
  expect(docx.headers["content-disposition"]).toContain("bao-cao-campaign-khcn-18-5-");
  expect(docxLines(docx.raw).some((line) => line.includes(`đợt cao điểm “${science}”`))).toBe(true);
  const programmes = docxTables(docx.raw).find(([head]) => head?.[0] === "Chương trình");
  expect(programmes?.slice(1).map(([title]) => title)).toEqual([
    "Chương trình số 1",
    "Chương trình số 2",
  ]);
  const xlsx = await readXlsxFile(Buffer.from((await get("xlsx")).raw));
  expect(JSON.stringify(xlsx.find(({ sheet }) => sheet === "Báo cáo"))).toContain(science);
  expect(xlsx.find(({ sheet }) => sheet === "programmes")?.data.slice(2)).toHaveLength(2);
  const csv = (await get("csv&table=programmes")).raw.toString().trim().split("\r\n");
  expect(csv.slice(1).map((line) => line.split(",")[0])).toEqual([
    "Chương trình số 1",
    "Chương trình số 2",
  ]);
});

needing("pdftotext")("and the PDF too", async () => {
  const pdf = await editor.get(path(`&campaign=khcn-18-5&period=${lastDays(world)}&format=pdf`));
  const text = pdfText(pdf.raw);
  expect(text).toContain("Ngày Khoa học, Công nghệ Việt Nam");
  expect(text).toContain("Chương trình số 1");
  expect(text).not.toContain("Chương trình số 3");
});

test("a frozen one keeps its campaign, and the log of people names it", async () => {
  const body = { province: "51", campaign: "khcn-18-5", period: lastDays(world) };
  const frozen = await must(editor.post("/api/reports/campaign/freeze", body));
  const kept = await must(editor.get(`/api/reports/frozen/${frozen.id}`));
  expect(kept.campaign).toEqual({ id: "khcn-18-5", name: science });
  const [row] = (await must(world.admin.get("/api/audit?limit=1"))).items;
  expect(row).toMatchObject({ action: "report.freeze", subject: frozen.id });
  expect(row.after.campaign.id).toBe("khcn-18-5");
});
