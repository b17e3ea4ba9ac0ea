import type { Sha256 } from "../../contract/ids.ts";
import type { Actor } from "./access.ts";

/** One change by a person (or by the system itself, `by` absent). `before` and `after` are JSON values without secrets. */
export interface Change {
  readonly by: Pick<Actor, "id" | "address"> | undefined;
  /** Where it came from when no person is behind it: a board that enrols, a log-in under an unknown name. */
  readonly from?: string;
  /** `concept.verb`, such as `message.approve`. */
  readonly action: string;
  /** The id of what was changed. */
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
}

/** The log of what people changed; it can only be added to. */
export interface Audit {
  record(change: Change): Promise<void>;
}

export interface AuditRow {
  readonly at: number;
  readonly person: string | null;
  readonly address: string;
  readonly action: string;
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly reason: string | null;
}

export const FIRST_LINK = "0".repeat(64) as Sha256;

/** Each link covers the one before it and every column of its own row, so an edited or missing row breaks the chain. */
export const auditLink = (
  hash: (text: string) => Sha256,
  previous: string,
  row: AuditRow,
): Sha256 =>
  hash(
    `${previous}\n${JSON.stringify([row.at, row.person, row.address, row.action, row.subject, row.before, row.after, row.reason])}`,
  );

export const auditSentence = (rows: number, broken: number | undefined): string =>
  broken === undefined
    ? `Nhật ký thao tác nguyên vẹn: ${rows} dòng.`
    : `Nhật ký thao tác đã bị sửa hoặc mất dòng, bắt đầu từ dòng ${broken}.`;

/** The number (`seq`) of the first row whose link is wrong, or nothing. */
export function firstBroken(
  hash: (text: string) => Sha256,
  rows: readonly (AuditRow & { readonly seq: number; readonly link: string })[],
  after: string = FIRST_LINK,
): number | undefined {
  let previous = after;
  for (const row of rows) {
    if (auditLink(hash, previous, row) !== row.link) return row.seq;
    previous = row.link;
  }
  return undefined;
}
