import type { Instant } from "../../contract/time.ts";
import type { Head } from "../playlog/chain.ts";
import type { LogFilter } from "../playlog/ports.ts";
import { type Refusal, refuse } from "../problems.ts";
import { grouped } from "./content.ts";
import type { LogFormat } from "./log-api.ts";
import { type LogTable, logForms, printable } from "./log-table.ts";
import { filterLines, type LogNames, logClock, logDay } from "./log-words.ts";

/** All that a printed log says; each format only draws it. */
export interface LogContent {
  readonly title: string;
  /** Whose view of the log it is. */
  readonly unit: string;
  readonly filter: readonly string[];
  /** When it was made, how much it holds, and by what it can be checked. */
  readonly evidence: readonly string[];
  readonly table: LogTable;
}

export interface LogFacts {
  /** What the places are called from which the log is seen. */
  readonly units: readonly string[];
  readonly filter: LogFilter;
  readonly names: LogNames;
  readonly at: Instant;
  /** Where the log stood: no row after it is in the table. */
  readonly head: Head;
  /** Newest first, in the cells of the format. */
  readonly rows: LogTable["rows"];
}

/** Both formats are made in memory while receipts and people wait: only so much is drawn. */
export const logLimits: Readonly<Record<LogFormat, number>> = { xlsx: 20_000, pdf: 2_000 };

export const tooLong = (format: LogFormat): Refusal =>
  refuse("log-too-long", {
    detail: `Tệp ${format.toUpperCase()} chứa nhiều nhất ${grouped(logLimits[format])} dòng; bộ lọc này có nhiều hơn.`,
  });

export const logContent = (format: LogFormat, facts: LogFacts): LogContent => ({
  title: "Nhật ký phát",
  unit: `Đơn vị: ${printable(facts.units.join(", "))}`,
  filter: filterLines(facts.filter, facts.names).map(printable),
  evidence: [
    `Lập lúc ${logClock(facts.at)} ngày ${logDay(facts.at)} (giờ Việt Nam)`,
    `Số dòng: ${grouped(facts.rows.length)}`,
    `Đầu nhật ký phát lúc lập: dòng ${facts.head.seq}, ${facts.head.link}`,
    "Mỗi lần phát trên mỗi cụm có đúng một kết quả, là dòng mới nhất của nó.",
  ],
  table: { columns: logForms[format].columns, rows: facts.rows },
});
