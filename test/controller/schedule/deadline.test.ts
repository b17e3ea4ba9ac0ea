import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOfDate, weekday } from "../../../contract/station-time.ts";
import {
  allDeadlineRules,
  type DeadlineRule,
  deadlineRules,
  deadlinesIn,
  isDueDay,
} from "../../../controller/schedule/deadline.ts";
import { dayBook } from "../../../controller/schedule/holiday.ts";
import { holidaysIn } from "../../../controller/schedule/lunar.adapter.ts";

const day = (date: string): number => dayOfDate(date) as number;

describe("deadlines", () => {
  const weekends = (at: number) => weekday(at) >= 6;
  const due = (from: string, to: string, isOff = weekends) =>
    deadlinesIn(deadlineRules, day(from), day(to), isOff).map(({ rule, named, due: last }) => [
      rule.id,
      named,
      last,
    ]);

  test("'before 20/6' ends on 19/6, and on the working day before a weekend", () => {
    expect(due("2026-06-01", "2026-07-01")).toEqual([
      ["don-vi-thuoc-so", "2026-06-10", "2026-06-09"],
      ["so-nganh-dia-phuong", "2026-06-20", "2026-06-19"],
      ["tinh-bo-khcn", "2026-06-20", "2026-06-19"],
      ["bao-chi-hang-thang", "2026-06-20", "2026-06-19"],
    ]);
    // 20/12/2026 is a Sunday: the day before is a Saturday.
    expect(due("2026-12-01", "2027-01-01")).toEqual([
      ["don-vi-thuoc-so", "2026-12-15", "2026-12-14"],
      ["so-nganh-dia-phuong", "2026-12-20", "2026-12-18"],
      ["tinh-bo-khcn", "2026-12-20", "2026-12-18"],
      ["bao-chi-hang-thang", "2026-12-20", "2026-12-18"],
    ]);
  });

  test("the 20th of each month, moved out of Tết", async () => {
    const { isOff } = dayBook(await holidaysIn(2026), [], [2026]);
    const monthly = deadlinesIn(deadlineRules, day("2026-01-01"), day("2027-01-01"), isOff).filter(
      ({ rule }) => rule.id === "bao-chi-hang-thang",
    );
    expect(monthly).toHaveLength(12);
    // 16-20/2/2026 is Tết.
    expect(monthly[1]).toMatchObject({
      named: "2026-02-20",
      due: "2026-02-13",
      moved: "20/2 là Thứ Sáu, nghỉ làm việc",
    });
  });

  test("figures close five working days before and drafts are signed two before", () => {
    const [first] = deadlinesIn(deadlineRules, day("2026-12-20"), day("2026-12-21"), weekends);
    expect(first).toMatchObject({
      due: "2026-12-18",
      moved: `"trước ngày" tính đến hết 19/12; 19/12 là Thứ Bảy, nghỉ làm việc`,
      cutoffs: [
        { name: "Chốt số liệu", date: "2026-12-11" },
        { name: "Trình ký", date: "2026-12-16" },
      ],
      reminders: ["2026-12-04", "2026-12-11", "2026-12-17"],
    });
  });

  // The day a document names, on whichever weekday it falls; cut-offs are 5 and 2 working days before what is due.
  test.for([
    [
      "10/6 on a Wednesday",
      "don-vi-thuoc-so",
      "2026-06-10",
      "2026-06-09",
      "2026-06-02",
      "2026-06-05",
    ],
    [
      "10/6 on a Saturday",
      "don-vi-thuoc-so",
      "2028-06-10",
      "2028-06-09",
      "2028-06-02",
      "2028-06-07",
    ],
    [
      "20/6 on a Saturday",
      "so-nganh-dia-phuong",
      "2026-06-20",
      "2026-06-19",
      "2026-06-12",
      "2026-06-17",
    ],
    ["20/6 on a Sunday", "tinh-bo-khcn", "2027-06-20", "2027-06-18", "2027-06-11", "2027-06-16"],
    [
      "15/12 on a Tuesday",
      "don-vi-thuoc-so",
      "2026-12-15",
      "2026-12-14",
      "2026-12-07",
      "2026-12-10",
    ],
    [
      "15/12 on a Monday",
      "don-vi-thuoc-so",
      "2025-12-15",
      "2025-12-12",
      "2025-12-05",
      "2025-12-10",
    ],
    [
      "20/12 on a Sunday",
      "so-nganh-dia-phuong",
      "2026-12-20",
      "2026-12-18",
      "2026-12-11",
      "2026-12-16",
    ],
    ["20/12 on a Monday", "tinh-bo-khcn", "2027-12-20", "2027-12-17", "2027-12-10", "2027-12-15"],
    [
      "the 20th on a Thursday",
      "bao-chi-hang-thang",
      "2026-08-20",
      "2026-08-20",
      "2026-08-13",
      "2026-08-18",
    ],
    [
      "the 20th on a Sunday",
      "bao-chi-hang-thang",
      "2026-09-20",
      "2026-09-18",
      "2026-09-11",
      "2026-09-16",
    ],
    [
      "the 20th on a Saturday",
      "bao-chi-hang-thang",
      "2027-02-20",
      "2027-02-19",
      "2027-02-12",
      "2027-02-17",
    ],
  ] as const)("%s: %s named for %s is due on %s", ([, id, named, last, figures, signature]) => {
    const found = deadlinesIn(deadlineRules, day(named), day(named) + 1, weekends);
    expect(found.find(({ rule }) => rule.id === id)).toMatchObject({
      named,
      due: last,
      cutoffs: [
        { name: "Chốt số liệu", date: figures },
        { name: "Trình ký", date: signature },
      ],
    });
  });

  test("nothing is ever due after the day that the document names, nor on a day off", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2020, max: 2090 }), (year) => {
        for (const one of deadlinesIn(
          deadlineRules,
          day(`${year}-01-01`),
          day(`${year + 1}-01-01`),
          weekends,
        )) {
          expect(one.due <= one.named).toBe(true);
          expect(weekends(one.dueDay)).toBe(false);
          if (one.rule.before) expect(one.due < one.named).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("a unit's own rule is one more, or shapes a written one", () => {
    const [written] = deadlineRules as readonly [DeadlineRule];
    expect(allDeadlineRules([])).toEqual(deadlineRules);
    expect(allDeadlineRules([{ ...written, id: "xa" }])).toHaveLength(deadlineRules.length + 1);
    const shaped = allDeadlineRules([{ ...written, days: ["06-05"], cutoffs: [] }]);
    expect(shaped).toHaveLength(deadlineRules.length);
    const [june] = deadlinesIn(shaped, day("2026-06-01"), day("2026-06-30"), weekends);
    expect(june).toMatchObject({ named: "2026-06-05", due: "2026-06-04", cutoffs: [] });
    expect(["20", "31", "32", "06-10", "02-30"].map(isDueDay)).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });
});
