import { isReason, reasons } from "../../contract/reasons.ts";
import { themeName } from "../message/themes.ts";
import type { OutcomeWord } from "../playlog/outcome.ts";
import { outcomeText } from "../playlog/view.ts";
import { percentText, shownRatio } from "../reach/percent.ts";
import type { ReachView } from "../reach/reach-api.ts";
import { type Block, type Column, grouped, type ReportTable } from "./content.ts";
import type { ReportFacts } from "./facts.ts";
import { dayText, type Period, type ReportKind } from "./period.ts";
import { royaltySources, royaltyTable } from "./royalty.ts";

export interface Wording {
  readonly kind: ReportKind;
  readonly period: Period;
  readonly placeName: string;
  /** The name of the campaign that it is about. */
  readonly campaign?: string;
  /** What a person adds: nobody else can know it. */
  readonly difficulties?: string;
  readonly proposals?: string;
}

type Figures = Pick<
  ReachView,
  "households" | "people" | "hamlets" | "line" | "rungText" | "definition" | "clock" | "rows"
>;

const text = (title: string, width: number): Column => ({ title, kind: "text", width });
const number = (title: string, width: number): Column => ({ title, kind: "number", width });
const percent = (title: string, width: number): Column => ({ title, kind: "percent", width });
const seconds = (title: string, width: number): Column => ({ title, kind: "seconds", width });

const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0);
const ratio = (part: number, whole: number): number | null =>
  whole === 0 ? null : shownRatio(part / whole);

/** One row a commune and one for all of them: the rows of the screen's figure, added up. */
export function communeTable(facts: ReportFacts, reach: Pick<Figures, "rows">): ReportTable {
  const rowOf = (name: string, of: (commune: string) => boolean) => {
    const hamlets = reach.rows.filter((row) => of(row.commune));
    const outcomes = facts.outcomes.filter((row) => of(row.commune));
    const played = outcomes.filter(({ outcome }) => outcome === "played");
    const households = sum(hamlets, (row) => row.households);
    const people = sum(hamlets, (row) => row.people);
    const reached = sum(hamlets, (row) => row.reachedHouseholds);
    const reachedPeople = sum(hamlets, (row) => row.reachedPeople);
    return [
      name,
      households,
      reached,
      ratio(reached, households),
      people,
      reachedPeople,
      ratio(reachedPeople, people),
      sum(outcomes, (row) => row.plays),
      sum(played, (row) => row.plays),
      sum(outcomes, (row) => row.heard) / 1_000,
    ];
  };
  return {
    id: "communes",
    title: "Tiếp cận và lượt phát theo xã, phường, đặc khu",
    columns: [
      // A province's millions of plays and "100,0 %" fit on one line of an A4 page.
      text("Xã, phường, đặc khu", 17),
      number("Số hộ", 9),
      number("Hộ tiếp cận", 9),
      percent("Tỷ lệ hộ", 9),
      number("Số người", 10.5),
      number("Người tiếp cận", 10.5),
      percent("Tỷ lệ người", 9),
      number("Lượt theo lịch", 10.5),
      number("Lượt phát đủ", 10.5),
      seconds("Thời lượng", 12),
    ],
    rows: [
      ...facts.communes.map(({ code, name }) => rowOf(name, (commune) => commune === code)),
      rowOf("Cộng", () => true),
    ],
  };
}

const outcomesTable = (facts: ReportFacts): ReportTable => {
  const words = [...new Set(facts.outcomes.map(({ outcome }) => outcome))].sort();
  const all = sum(facts.outcomes, (row) => row.plays);
  return {
    id: "outcomes",
    title: "Kết quả của mỗi lần phát tại mỗi cụm loa",
    columns: [text("Kết quả", 50), number("Số lượt", 25), percent("Tỷ lệ", 25)],
    rows: words.map((word) => {
      const plays = sum(
        facts.outcomes.filter(({ outcome }) => outcome === word),
        (row) => row.plays,
      );
      return [outcomeText[word as OutcomeWord], plays, ratio(plays, all)];
    }),
  };
};

