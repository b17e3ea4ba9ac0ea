import { dateOf, dayNumber, startOfDay } from "../../contract/station-time.ts";
import { days, earlier, type Instant } from "../../contract/time.ts";
import { themeName } from "../message/themes.ts";
import type { OutcomeWord } from "../playlog/outcome.ts";
import type { LogFilter } from "../playlog/ports.ts";
import { outcomeText } from "../playlog/view.ts";
import { levelText } from "./report.ts";

/** What the codes of a filter are called, as far as whoever asks may know it. */
export interface LogNames {
  readonly cluster?: string;
  readonly commune?: string;
  readonly broadcast?: string;
  readonly message?: string;
  readonly campaign?: string;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** `27/11/2026`, station time. */
export const logDay = (at: Instant): string => dateOf(at).split("-").reverse().join("/");

/** `14:05:09`, 24 hours, station time. */
export function logClock(at: Instant): string {
  const past = Math.floor((at - startOfDay(dayNumber(at))) / 1_000);
  return [Math.floor(past / 3_600), Math.floor(past / 60) % 60, past % 60].map(two).join(":");
}

export const logTime = (at: Instant): string => `${logDay(at)} ${logClock(at)}`;

const isMidnight = (at: Instant): boolean => startOfDay(dayNumber(at)) === at;
const moment = (at: Instant): string => {
  const past = at % 1_000;
  return `${logClock(at)}${past === 0 ? "" : `,${String(past).padStart(3, "0")}`} ngày ${logDay(at)}`;
};

/** The days that a filter means. `to` is exclusive, so a midnight names the day before it; a part of a day is told with its clock. */
export function spanText(from: Instant | undefined, to: Instant | undefined): string {
  const begin =
    from === undefined ? undefined : isMidnight(from) ? `ngày ${logDay(from)}` : moment(from);
  const isWhole = to !== undefined && isMidnight(to) && (from === undefined || from < to);
  const end =
    to === undefined
      ? undefined
      : isWhole
        ? `ngày ${logDay(earlier(to, days(1)))}`
        : `trước ${moment(to)}`;
  if (begin === undefined && end === undefined) return "Từ trước đến nay";
  if (begin === undefined) return `Đến ${end}`;
  return end === undefined ? `Từ ${begin}` : `Từ ${begin} đến ${end}`;
}

const named = (what: string, code: string | undefined, name: string | undefined): string[] => {
  if (code === undefined) return [];
  return [`${what}: ${name === undefined || name === code ? code : `${name} (${code})`}`];
};

/** The filter line by line, so that a printed page says what it leaves out. */
export const filterLines = (filter: LogFilter, names: LogNames): string[] => [
  spanText(filter.from, filter.to),
  ...named("Xã", filter.commune, names.commune),
  ...named("Cụm loa", filter.cluster, names.cluster),
  ...named("Lệnh phát", filter.broadcast, names.broadcast),
  ...named("Bản tin", filter.message, names.message),
  ...named("Tên bản tin có chữ", filter.title, undefined),
  ...named("Người duyệt có tên", filter.approver, undefined),
  ...named("Chủ đề", filter.theme, themeName(filter.theme ?? "")),
  ...named("Đợt cao điểm", filter.campaign, names.campaign),
  ...(filter.level === undefined ? [] : [`Mức: ${levelText[filter.level]}`]),
  ...(filter.outcome === undefined
    ? []
    : [`Kết quả: ${outcomeText[filter.outcome as OutcomeWord]}`]),
  filter.newest
    ? "Chỉ dòng mới nhất của mỗi lần phát trên mỗi cụm"
    : "Gồm cả những dòng về sau đã có dòng mới hơn thay",
];
