import type { AgentId, BootId, Sha256 } from "./ids.ts";

/** SHA-256 of UTF-8 text, lower-case hexadecimal. A port: the pure core brings no hash of its own. */
export type Hash = (text: string) => Sha256;

/** The link before the first receipt of a boot. */
export const firstLink = (hash: Hash, agent: AgentId, boot: BootId): Sha256 =>
  hash(`vangxa receipts ${agent} ${boot}`);

/** Each link covers the one before it and the exact JSON of its own row. */
export const nextLink = (hash: Hash, previous: Sha256, row: string): Sha256 =>
  hash(`${previous}\n${row}`);

/** Links of rows in order, starting after `previous`. */
export function links(hash: Hash, previous: Sha256, rows: readonly string[]): Sha256[] {
  const out: Sha256[] = [];
  let last = previous;
  for (const row of rows) {
    last = nextLink(hash, last, row);
    out.push(last);
  }
  return out;
}