const themesTable = (facts: ReportFacts): ReportTable => ({
  id: "themes",
  title: "Lượt phát đủ theo chủ đề của Nghị quyết 57-NQ/TW",
  columns: [
    text("Chủ đề", 46),
    number("Lần phát", 16),
    number("Lượt tại cụm loa", 18),
    seconds("Thời lượng", 20),
  ],
  rows: facts.themes.map(({ theme, airings, plays, heard }) => [
    theme === null ? "Chưa xếp chủ đề" : themeName(theme),
    airings,
    plays,
    heard / 1_000,
  ]),
});

const reasonsTable = (facts: ReportFacts): ReportTable => ({
  id: "reasons",
  title: "Vì sao không phát đủ",
  columns: [text("Kết quả", 30), text("Lý do", 50), number("Số lượt", 20)],
  rows: facts.reasons.map(({ outcome, reason, plays }) => [
    outcomeText[outcome as OutcomeWord],
    reason !== null && isReason(reason) ? reasons[reason] : null,
    plays,
  ]),
});

const troubledTable = (facts: ReportFacts): ReportTable => ({
  id: "clusters",
  title: "Cụm loa hay lỗi nhất",
  columns: [
    text("Cụm loa", 35),
    text("Xã, phường, đặc khu", 30),
    number("Lượt lỗi", 17),
    number("Lượt theo lịch", 18),
  ],
  rows: facts.troubled.map(({ name, commune, failed, planned }) => [
    name,
    commune,
    failed,
    planned,
  ]),
});

export const levelText: Readonly<Record<string, string>> = {
  normal: "Thông thường",
  priority: "Ưu tiên",
  emergency: "Khẩn cấp",
};

const ordersTable = (facts: ReportFacts): ReportTable => ({
  id: "programmes",
  title: "Chương trình đã phát và bằng chứng",
  columns: [
    text("Chương trình", 38),
    text("Mức", 14),
    number("Lần phát", 12),
    number("Lượt theo lịch", 12),
    number("Lượt phát đủ", 12),
    number("Có cảm biến xác nhận", 12),
  ],
  rows: facts.orders.map((one) => [
    one.title,
    levelText[one.level] as string,
    one.airings,
    one.planned,
    one.played,
    one.verified,
  ]),
});

const recordingsTable = (facts: ReportFacts): ReportTable => ({
  id: "recordings",
  title: "Bản tin và bản ghi âm đã phát",
  columns: [
    text("Bản tin", 32),
    text("Ngôn ngữ (ISO 639-3)", 11),
    seconds("Thời lượng", 11),
    number("Lần phát", 9),
    number("Lượt phát đủ", 9),
    text("Mã băm SHA-256 của tệp âm thanh", 28),
  ],
  rows: facts.recordings.map((one) => [
    one.title,
    one.language,
    one.length / 1_000,
    one.airings,
    one.plays,
    inPieces(one.sha256),
  ]),
});

/** A hash that can break over the lines of a narrow column. */
const inPieces = (hash: string): string => hash.replace(/(.{16})(?=.)/g, "$1 ");

const heading = (words: string): Block => ({ kind: "heading", text: words });
const paragraph = (words: string): Block => ({ kind: "paragraph", text: words });
const table = (one: ReportTable): Block[] =>
  one.rows.length === 0 ? [] : [{ kind: "table", table: one }];

/** Numbers the tables that are printed, in their order. */
function numbered(blocks: readonly Block[]): Block[] {
  let n = 0;
  return blocks.map((block) => {
    if (block.kind !== "table") return block;
    n += 1;
    return { ...block, table: { ...block.table, title: `Bảng ${n}. ${block.table.title}` } };
  });
}

const kindText: Readonly<Record<ReportKind, string>> = {
  "half-year": "Kết quả",
  year: "Kết quả",
  month: "Kết quả",
  campaign: "Kết quả đợt cao điểm",
  award: "Hồ sơ khen thưởng về kết quả",
};

