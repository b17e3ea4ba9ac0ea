import type { OccurrenceId } from "../../contract/ids.ts";
import type { Part } from "../../contract/plan.ts";
import { isReason, reasons } from "../../contract/reasons.ts";
import type { ClockState, Evidence, PlayedPart } from "../../contract/receipt.ts";
import { type Cut, cutOf, secondsBySource } from "../../contract/sources.ts";
import { isoOf, isoOrNull } from "../iso.ts";
import type { ChainFault } from "./chain.ts";
import { type ClockWord, clockOf, clockText } from "./clock-word.ts";
import { isRung, type OutcomeWord } from "./outcome.ts";
import type { LogRow } from "./playlog-api.ts";
import type { LogEntry } from "./ports.ts";
import { proofText, rungText } from "./proof-text.ts";

export const outcomeText: Readonly<Record<OutcomeWord, string>> = {
  played: "Đã phát",
  partial: "Phát một phần",
  preempted: "Bị tin khẩn cấp chen ngang",
  interrupted: "Bị gián đoạn (mất điện hoặc thiết bị dừng)",
  cancelled: "Đã huỷ",
  expired: "Quá hạn, không phát",
  refused: "Thiết bị từ chối",
  failed: "Phát lỗi",
  unreported: "Không có báo cáo",
};

export const faultText: Readonly<Record<ChainFault["kind"], string>> = {
  altered: "Dòng này đã bị sửa sau khi ghi.",
  missing: "Thiếu một dòng ở đây.",
  cut: "Nhật ký bị cắt mất phần cuối so với bản giữ bên ngoài.",
  "other-history": "Dòng này khác với bản giữ bên ngoài.",
};

const isMeasurable = ({ cluster_kind: kind }: LogEntry): boolean => kind === null || kind === "ip";

/** What a row repeats of the receipt behind it. */
const bodyOf = (row: LogEntry) =>
  JSON.parse(row.body) as {
    parts?: PlayedPart[];
    by?: OccurrenceId;
    evidence?: Evidence;
    clock?: ClockState;
    unconfirmed?: true;
  };

function cutIn(row: LogEntry): Cut | undefined {
  const { parts = [], by } = bodyOf(row);
  return by === undefined ? undefined : cutOf({ by, parts, ofFrames: row.of_frames });
}

function proofOf(row: LogEntry): string {
  if (!isMeasurable(row)) return "không đo được (qua cầu FM hoặc có dây)";
  return proofText(bodyOf(row).evidence ?? {});
}

function soundsOf(planned: string | null | undefined): LogRow["sounds"] {
  const { parts = [] } = JSON.parse(planned ?? "{}") as { parts?: Part[] };
  return parts.flatMap((part) =>
    part.kind === "audio" && part.message !== undefined
      ? [{ message: part.message, sha256: part.audio.sha256 }]
      : [],
  );
}

const clockView = (word: ClockWord | undefined): Pick<LogRow, "clock" | "clockText"> =>
  word === undefined
    ? { clock: null, clockText: null }
    : { clock: word, clockText: clockText[word] };

export const logRowView = (row: LogEntry): LogRow => ({
  seq: row.seq,
  occurrence: row.occurrence,
  broadcast: row.broadcast,
  title: row.title,
  theme: row.theme,
  level: row.level,
  cluster: row.cluster,
  clusterName: row.cluster_name,
  commune: row.commune,
  communeName: row.commune_name,
  agent: row.agent,
  outcome: row.outcome,
  outcomeText: outcomeText[row.outcome as OutcomeWord],
  reason: row.reason,
  reasonText: row.reason !== null && isReason(row.reason) ? reasons[row.reason] : null,
  rung: row.rung,
  rungText: isRung(row.rung) ? rungText[row.rung] : row.rung,
  proofText: proofOf(row),
  measurable: isMeasurable(row),
  notBefore: isoOrNull(row.not_before),
  notAfter: isoOrNull(row.not_after),
  startedAt: isoOrNull(row.started_at),
  seconds: row.heard / 1_000,
  sources: secondsBySource(bodyOf(row).parts ?? []),
  cut: cutIn(row) ?? null,
  frames: row.frames,
  ofFrames: row.of_frames,
  late: row.late === 1,
  ...clockView(clockOf(bodyOf(row))),
  newest: row.newest === 1,
  at: isoOf(row.at as never),
  sounds: soundsOf(row.occurrence_body),
  evidence: JSON.parse(row.body),
  link: row.link,
});

/** What a table of the log has, in every format that a program reads. */
export const logColumns: readonly (readonly [string, (row: LogRow) => string | number | null])[] = [
  ["seq", (row) => row.seq],
  ["occurrence", (row) => row.occurrence],
  ["broadcast", (row) => row.broadcast],
  ["title", (row) => row.title],
  ["theme", (row) => row.theme],
  ["level", (row) => row.level],
  ["commune", (row) => row.commune],
  ["communeName", (row) => row.communeName],
  ["cluster", (row) => row.cluster],
  ["clusterName", (row) => row.clusterName],
  ["agent", (row) => row.agent],
  ["outcome", (row) => row.outcome],
  ["outcomeText", (row) => row.outcomeText],
  ["reasonText", (row) => row.reasonText],
  ["rung", (row) => row.rung],
  ["notBefore", (row) => row.notBefore],
  ["notAfter", (row) => row.notAfter],
  ["startedAt", (row) => row.startedAt],
  ["seconds", (row) => row.seconds],
  ["late", (row) => (row.late ? 1 : 0)],
  ["newest", (row) => (row.newest ? 1 : 0)],
  ["at", (row) => row.at],
  ["link", (row) => row.link],
  ["rungText", (row) => row.rungText],
  ["proofText", (row) => row.proofText],
  ["measurable", (row) => (row.measurable ? 1 : 0)],
  ["sources", (row) => row.sources.map((one) => `${one.source}=${one.seconds}`).join(" ")],
  ["cut", (row) => (row.cut ? `${row.cut.by}=${row.cut.seconds}` : null)],
  ["clock", (row) => row.clock],
  ["clockText", (row) => row.clockText],
];

/** Excel reads UTF-8 only after a byte order mark. */
export const csvHead = (): string => `\uFEFF${logColumns.map(([name]) => name).join(",")}\r\n`;

export const csvLine = (row: LogRow): string =>
  `${logColumns.map(([, of]) => cell(of(row))).join(",")}\r\n`;

/** A spreadsheet takes text that begins like a formula for one and runs it: an apostrophe makes it text again. */
export function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
