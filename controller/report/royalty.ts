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

interface Sums {
  pieces: number;
  length: number;
  owed: number;
  /** Pieces that no rate and no agreement says anything about. */
  unpriced: number;
}
interface Line extends Sums {
  readonly role: CreditRole;
  readonly name: string;
}

/** One row a person and role, with what is owed; a piece without a rate is counted and owes nothing. */
export function royaltyTable(works: readonly Work[], rates: readonly RoyaltyRate[]): ReportTable {
  const lines = new Map<string, Line>();
  for (const work of works) {
    for (const credit of work.credits) {
      const { role, name } = credit;
      const key = `${creditRoles.indexOf(role)} ${name}`;
      const line = lines.get(key) ?? { role, name, pieces: 0, length: 0, owed: 0, unpriced: 0 };
      lines.set(key, line);
      const owed = owedFor(work, credit, rates);
      line.pieces += 1;
      line.length += work.length;
      line.owed += owed ?? 0;
      line.unpriced += owed === undefined ? 1 : 0;
    }
  }
  const sorted = [...lines]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, line]) => line);
  const row = (name: string, role: string, { pieces, length, unpriced, owed }: Sums) => [
    name,
    role,
    pieces,
    length / 1_000,
    unpriced,
    owed,
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
      ...sorted.map((line) => row(line.name, roleText[line.role], line)),
      ...(sorted.length === 0 ? [] : [row("Cộng", "", sumOf(works, rates))]),
    ],
  };
}

/** Everybody together: a piece counts once, however many people made it and whatever each of them did. */
function sumOf(works: readonly Work[], rates: readonly RoyaltyRate[]): Sums {
  const all: Sums = { pieces: 0, length: 0, owed: 0, unpriced: 0 };
  for (const work of works) {
    const owed = work.credits.map((credit) => owedFor(work, credit, rates));
    if (owed.length === 0) continue;
    all.pieces += 1;
    all.length += work.length;
    all.owed += owed.reduce((sum: number, one) => sum + (one ?? 0), 0);
    all.unpriced += owed.includes(undefined) ? 1 : 0;
  }
  return all;
}

/** What was agreed for the piece, or what the rate says; nothing where neither says anything. */
function owedFor(
  work: Work,
  { role, royalty }: Work["credits"][number],
  rates: readonly RoyaltyRate[],
): number | undefined {
  if (royalty !== undefined) return royalty;
  const rate = rateFor(rates, role, work);
  return rate && worth(rate, work.length);
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