export const abstractOf = ({ kind, period, placeName, campaign }: Wording): string =>
  `${kindText[kind]}${campaign === undefined ? "" : ` “${campaign}”`} truyền thông Nghị quyết số 57-NQ/TW qua hệ thống truyền thanh cơ sở của ${placeName}, ${period.label}`;

/** Dossiers that show single programmes, their recordings and their proof. */
export const hasProgrammes = (kind: ReportKind): boolean => kind === "award" || kind === "campaign";

const PROOF =
  "Mỗi lượt phát có biên nhận do thiết bị tại cụm loa ký, nối thành chuỗi trong nhật ký phát; “có cảm biến xác nhận” là " +
  "đồng hồ điện hoặc micro tại cụm loa cũng xác nhận có tiếng. Hồ sơ của từng lượt tải ở trang Nhật ký phát và kiểm tra được " +
  "khi không có mạng bằng lệnh vangxa verify --case.";

/** The text of a report, in the order in which the plans ask for it. */
export function blocksOf(facts: ReportFacts, reach: Figures, words: Wording): Block[] {
  const { period } = words;
  const planned = sum(facts.outcomes, (row) => row.plays);
  const played = sum(
    facts.outcomes.filter(({ outcome }) => outcome === "played"),
    (row) => row.plays,
  );
  const clusters = sum(facts.clusters, (row) => row.count);
  const bridged = sum(
    facts.clusters.filter(({ kind }) => kind !== "ip"),
    (row) => row.count,
  );
  const share = (one: { reached: number; of: number }) =>
    one.of === 0 ? "chưa có số liệu" : percentText(one.reached / one.of);
  const [royalties, proposals] = hasProgrammes(words.kind) ? ["VI", "VII"] : ["V", "VI"];
  return numbered([
    heading("I. TÌNH HÌNH TRIỂN KHAI"),
    paragraph(
      `Số liệu từ ngày ${dayText(period.from)} đến hết ngày ${dayText(period.to)}, ${grouped(facts.communes.length)} xã, phường, đặc khu, ` +
        `${grouped(clusters)} cụm loa; trong đó ${grouped(bridged)} cụm nối qua FM hoặc có dây là không đo được.` +
        (words.campaign === undefined
          ? ""
          : ` Chỉ tính lịch phát và bản tin của đợt “${words.campaign}”.`),
    ),
    heading("II. KẾT QUẢ"),
    paragraph(
      `Tiếp cận: ${reach.line}. Tỷ lệ hộ tiếp cận: ${share(reach.households)}. Tỷ lệ người tiếp cận: ${share(reach.people)}.`,
    ),
    ...(reach.clock.line === null ? [] : [paragraph(reach.clock.line)]),
    paragraph(
      `Đã phát đủ ${grouped(played)} trong ${grouped(planned)} lượt theo lịch (một lượt là một lần phát tại một cụm loa).`,
    ),
    ...table(communeTable(facts, reach)),
    ...table(outcomesTable(facts)),
    ...table(themesTable(facts)),
    heading("III. CÁCH TÍNH"),
    paragraph(`Bậc chứng minh: ${reach.rungText}. ${reach.definition}`),
    heading("IV. KHÓ KHĂN, VƯỚNG MẮC"),
    paragraph(words.difficulties ?? "(Đơn vị bổ sung.)"),
    ...table(reasonsTable(facts)),
    ...table(troubledTable(facts)),
    ...(hasProgrammes(words.kind)
      ? [
          heading("V. CHƯƠNG TRÌNH, BẢN GHI ÂM VÀ BẰNG CHỨNG"),
          paragraph(PROOF),
          ...table(ordersTable(facts)),
          ...table(recordingsTable(facts)),
        ]
      : []),
    heading(`${royalties}. NHUẬN BÚT, THÙ LAO`),
    ...table(royaltyTable(facts.works, facts.rates)),
    paragraph(royaltySources(facts.works, facts.rates)),
    heading(`${proposals}. ĐỀ XUẤT, KIẾN NGHỊ`),
    paragraph(words.proposals ?? "(Đơn vị bổ sung.)"),
  ]);
}
