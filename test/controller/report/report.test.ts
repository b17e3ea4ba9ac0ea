import fc from "fast-check";
import { expect, test } from "vitest";
import { percentText } from "../../../controller/reach/percent.ts";
import {
  cellText,
  type ReportTable,
  sealText,
  tableCsv,
  tablesOf,
} from "../../../controller/report/content.ts";
import { frozenText } from "../../../controller/report/drawing.ts";
import type { ReportFacts } from "../../../controller/report/facts.ts";
import { abstractOf, blocksOf, communeTable } from "../../../controller/report/report.ts";
import { figureOf } from "../../support/figure-of.ts";
import { facts } from "../../support/report-content.ts";

const none: ReportFacts = {
  communes: [],
  outcomes: [],
  themes: [],
  reasons: [],
  troubled: [],
  clusters: [],
  orders: [],
  recordings: [],
  works: [],
  rates: [],
};
const figures = {
  line: "",
  rungText: "phát xong",
  definition: "",
  households: { reached: 0, of: 0, ratio: null },
  people: { reached: 1, of: 2, ratio: 0.5 },
  hamlets: { reached: 0, of: 0, ratio: null },
  clock: { plays: 0, unconfirmed: 0, line: null },
  rows: [],
};
const words = {
  kind: "half-year",
  period: { from: "2025-12-15", to: "2026-06-14", label: "6 tháng đầu năm 2026" },
  placeName: "Xã Trà Sơn",
} as const;

test("the sums of a report are the counts of the screen's rows, whatever the world", () => {
  const hamlets = fc.array(
    fc.record({
      commune: fc.constantFrom("21024", "21025"),
      households: fc.nat(500),
      people: fc.nat(2_000),
      share: fc.integer({ min: 0, max: 100 }),
      played: fc.boolean(),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(hamlets, (all) => {
      const found = figureOf(
        all.map((one, at) => ({ hamlet: `h-${at}`, name: `Thôn ${at}`, ...one })),
        all.map((one, at) => ({
          cluster: `k-${at}`,
          hamlet: `h-${at}`,
          share: one.share / 100,
          measurable: true,
        })),
        all.flatMap((one, at) => (one.played ? [{ cluster: `k-${at}`, plays: 1 }] : [])),
        "completed",
        1,
      );
      const rows = found.rows.map((row) => ({ ...row, clusters: [...row.clusters] }));
      const table = communeTable(
        {
          ...none,
          communes: [
            { code: "21024", name: "A" },
            { code: "21025", name: "B" },
          ],
        },
        { rows },
      );
      const [, households, reached, ratio, people, reachedPeople] = table.rows.at(-1) ?? [];
      expect([households, reached]).toEqual([found.households.of, found.households.reached]);
      expect([people, reachedPeople]).toEqual([found.people.of, found.people.reached]);
      expect(ratio).toBe(
        found.households.of === 0
          ? null
          : // In whole numbers: nothing is lost to binary fractions.
            Math.floor((found.households.reached * 1_000) / found.households.of) / 1_000,
      );
      for (const column of [1, 2, 4, 5])
        expect(Number(table.rows[0]?.[column]) + Number(table.rows[1]?.[column])).toBe(
          table.rows[2]?.[column],
        );
    }),
  );
});

test("an empty period is said as such, and no empty table is printed", () => {
  const blocks = blocksOf(none, figures, words);
  expect(tablesOf({ blocks }).map(({ id }) => id)).toEqual(["communes"]);
  const text = JSON.stringify(blocks);
  expect(text).toContain("Tỷ lệ hộ tiếp cận: chưa có số liệu. Tỷ lệ người tiếp cận: 50,0\u00a0%.");
  expect(text).toContain("(Đơn vị bổ sung.)");
});

test("difficulties hold what the log knows and what a person adds", () => {
  const blocks = blocksOf(facts, figures, {
    ...words,
    difficulties: "Thiếu điện.",
    proposals: "Thêm loa.",
  });
  const text = JSON.stringify(blocks);
  for (const said of [
    "Thiếu điện.",
    "Thêm loa.",
    "Không có báo cáo",
    "Chưa xếp chủ đề",
    "Không có thiết bị âm thanh.",
    "1 cụm nối qua FM hoặc có dây là không đo được",
  ])
    expect(text).toContain(said);
  expect(tablesOf({ blocks }).map(({ id }) => id)).toEqual([
    "communes",
    "outcomes",
    "themes",
    "reasons",
    "clusters",
    "royalties",
  ]);
});

test("a campaign and an award dossier also list the programmes and their proof", () => {
  for (const kind of ["campaign", "award"] as const) {
    const blocks = blocksOf(facts, figures, { ...words, kind });
    expect(tablesOf({ blocks }).find(({ id }) => id === "programmes")?.rows).toEqual([
      ["Bình dân học vụ số", "Thông thường", 2, 4, 3, 1],
    ]);
  }
  expect(abstractOf({ ...words, kind: "award" })).toContain("Hồ sơ khen thưởng");
});

test("a figure on paper never says more than its rows", () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 1_000 }), (part, more) => {
      const whole = part + more;
      const said = Number(
        percentText(part / whole)
          .replace("\u00a0%", "")
          .replace(",", "."),
      );
      expect(said).toBeLessThanOrEqual((100 * part) / whole + 1e-6);
      expect(said).toBeGreaterThan((100 * part) / whole - 0.11);
    }),
  );
  expect(percentText(0.7)).toBe("70,0\u00a0%");
  expect(cellText(null, { kind: "number" })).toBe("–");
  expect(cellText("a", { kind: "number" })).toBe("a");
  expect(cellText(1_234_567, { kind: "number" })).toBe("1.234.567");
  expect(cellText(0.5, { kind: "percent" })).toBe("50,0\u00a0%");
  expect([59.6, 61, 3_723].map((n) => cellText(n, { kind: "seconds" }))).toEqual([
    "1:00",
    "1:01",
    "1:02:03",
  ]);
});

test("CSV opens in a spreadsheet: byte order mark, inert formulas, numbers as numbers", () => {
  const table: ReportTable = {
    id: "t",
    title: "",
    columns: [
      { title: "Tên, xã", kind: "text", width: 1 },
      { title: "Số", kind: "number", width: 1 },
    ],
    rows: [
      ['=1+"x"', 1_234],
      [null, null],
    ],
  };
  const text = '\uFEFF"Tên, xã",Số\r\n"\'=1+""x""",1234\r\n,\r\n';
  expect(tableCsv(table)).toBe(text);
  expect(tableCsv(table, "Ghi chú, cuối")).toBe(`${text}"Ghi chú, cuối"\r\n`);
});

test("the QR and the line beside it name the same content and the same head", () => {
  const head = { seq: 7, link: "ab", root: "cd", day: "2026-06-12" };
  expect(sealText(head, "ef")).toBe("VANGXA BC ef NK 7 ab");
  expect(frozenText("ef", 7, "ab")).toContain("ef");
});
