import { timedLine } from "../../controller/reach/timed.ts";
import type { ReportContent } from "../../controller/report/content.ts";
import type { ReportFacts } from "../../controller/report/facts.ts";
import { formOf } from "../../controller/report/form.ts";
import { abstractOf, blocksOf } from "../../controller/report/report.ts";

/** A small half year of one commune. */
export const facts: ReportFacts = {
  communes: [{ code: "21024", name: "Xã Trà Sơn" }],
  outcomes: [
    { commune: "21024", outcome: "played", plays: 3, heard: 90_000 },
    { commune: "21024", outcome: "unreported", plays: 1, heard: 0 },
  ],
  themes: [
    { theme: "ky-nang-so", airings: 1, plays: 2, heard: 60_000 },
    { theme: null, airings: 1, plays: 1, heard: 30_000 },
  ],
  reasons: [
    { outcome: "unreported", reason: null, plays: 1 },
    { outcome: "failed", reason: "device-missing", plays: 1 },
  ],
  troubled: [{ name: "Cụm Đông", commune: "Xã Trà Sơn", failed: 1, planned: 4 }],
  clusters: [
    { commune: "21024", kind: "ip", count: 2 },
    { commune: "21024", kind: "fm-bridge", count: 1 },
  ],
  orders: [
    {
      title: "Bình dân học vụ số",
      level: "normal",
      airings: 2,
      planned: 4,
      played: 3,
      verified: 1,
    },
  ],
  recordings: [
    {
      ...{ title: "Bình dân học vụ số", language: "vie", sha256: "0123456789abcdef".repeat(4) },
      ...{ length: 65_000, airings: 2, plays: 3 },
    },
  ],
  works: [
    {
      scopes: ["c-21024", "p-51", "centre"],
      day: "2026-03-05",
      length: 65_000,
      credits: [{ role: "author", name: "Nguyễn Văn An" }],
    },
  ],
  rates: [],
};

const words = {
  kind: "half-year",
  period: { from: "2025-12-15", to: "2026-06-14", label: "6 tháng đầu năm 2026" },
  placeName: "Xã Trà Sơn",
} as const;
const tally = (reached: number, of: number) => ({ reached, of, ratio: reached / of });
const row = {
  hamlet: "h-1",
  name: "Thôn Đông",
  commune: "21024",
  households: 100,
  people: 400,
  share: 0.7,
  reachedHouseholds: 70,
  reachedPeople: 280,
  plays: 3,
  unconfirmed: 1,
  clusters: ["k-1"],
  unmeasurable: false,
};

const timed = { plays: 3, unconfirmed: 1 };

export const content: ReportContent = {
  kind: words.kind,
  period: words.period,
  place: { scope: "c-21024", name: words.placeName },
  draft: true,
  form: formOf({ level: "commune", name: words.placeName }, "kt", "2026-06-12"),
  title: "BÁO CÁO",
  abstract: abstractOf(words),
  blocks: blocksOf(
    facts,
    {
      line: "1/1 thôn · 70/100 hộ · bậc: phát xong",
      rungText: "phát xong",
      definition: "Số hộ của các thôn.",
      households: tally(70, 100),
      people: tally(280, 400),
      hamlets: tally(1, 1),
      clock: { ...timed, line: timedLine(timed) },
      rows: [row],
    },
    words,
  ),
  rung: "phát xong",
  definition: "Số hộ của các thôn.",
  clock: timedLine(timed) as string,
  head: { seq: 12, link: "ab".repeat(32), root: "cd".repeat(32), day: "2026-06-12" },
};
