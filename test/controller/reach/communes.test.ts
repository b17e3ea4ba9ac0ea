import { expect, test } from "vitest";
import { communeMonths } from "../../../controller/reach/communes.ts";
import { recountLines } from "../../../controller/reach/recount-text.ts";
import { servedBy } from "../../../controller/reach/served.ts";

test("a hamlet that nobody serves is counted in the whole and reached in no month", () => {
  const hamlet = (id: string) => ({
    ...{ hamlet: id, name: id, commune: "21024", households: 10, people: 40 },
  });
  const serving = [{ cluster: "k", hamlet: "a", share: 0.5, measurable: true }];
  const plays = [{ cluster: "k", plays: 2, heard: 2, often: 0 }];
  expect(
    communeMonths(servedBy([hamlet("a"), hamlet("b")], serving), plays, ["2026-01", "2026-02"], 1),
  ).toEqual([
    {
      commune: "21024",
      households: { reached: 5, of: 20 },
      people: { reached: 20, of: 80 },
      months: [
        { households: 0, people: 0 },
        { households: 5, people: 20 },
      ],
    },
  ]);
});

test("a cluster with fewer plays than asked counts in its months, not in the whole", () => {
  const hamlet = { hamlet: "a", name: "a", commune: "21024", households: 10, people: 40 };
  const serving = [{ cluster: "k", hamlet: "a", share: 1, measurable: true }];
  const plays = [{ cluster: "k", plays: 2, heard: 1, often: 0 }];
  expect(
    communeMonths(servedBy([hamlet], serving), plays, ["2026-01", "2026-02"], 3),
  ).toMatchObject([
    {
      households: { reached: 0, of: 10 },
      months: [
        { households: 10, people: 40 },
        { households: 0, people: 0 },
      ],
    },
  ]);
});

test("two clusters of a hamlet add up, a bridge and a silent one add nothing, nor does one that serves nobody", () => {
  const hamlet = { hamlet: "a", name: "a", commune: "21024", households: 100, people: 400 };
  const serves = (cluster: string, measurable = true) => ({
    ...{ cluster, hamlet: "a", share: 0.4, measurable },
  });
  const serving = [serves("k"), serves("m"), serves("fm", false), serves("silent")];
  const play = (cluster: string, heard: number) => ({ cluster, plays: 2, heard, often: 0 });
  const plays = [play("k", 1), play("m", 3), play("fm", 3), play("elsewhere", 3)];
  expect(
    communeMonths(servedBy([hamlet], serving), plays, ["2026-01", "2026-02"], 1),
  ).toMatchObject([
    {
      households: { reached: 80, of: 100 },
      months: [{ households: 80 }, { households: 40 }],
    },
  ]);
});

test("a difference names its subject, and which of the two says what", () => {
  const counts = { ...{ planned: 0, delivered: 0, armed: 0 }, ...{ started: 1, completed: 0 } };
  const one = {
    kind: "theme",
    value: "so",
    table: "half-month",
    bucket: "2026-03-01",
    cluster: "k",
  } as const;
  const all = { ...counts, electric: 0, acoustic: 0 };
  const lines = recountLines(
    [
      { ...one, found: "kept", counts: all },
      { ...one, found: "counted", kind: "all", value: "", counts: all },
      {
        ...{ kind: "all", value: "", table: "year", bucket: "2026-01-01", unconfirmed: true },
        ...{ cluster: "k", found: "counted", counts: all },
      },
    ],
    true,
  );
  expect(lines.slice(1)).toEqual([
    "  2026-03-01 k theme so: cộng sẵn started 1",
    "  2026-03-01 k all: đếm lại started 1",
    "  năm 2026 k all (giờ chưa xác nhận): đếm lại started 1",
    "Đã bỏ bảng cộng sẵn; lần chạy sau bộ điều khiển đếm lại từ đầu.",
  ]);
});
