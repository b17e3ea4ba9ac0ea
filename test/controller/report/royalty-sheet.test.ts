import readXlsxFile from "read-excel-file/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dateOf } from "../../../contract/station-time.ts";
import type { Instant } from "../../../contract/time.ts";
import { type Asker, must, somePlaces } from "../../support/people-world.ts";
import { docxTables } from "../../support/read-documents.ts";
import { type CreditGiven, credited, lastDays, play, tables } from "../../support/report-plays.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

/** Messages with those who made them, and every airing that was ordered: what the sheet must come to is counted from these alone. */
const made: Readonly<Record<string, readonly CreditGiven[]>> = {
  "m-vie": [
    { role: "author", name: "Nguyễn Thị Đào" },
    { role: "editor", name: "Đinh Văn Hré" },
    // One person, two kinds of work.
    { role: "reader", name: "Nguyễn Thị Đào" },
  ],
  // The version of it in another language.
  "m-hre": [
    { role: "author", name: "Nguyễn Thị Đào" },
    { role: "translator", name: "Đinh Văn Hré" },
    { role: "reader", name: "Phạm Ơn" },
  ],
  "m-two": [
    { role: "author", name: "Lê Ánh" },
    { role: "author", name: "Nguyễn Thị Đào" },
    { role: "translator", name: "Đinh Văn Hré", royalty: 1_250_000 },
  ],
  "m-free": [{ role: "author", name: "Lê Ánh", royalty: 0 }],
  "m-partial": [{ role: "author", name: "Phát Dở" }],
  "m-cancelled": [{ role: "author", name: "Bị Hủy" }],
  "m-exercise": [{ role: "author", name: "Diễn Tập" }],
  "m-old": [{ role: "author", name: "Kỳ Trước" }],
  "m-never": [{ role: "author", name: "Chưa Phát" }],
};
const airings = [
  { says: { "m-vie": 61_000 }, outcome: "played" },
  // Again, and cut short elsewhere: it is owed for once.
  { says: { "m-vie": 61_000 }, outcome: "played" },
  { says: { "m-vie": 61_000, "m-hre": 95_500 }, outcome: "partial", cluster: "k-21025" },
  { says: { "m-hre": 95_500, "m-two": 30_500 }, outcome: "played", cluster: "k-21025" },
  { says: { "m-free": 10_000 }, outcome: "played" },
  { says: { "m-partial": 20_000 }, outcome: "partial" },
  { says: { "m-cancelled": 20_000 }, outcome: "cancelled" },
  { says: { "m-exercise": 20_000 }, outcome: "played", status: "exercise" },
  { says: { "m-old": 20_000 }, outcome: "played", ago: 9 },
  { says: { "m-old": 20_000 }, outcome: "played" },
];
const rates = [
  { role: "author", unit: "piece", amount: 150_000 },
  { role: "reader", unit: "minute", amount: 20_001 },
  { role: "translator", unit: "minute", amount: 33_333 },
] as const;

let world: WholeWorld;
let editor: Asker;
beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  editor = await world.person("soan51", ["editor", "p-51"]);
  for (const [id, credits] of Object.entries(made)) await credited(world, id, credits);
  for (const [n, airing] of airings.entries())
    await play(world, { occurrence: `occ-${n}`, n, cluster: "k-21024", ...airing });
  for (const rate of rates) {
    const decided = { place: "p-51", from: "2020-01-01", source: "Nghị quyết 12/2025/NQ-HĐND" };
    await must(world.admin.post("/api/royalty-rates", { ...rate, ...decided }));
  }
});
afterAll(() => world.close());

const roles = {
  author: "Tác giả",
  editor: "Biên tập",
  reader: "Người đọc",
  translator: "Người dịch",
};

/** The sheet, counted again from the play log of the database and the table above. */
async function counted() {
  const [from = "", to = ""] = lastDays(world).split("..");
  const { db } = world.store;
  const heard = await db
    .selectFrom("outcome")
    .innerJoin("play_log", "play_log.seq", "outcome.seq")
    .innerJoin("occurrence", "occurrence.id", "outcome.occurrence")
    .innerJoin("broadcast", "broadcast.id", "occurrence.broadcast")
    .select(["play_log.outcome", "occurrence.body", "occurrence.not_before", "broadcast.status"])
    .execute();
  const first = new Map<string, { day: string; length: number }>();
  for (const { outcome, body, not_before, status } of heard) {
    if (outcome !== "played" || status !== "actual") continue;
    const day = dateOf(not_before as Instant);
    for (const { message, audio } of JSON.parse(body).parts)
      if (day < (first.get(message)?.day ?? "9")) first.set(message, { day, length: audio.length });
  }
  const lines = new Map<string, number[]>();
  for (const [id, { day, length }] of first) {
    if (day < from || day > to) continue;
    for (const { role, name, royalty } of made[id] ?? []) {
      const rate = rates.find((one) => one.role === role);
      const worth =
        rate?.unit === "minute" ? Math.round((rate.amount * length) / 60_000) : (rate?.amount ?? 0);
      const none = royalty === undefined && !rate ? 1 : 0;
      const [pieces = 0, seconds = 0, unpriced = 0, owed = 0] =
        lines.get(`${name}|${roles[role]}`) ?? [];
      lines.set(`${name}|${roles[role]}`, [
        pieces + 1,
        seconds + length / 1_000,
        unpriced + none,
        owed + (royalty ?? worth),
      ]);
    }
  }
  return lines;
}

