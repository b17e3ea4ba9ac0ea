import { type CreditRole, creditRoles } from "../message/message.ts";
import type { ReportTable } from "./content.ts";

export const royaltyUnits = ["piece", "minute"] as const;
export type RoyaltyUnit = (typeof royaltyUnits)[number];

/** What one piece or one minute is worth to whom, in đồng, from a day on; `source` is the decision that says so. */
export interface RoyaltyRate {
  readonly role: CreditRole;
  readonly unit: RoyaltyUnit;
  readonly amount: number;
  readonly place: string;
  readonly source: string;
  readonly from: string;
  /** Exclusive; null = it still holds. */
  readonly to: string | null;
}

/** A message that was aired and who made it. Decree 18/2014: a royalty is owed when a work is used, so each counts once. */
export interface Work {
  /** Its own scope and those above it, the nearest first. */
  readonly scopes: readonly string[];
  /** The station day on which it first aired in full. */
  readonly day: string;
  /** Milliseconds of sound. */
  readonly length: number;
  readonly credits: readonly {
    readonly role: CreditRole;
    readonly name: string;
    /** Agreed for this piece: goes before any rate. */
    readonly royalty?: number;
  }[];
}

export const roleText: Readonly<Record<CreditRole, string>> = {
  author: "Tác giả",
  editor: "Biên tập",
  reader: "Người đọc",
  translator: "Người dịch",
};

/** The rate that held there on the day: the nearest place's, and of one place the newest. */
export function rateFor(
  rates: readonly RoyaltyRate[],
  role: CreditRole,
  { scopes, day }: Pick<Work, "scopes" | "day">,
): RoyaltyRate | undefined {
  return rates
    .filter((one) => one.role === role && scopes.includes(one.place))
    .filter((one) => one.from <= day && (one.to === null || day < one.to))
    .sort(
      (one, other) =>
        scopes.indexOf(one.place) - scopes.indexOf(other.place) || (one.from < other.from ? 1 : -1),
    )[0];
}

interface Line {
  readonly role: CreditRole;
  readonly name: string;
  pieces: number;
  length: number;
  owed: number;
  /** Pieces that no rate and no agreement says anything about. */
  unpriced: number;
}

/** One row a person and role, with what is owed; a piece without a rate is counted and owes nothing. */
export function royaltyTable(works: readonly Work[], rates: readonly RoyaltyRate[]): ReportTable {
  const lines = new Map<string, Line>();
  for (const work of works) {
    for (const { role, name, royalty } of work.credits) {
      const key = `${creditRoles.indexOf(role)} ${name}`;
      const line = lines.get(key) ?? { role, name, pieces: 0, length: 0, owed: 0, unpriced: 0 };
      lines.set(key, line);
      const rate = rateFor(rates, role, work);
      line.pieces += 1;
      line.length += work.length;
      line.owed += royalty ?? (rate ? worth(rate, work.length) : 0);
      line.unpriced += royalty === undefined && !rate ? 1 : 0;
    }
  }
  const sorted = [...lines]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, line]) => line);
  const sum = (of: (line: Line) => number) => sorted.reduce((all, line) => all + of(line), 0);
  const row = (name: string, role: string, of: (pick: (line: Line) => number) => number) => [
    name,
    role,
    of((line) => line.pieces),
    of((line) => line.length) / 1_000,
    of((line) => line.unpriced),
    of((line) => line.owed),
  ];
  const text = (title: string, width: number) => ({ title, kind: "text" as const, width });
  const number = (title: string, width: number) => ({ title, kind: "number" as const, width });
  return {
    id: "royalties",
    title: "Nhuận bút, thù lao",
    columns: [
      text("Họ và tên", 30),
      text("Việc", 14),
      number("Số bản tin", 12),
      { title: "Tổng thời lượng", kind: "seconds", width: 14 },
      number("Chưa có mức", 12),
      number("Thành tiền (đồng)", 18),
    ],
    rows: [
      ...sorted.map((line) => row(line.name, roleText[line.role], (pick) => pick(line))),
      ...(sorted.length === 0 ? [] : [row("Cộng", "", sum)]),
    ],
  };
}

const worth = ({ unit, amount }: RoyaltyRate, length: number): number =>
  unit === "piece" ? amount : Math.round((amount * length) / 60_000);

/** How it is counted, and the decisions behind the amounts: the line under the table. */
export function royaltySources(works: readonly Work[], rates: readonly RoyaltyRate[]): string {
  const used = works.flatMap((work) =>
    work.credits.flatMap(({ role, royalty }) =>
      royalty === undefined ? (rateFor(rates, role, work)?.source ?? []) : [],
    ),
  );
  const sources = [...new Set(used)].sort();
  const decided =
    sources.length === 0
      ? "Chưa nhập mức chi; mức do Hội đồng nhân dân cấp tỉnh quyết định theo Nghị định 18/2014/NĐ-CP."
      : `Mức chi theo: ${sources.join("; ")}.`;
  return `Mỗi bản tin tính một lần, vào kỳ có lần đầu phát trọn vẹn; phát lại, phát dở hoặc chưa phát thì không tính. ${decided}`;
}
