import type { Hash } from "../../contract/chain.ts";
import type { Sha256 } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import { isoOf } from "../iso.ts";
import { type ChainedRow, type Head, rowText } from "./chain.ts";
import { type Grown, grow, type HashBytes, leafHash, nothingGrown, rootOf } from "./merkle.ts";
import type { HeadView } from "./playlog-api.ts";

/** `typ` of a signed head. */
export const HEAD_TYPE = "vangxa-head+jws";

/** What a signed head says: every row up to `seq`, once as the chain's link and once as the root of the tree. */
export interface LogHead extends Head {
  readonly kind: "play-log-head";
  readonly day: string;
  readonly at: number;
  readonly root: Sha256;
  /** Where the log of people's changes stood. */
  readonly audit: { readonly seq: number; readonly link: string };
  /** SHA-256 of the head before this one, null for the first: a head that was taken out shows. */
  readonly previous: Sha256 | null;
}

export interface HeadRow {
  readonly number: number;
  readonly day: string;
  readonly at: number;
  readonly seq: number;
  readonly link: string;
  readonly root: string;
  readonly peaks: string;
  readonly jws: string;
}

export const headView = ({ number, day, at, seq, link, root, jws }: HeadRow): HeadView => ({
  number,
  day,
  at: isoOf(at as Instant),
  seq,
  link,
  root,
  jws,
});

/** Row number n is leaf n − 1 of the tree. */
export const leafOf = (hash: HashBytes, seq: number, row: ChainedRow): Sha256 =>
  leafHash(hash, rowText(seq, row));

/** The tree as a head left it. */
export const grownAt = (head: Pick<HeadRow, "seq" | "peaks"> | undefined): Grown =>
  head ? { size: head.seq, peaks: JSON.parse(head.peaks) as Sha256[] } : nothingGrown;

export const withRows = (
  hash: HashBytes,
  grown: Grown,
  rows: readonly (ChainedRow & { readonly seq: number })[],
): Grown => rows.reduce((tree, { seq, ...row }) => grow(hash, tree, leafOf(hash, seq, row)), grown);

export const headPayload = (
  hashes: { readonly hash: Hash; readonly hashBytes: HashBytes },
  said: Pick<LogHead, "day" | "at" | "seq" | "link" | "audit">,
  grown: Grown,
  before: Pick<HeadRow, "jws"> | undefined,
): LogHead => ({
  kind: "play-log-head",
  day: said.day,
  at: said.at,
  seq: said.seq,
  link: said.link,
  root: rootOf(hashes.hashBytes, grown),
  audit: said.audit,
  previous: before ? hashes.hash(before.jws) : null,
});

/** Reads the payload of a head whose signature holds; one that was signed for `verify` alone has only `seq` and `link`. */
export function readHead(
  text: string,
): (Pick<LogHead, "seq" | "link"> & Partial<LogHead>) | undefined {
  try {
    const said = JSON.parse(text) as Partial<LogHead>;
    return said.kind === "play-log-head" && Number.isSafeInteger(said.seq) && said.link
      ? (said as LogHead)
      : undefined;
  } catch {
    return undefined;
  }
}
