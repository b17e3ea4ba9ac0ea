import type { Instant } from "../../contract/time.ts";
import { instantOf } from "../iso.ts";
import type { LogRow } from "../playlog/playlog-api.ts";
import { logColumns } from "../playlog/view.ts";
import type { Cell, Column } from "./content.ts";
import type { LogFormat } from "./log-api.ts";
import { logTime } from "./log-words.ts";
import { levelText } from "./report.ts";

export interface LogTable {
  readonly columns: readonly Pick<Column, "title" | "width">[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a row of the log looks like in one format. */
interface LogForm {
  readonly columns: LogTable["columns"];
  readonly cells: (row: LogRow) => LogTable["rows"][number];
}

// What no XML and no font can hold: control signs, halves of a sign, and the two that Unicode leaves out.
const unprintable =
  /[\p{Cc}\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/gu;

/** A text on one line that every reader of the file can show. */
export const printable = (text: string): string => text.replace(unprintable, " ");

const timeOf = (iso: string): string => logTime(instantOf(iso) as Instant);

const times = new Set(["notBefore", "notAfter", "startedAt", "at"]);
const wide = new Set(["title", "proofText", "clockText", "reasonText", "link"]);

/** The columns of the CSV under their names; a time is written as people of the station read it. */
const sheet: LogForm = {
  columns: logColumns.map(([title]) => ({ title, width: wide.has(title) ? 40 : 20 })),
  cells: (row) =>
    logColumns.map(([name, of]) => {
      const value = of(row);
      if (typeof value !== "string") return value;
      return times.has(name) ? timeOf(value) : printable(value);
    }),
};

/** When it sounded; where nothing says that, when it was to. */
const whenOf = ({ startedAt, notBefore, at }: LogRow): string => {
  if (startedAt !== null) return timeOf(startedAt);
  return notBefore === null ? `ghi ${timeOf(at)}` : `lịch ${timeOf(notBefore)}`;
};

type PageColumn = readonly [title: string, width: number, of: (row: LogRow) => Cell];
const pageColumns: readonly PageColumn[] = [
  ["Thời gian", 10, whenOf],
  ["Bản tin", 21, ({ title, occurrence }) => title ?? occurrence],
  ["Cụm loa", 12, ({ clusterName, cluster }) => clusterName ?? cluster],
  ["Xã", 10, ({ communeName, commune }) => communeName ?? commune],
  ["Mức", 8, ({ level }) => (level === null ? null : (levelText[level] ?? level))],
  ["Kết quả", 11, ({ outcomeText }) => outcomeText],
  ["Lý do", 12, ({ reasonText }) => reasonText],
  ["Giây đã phát", 5, ({ seconds }) => String(seconds).replace(".", ",")],
  [
    "Bậc xác minh",
    7,
    ({ measurable, rungText }) => (measurable ? rungText : `${rungText}; không đo được`),
  ],
  ["Giờ chưa chắc", 4, ({ clock }) => (clock === "unconfirmed" ? "có" : null)],
];

const page: LogForm = {
  columns: pageColumns.map(([title, width]) => ({ title, width })),
  cells: (row) =>
    pageColumns.map(([, , of]) => {
      const value = of(row);
      return typeof value === "string" ? printable(value) : value;
    }),
};

export const logForms: Readonly<Record<LogFormat, LogForm>> = { xlsx: sheet, pdf: page };
