import type { Rung } from "../playlog/outcome.ts";
import type { Subject } from "./subject.ts";

export const recountHelp = `vangxa recount --data THƯ_MỤC [--repair] [--json]

Đếm lại lượt phát từ nhật ký và so với bảng cộng sẵn mà các con số tiếp cận dùng. Nêu từng chỗ khác.
  --repair   bỏ bảng cộng sẵn; bộ điều khiển đếm lại từ đầu ở lần chạy sau (phải dừng bộ điều khiển trước)
  --json     in một dòng JSON`;

export interface Difference extends Subject {
  /** Half a station month or a year, by its first day. */
  readonly table: "half-month" | "year";
  readonly bucket: string;
  /** Among plays by a clock that nothing had confirmed; absent = among all plays. */
  readonly unconfirmed?: true;
  readonly cluster: string;
  /** Whether these counts stand in the roll-up or in the rows. */
  readonly found: "kept" | "counted";
  readonly counts: Readonly<Record<Rung, number>>;
}

const countText = (counts: Difference["counts"]): string =>
  Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([rung, count]) => `${rung} ${count}`)
    .join(", ");

/** What a person reads. */
export const recountLines = (differences: readonly Difference[], repaired: boolean): string[] => [
  differences.length === 0
    ? "Bảng cộng sẵn khớp với nhật ký."
    : `Có ${differences.length} dòng không khớp:`,
  ...differences.map(
    ({ kind, value, table, bucket, unconfirmed, cluster, found, counts }) =>
      `  ${table === "year" ? `năm ${bucket.slice(0, 4)}` : bucket} ${cluster} ${kind}${value === "" ? "" : ` ${value}`}${unconfirmed ? " (giờ chưa xác nhận)" : ""}: ${found === "kept" ? "cộng sẵn" : "đếm lại"} ${countText(counts)}`,
  ),
  ...(repaired ? ["Đã bỏ bảng cộng sẵn; lần chạy sau bộ điều khiển đếm lại từ đầu."] : []),
];