/** A spreadsheet keeps a length as a part of a day, which the reader takes for a moment since 1899. */
const secondsOf = (part: unknown): number =>
  Math.round(((part as Date).getTime() - Date.UTC(1899, 11, 30)) / 100) / 10;

/** By hand: four works of 61, 95.5, 30.5 and 10 seconds; one has an editor for whom there is no rate. */
const owed = (lines: ReadonlyMap<string, readonly number[]>) =>
  [...lines.values()].reduce((all, line) => all + (line[3] ?? 0), 0);
const total = (lines: ReadonlyMap<string, readonly number[]>) => [
  "Cộng",
  "",
  4,
  197,
  1,
  owed(lines),
];

test("the figures are those of the plays: each work once, when it first sounded whole, by name and kind of work", async () => {
  const report = await must(
    editor.get(`/api/reports/half-year?province=51&period=${lastDays(world)}`),
  );
  const rows = tables(report).find(({ id }) => id === "royalties")?.rows ?? [];
  const lines = await counted();
  expect(
    rows
      .slice(0, -1)
      .map(([name, role]) => `${name}|${role}`)
      .sort(),
  ).toEqual([...lines.keys()].sort());
  for (const [name, role, ...figures] of rows.slice(0, -1))
    expect([name, role, figures]).toEqual([name, role, lines.get(`${name}|${role}`)]);
  expect(rows.at(-1)).toEqual(total(lines));
  // By hand: three whole works and one that is free; 61 s and 95.5 s read, 95.5 s translated, 1,250,000 agreed.
  expect(Object.fromEntries(lines)).toEqual({
    "Nguyễn Thị Đào|Tác giả": [3, 187, 0, 450_000],
    "Nguyễn Thị Đào|Người đọc": [1, 61, 0, 20_334],
    "Đinh Văn Hré|Biên tập": [1, 61, 1, 0],
    "Đinh Văn Hré|Người dịch": [2, 126, 0, 53_055 + 1_250_000],
    "Phạm Ơn|Người đọc": [1, 95.5, 0, 31_835],
    "Lê Ánh|Tác giả": [2, 40.5, 0, 150_000],
  });
  expect(JSON.stringify(report)).toContain("Mức chi theo: Nghị quyết 12/2025/NQ-HĐND.");
});

test("the spreadsheet has them as numbers with their formats, the document as a person reads them", async () => {
  const path = `/api/reports/half-year?province=51&period=${lastDays(world)}&format=`;
  const lines = await counted();
  const sheets = await readXlsxFile((await editor.get(`${path}xlsx`)).raw);
  const [, , ...read] = sheets.find(({ sheet }) => sheet === "royalties")?.data ?? [];
  const figures = read.map(([name, role, pieces, part, unpriced, owed]) => {
    return [name, role ?? "", pieces, secondsOf(part), unpriced, owed];
  });
  const wanted = [...lines].map(([key, values]) => [...key.split("|"), ...values]);
  expect(figures.slice(0, -1)).toEqual(expect.arrayContaining(wanted));
  expect(figures).toHaveLength(wanted.length + 1);
  expect(figures.at(-1)).toEqual(total(lines));
  const drawn = docxTables((await editor.get(`${path}docx`)).raw).find(([head]) =>
    head?.includes("Thành tiền (đồng)"),
  );
  expect(drawn?.find(([name, role]) => name === "Đinh Văn Hré" && role === "Người dịch")).toEqual([
    ...["Đinh Văn Hré", "Người dịch", "2", "2:06", "0", "1.303.055"],
  ]);
  expect(drawn?.at(-1)).toEqual(["Cộng", "", "4", "3:17", "1", "1.955.224"]);
});

test("the next period owes nothing for what is only repeated", async () => {
  const later = await must(editor.get("/api/reports/month?province=51&period=2026-06"));
  expect(tables(later).find(({ id }) => id === "royalties")?.rows ?? []).toEqual([]);
});
