import { dateOfDay, dayOfDate, type StationDate, weekday } from "../../contract/station-time.ts";
import { type IsOff, workingDayAt, workingDaysBefore } from "./holiday.ts";

/** A report that somebody owes. Months and days as the documents name them. */
export interface DeadlineRule {
  readonly id: string;
  readonly name: string;
  readonly who: string;
  readonly to: string;
  /** The document that demands it. */
  readonly source: string;
  /** `06-10` each year, or `20` each month. */
  readonly days: readonly string[];
  /** "Trước ngày" read strictly: the day before is the last. */
  readonly before: boolean;
  /** One date at several levels leaves no slack, so figures close and drafts are signed earlier: working days before. */
  readonly cutoffs: readonly Cutoff[];
  /** The scope that it is for. */
  readonly place: string;
}

export interface Cutoff {
  readonly name: string;
  readonly before: number;
}

export const usualCutoffs: readonly Cutoff[] = [
  { name: "Chốt số liệu", before: 5 },
  { name: "Trình ký", before: 2 },
];
const national = { place: "centre", cutoffs: usualCutoffs };

/** Programme 1169 (national, 16/6/2025), plan 58/KH-UBND of Quảng Ngãi (10/10/2025) and the plan of its department. */
export const deadlineRules: readonly DeadlineRule[] = [
  {
    id: "don-vi-thuoc-so",
    name: "Báo cáo của đơn vị thuộc Sở",
    who: "Các đơn vị thuộc Sở Khoa học và Công nghệ",
    to: "Giám đốc Sở, qua Phòng Quản lý KH và Đổi mới sáng tạo",
    source: "Kế hoạch của Sở Khoa học và Công nghệ",
    days: ["06-10", "12-15"],
    before: true,
    ...national,
  },
  {
    id: "so-nganh-dia-phuong",
    name: "Báo cáo của sở, ngành, địa phương",
    who: "Các sở, ngành, xã, phường, đặc khu",
    to: "UBND tỉnh, qua Sở Khoa học và Công nghệ",
    source: "Kế hoạch 58/KH-UBND ngày 10/10/2025",
    days: ["06-20", "12-20"],
    before: true,
    ...national,
  },
  {
    id: "tinh-bo-khcn",
    name: "Báo cáo của tỉnh gửi Bộ",
    who: "UBND tỉnh (Sở Khoa học và Công nghệ tổng hợp)",
    to: "Bộ Khoa học và Công nghệ",
    source: "Quyết định 1169/QĐ-TTg",
    days: ["06-20", "12-20"],
    before: true,
    ...national,
  },
  {
    id: "bao-chi-hang-thang",
    name: "Báo cáo hằng tháng của cơ quan báo chí",
    who: "Cơ quan báo chí chủ lực",
    to: "Bộ Khoa học và Công nghệ",
    source: "Quyết định 1169/QĐ-TTg",
    days: ["20"],
    before: false,
    ...national,
  },
];

/** People's own rules, and the written ones that none of them reshapes. */
export function allDeadlineRules(own: readonly DeadlineRule[]): DeadlineRule[] {
  const shaped = new Set(own.map(({ id }) => id));
  return [...deadlineRules.filter(({ id }) => !shaped.has(id)), ...own];
}

/** `06-10` each year, or `20` each month; a day that some year and month has. */
export const isDueDay = (day: string): boolean =>
  dayOfDate(day.length === 2 ? `2024-01-${day}` : `2024-${day}`) !== undefined;

/** Calendar days before the last day on which people are reminded. */
export const reminders = [14, 7, 1] as const;

export interface Deadline {
  readonly rule: DeadlineRule;
  /** The day that the document names. */
  readonly named: StationDate;
  /** The last day on which it is in time and somebody works. */
  readonly due: StationDate;
  readonly dueDay: number;
  /** Why `due` is not simply the day named, in words; empty when it is. */
  readonly moved: string;
  readonly cutoffs: readonly { readonly name: string; readonly date: StationDate }[];
  readonly reminders: readonly StationDate[];
}

/** The deadlines whose named day lies in a span of days, `to` exclusive, oldest first. */
export function deadlinesIn(
  rules: readonly DeadlineRule[],
  from: number,
  to: number,
  isOff: IsOff,
): Deadline[] {
  const all = rules.flatMap((rule) =>
    namedDays(rule, from, to).map((day) => deadlineAt(rule, day, isOff)),
  );
  return all.toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}

function namedDays(rule: DeadlineRule, from: number, to: number): number[] {
  const found: number[] = [];
  for (let day = from; day < to; day += 1) {
    const date = dateOfDay(day);
    if (rule.days.some((one) => date.endsWith(`-${one}`))) found.push(day);
  }
  return found;
}

function deadlineAt(rule: DeadlineRule, named: number, isOff: IsOff): Deadline {
  const last = rule.before ? named - 1 : named;
  const due = workingDayAt(last, isOff);
  const why = [
    ...(rule.before ? [`"trước ngày" tính đến hết ${short(last)}`] : []),
    ...(due === last ? [] : [`${short(last)} là ${nameOfDay(last)}, nghỉ làm việc`]),
  ];
  return {
    rule,
    named: dateOfDay(named),
    due: dateOfDay(due),
    dueDay: due,
    moved: why.join("; "),
    cutoffs: rule.cutoffs.map(({ name, before }) => ({
      name,
      date: dateOfDay(workingDaysBefore(due, before, isOff)),
    })),
    reminders: reminders.map((before) => dateOfDay(due - before)),
  };
}

function short(day: number): string {
  const [, month, ofMonth] = dateOfDay(day).split("-").map(Number);
  return `${ofMonth}/${month}`;
}

const nameOfDay = (day: number): string =>
  ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"][
    weekday(day) - 1
  ] as string;

/** What the calendars behind this know for certain. */
const FIRST_YEAR = "1970";
const LAST_YEAR = "2100";

/** Two days as numbers, `to` made exclusive, or nothing when they are no days or the wrong way round. */
export function spanOf(
  from: string,
  to: string,
  most: number,
): readonly [number, number] | undefined {
  const [first, last] = [dayOfDate(from), dayOfDate(to)];
  if (first === undefined || last === undefined || last < first) return undefined;
  if (from < FIRST_YEAR || to.slice(0, 4) > LAST_YEAR) return undefined;
  return last - first < most ? [first, last + 1] : undefined;
}
