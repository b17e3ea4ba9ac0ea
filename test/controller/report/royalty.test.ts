import { expect, test } from "vitest";
import {
  type RoyaltyRate,
  royaltySources,
  royaltyTable,
  type Work,
} from "../../../controller/report/royalty.ts";

const rate = (more: Partial<RoyaltyRate>): RoyaltyRate => ({
  ...{
    role: "author",
    unit: "piece",
    amount: 100_000,
    place: "p-51",
    source: "NQ 12/2025/NQ-HĐND",
  },
  ...{ from: "2025-01-01", to: null },
  ...more,
});
const work = (more: Partial<Work> = {}): Work => ({
  ...{ scopes: ["c-21024", "p-51", "centre"], day: "2026-03-05", length: 90_000 },
  credits: [{ role: "author", name: "Lan" }],
  ...more,
});

test("by the piece or by the minute, each person and work a row, and what they come to", () => {
  const works = [
    work(),
    work({
      credits: [
        { role: "author", name: "Lan" },
        { role: "reader", name: "Hùng" },
      ],
    }),
    work({ credits: [{ role: "translator", name: "Đinh", royalty: 70_000 }] }),
    work({ credits: [{ role: "editor", name: "Mai" }] }),
  ];
  const rates = [
    rate({}),
    rate({ role: "reader", unit: "minute", amount: 30_001, source: "QĐ 7" }),
  ];
  expect(royaltyTable(works, rates).rows).toEqual([
    ["Lan", "Tác giả", 2, 180, 0, 200_000],
    ["Mai", "Biên tập", 1, 90, 1, 0],
    ["Hùng", "Người đọc", 1, 90, 0, 45_002],
    ["Đinh", "Người dịch", 1, 90, 0, 70_000],
    // Four pieces, one of which two people made.
    ["Cộng", "", 4, 360, 1, 315_002],
  ]);
  expect(royaltySources(works, rates)).toMatch(
    /^Mỗi bản tin tính một lần, .* Mức chi theo: NQ 12\/2025\/NQ-HĐND; QĐ 7\.$/,
  );
  expect(royaltyTable([], rates).rows).toEqual([]);
  expect(royaltySources([], rates)).toContain("Chưa nhập mức chi");
});

test("a piece that three people made, one of them twice, is one piece in the sum", () => {
  const roles = ["author", "editor", "reader"] as const;
  const all = royaltyTable(
    [
      work({
        credits: [
          ...roles.map((role) => ({ role, name: role === "editor" ? "Mai" : "Lan" })),
          { role: "translator", name: "Đinh" },
        ],
      }),
      work({ credits: [] }),
    ],
    [rate({})],
  ).rows;
  expect(all).toHaveLength(5);
  expect(all.at(-1)).toEqual(["Cộng", "", 1, 90, 1, 100_000]);
});

test("the nearest place's rate on the day of the approval, and of one place the newest", () => {
  const of = (...rates: RoyaltyRate[]) => royaltyTable([work()], rates).rows[0]?.[5];
  expect(of(rate({}), rate({ place: "c-21024", amount: 5 }))).toBe(5);
  expect(of(rate({ to: "2026-03-05" }), rate({ from: "2026-03-05", amount: 7 }))).toBe(7);
  expect(of(rate({}), rate({ from: "2026-01-01", amount: 8 }))).toBe(8);
  expect(of(rate({ from: "2026-01-01", amount: 8 }), rate({}))).toBe(8);
  expect(of(rate({ place: "p-75" }), rate({ from: "2026-03-06" }))).toBe(0);
});
