import { firstLink, type Hash, nextLink } from "../../contract/chain.ts";
import type { AgentId, BootId } from "../../contract/ids.ts";
import type { Verify } from "../../contract/signed.ts";
import { checkChain, type LinkedRow } from "./chain.ts";
import {
  contradicts,
  type Fault,
  type FaultKind,
  type FaultPlace,
  needsReceipt,
  type Outside,
  parsedReceipt,
  sourceOf,
  type Verification,
} from "./fault.ts";
import { HEAD_TYPE, type HeadRow, type LogHead, leafOf, readHead } from "./head.ts";
import { type Grown, grow, type HashBytes, nothingGrown, rootOf } from "./merkle.ts";
import type { PlaylogStore, ReceiptStore } from "./ports.ts";
import { openSeal, payloadOf, type SealRow } from "./seal.ts";
import type { BootRow, StoredReceipt, VerifyStore } from "./verify.store.ts";

export interface VerifyDeps {
  readonly hash: Hash;
  readonly hashBytes: HashBytes;
  readonly base64Url: (bytes: Uint8Array) => string;
  readonly verify: Verify;
  readonly log: Pick<PlaylogStore, "rows">;
  readonly receipts: Pick<ReceiptStore, "gaps">;
  readonly store: VerifyStore;
  /** Public half of the key that signs heads. */
  readonly rootKey: () => string | undefined;
  /** The first wrong row of the log of people's changes, and how many rows were read. */
  readonly audit: () => Promise<{
    readonly rows: number;
    readonly broken: number | undefined;
    readonly linkOf: (seq: number) => Promise<string | undefined>;
  }>;
}

const PAGE = 1_000;
const MOST = 200;

interface Check {
  readonly deps: VerifyDeps;
  readonly faults: Fault[];
  found(where: FaultPlace, kind: FaultKind, name: string | number): void;
}

/** Reads everything that proves a play, from the first row to the last, and names what does not hold. */
export async function verifyAll(deps: VerifyDeps, outside?: Outside): Promise<Verification> {
  const faults: Fault[] = [];
  const check: Check = {
    deps,
    faults,
    found: (where, kind, name) => {
      if (faults.length < MOST) faults.push({ where, kind, name: String(name) });
    },
  };
  const heads = await signedHeads(check);
  const kept = await keptOutside(check, outside);
  const rows = await checkRows(check, heads.said, kept);
  const receipts = await checkReceipts(check);
  for (const one of await deps.store.notNewest(MOST))
    check.found("newest", "not-newest", `${one.occurrence} · ${one.cluster}`);
  const audit = await checkAudit(check, heads.said);
  const gaps = await deps.receipts.gaps();
  const { fault } = rows;
  return {
    ok: faults.length === 0,
    rows: rows.rows,
    head: rows.head,
    ...(fault ? { fault } : {}),
    faults,
    gaps,
    receipts,
    heads: { count: heads.count, ...(heads.newest ? { newest: heads.newest } : {}) },
    audit: { rows: audit },
  };
}

type SaidHead = Pick<LogHead, "seq" | "link"> & Partial<LogHead> & { readonly name: string };

/** The heads in the store: each signed, each naming the one before it, each column as it was signed. */
async function signedHeads(check: Check) {
  const said: SaidHead[] = [];
  let before: HeadRow | undefined;
  let count = 0;
  for (;;) {
    const page = await check.deps.store.heads(before?.number ?? 0, PAGE);
    for (const row of page) {
      count += 1;
      const name = `số ${row.number} ngày ${row.day}`;
      const read = await readSigned(check, row.jws, name);
      const expected = before ? check.deps.hash(before.jws) : null;
      if (read) {
        if (read.previous !== expected) check.found("head", "missing", `trước ${name}`);
        if (read.seq !== row.seq || read.link !== row.link || read.root !== row.root)
          check.found("head", "altered", name);
        said.push({ ...read, name });
      }
      before = row;
    }
    if (page.length < PAGE) return { said, count, newest: before?.jws };
  }
}

async function readSigned(check: Check, jws: string, name: string) {
  const key = check.deps.rootKey();
  const opened = await check.deps.verify.verify(jws, HEAD_TYPE, () => key);
  const read = opened.ok ? readHead(new TextDecoder().decode(opened.payload)) : undefined;
  if (!read) check.found("head", "bad-signature", name);
  return read;
}

async function keptOutside(check: Check, outside: Outside | undefined): Promise<SaidHead[]> {
  if (!outside) return [];
  const name = "giữ bên ngoài";
  if ("seq" in outside) return [{ ...outside, link: outside.link as LogHead["link"], name }];
  const read = await readSigned(check, outside.jws, name);
  return read ? [{ ...read, name }] : [];
}

/** One pass: the chain, the tree, every head on its way, and the receipt behind each row. */
async function checkRows(check: Check, stored: readonly SaidHead[], kept: readonly SaidHead[]) {
  const { deps } = check;
  const chain = checkChain(deps.hash, kept[0]);
  const due = [...stored, ...kept].sort((one, other) => one.seq - other.seq);
  let grown: Grown = nothingGrown;
  const compare = (seq: number, link: string): void => {
    for (; due[0] && due[0].seq <= seq; due.shift()) {
      const { root, name } = due[0];
      if (due[0].seq !== seq) continue;
      const sameTree = root === undefined || root === rootOf(deps.hashBytes, grown);
      if (due[0].link !== link || !sameTree)
        check.found("head", "other-history", `${name}, dòng ${seq}`);
    }
  };
  while (due[0]?.seq === 0) due.shift();
  for (let after = 0; ; ) {
    const page = await deps.log.rows(after, PAGE);
    for (const row of page) {
      chain.add(row);
      const { seq, link, ...columns } = row;
      grown = grow(deps.hashBytes, grown, leafOf(deps.hashBytes, seq, columns));
      compare(seq, link);
    }
    await checkSources(check, page);
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.seq;
  }
  const { head, rows, fault, faults } = chain.result();
  for (const { kind, seq } of faults) check.found("play-log", kind, seq);
  for (const { seq, name } of due)
    if (seq > head.seq) check.found("head", "cut", `${name}: từ dòng ${head.seq + 1}`);
  return { head, rows, fault };
}

async function checkSources(check: Check, page: readonly LinkedRow[]): Promise<void> {
  const wanted = page.flatMap((row) => {
    const source = sourceOf(row.body);
    return source ? [{ row, cluster: row.cluster, ...source }] : [];
  });
  const found = await check.deps.store.sources(wanted);
  const sourced = new Set(wanted.map(({ row }) => row.seq));
  for (const row of page)
    if (!sourced.has(row.seq) && needsReceipt(row)) check.found("play-log", "unfounded", row.seq);
  for (const { row, cluster, boot, sequence } of wanted) {
    const body = found.get(`${cluster} ${boot} ${sequence}`);
    const receipt = body === undefined ? undefined : parsedReceipt(body);
    if (!receipt) check.found("play-log", "unfounded", row.seq);
    else if (contradicts(row, receipt)) check.found("play-log", "contradicted", row.seq);
  }
}

async function checkReceipts(check: Check): Promise<{ count: number; signed: number }> {
  const keys = await check.deps.store.keys();
  const sum = { count: 0, signed: 0 };
  for (const boot of await check.deps.store.boots()) {
    const seals = await check.deps.store.seals(boot);
    const bodies = await checkBoot(check, boot, seals);
    sum.count += bodies.size;
    let reached = 0;
    for (const seal of seals) {
      const name = `${boot.agent}/${boot.boot}/${seal.first}–${seal.last}`;
      if (!(await holds(check, boot, seal, bodies, keys.get(boot.agent)))) {
        check.found("signature", "bad-signature", name);
      }
      sum.signed += Math.max(0, seal.last - Math.max(seal.first - 1, reached));
      reached = Math.max(reached, seal.last);
    }
  }
  return sum;
}

/** The chain of one boot's receipts, and how far the controller said that it knows it. */
async function checkBoot(check: Check, boot: BootRow, seals: readonly SealRow[]) {
  const { hash, store } = check.deps;
  const named = (sequence: number) => `${boot.agent}/${boot.boot}/${sequence}`;
  const before = new Map(seals.map((seal) => [seal.first, seal.previous]));
  const bodies = new Map<number, string>();
  let last = { sequence: 0, link: firstLink(hash, boot.agent as AgentId, boot.boot as BootId) };
  const known = await store.receiptHead(boot);
  for (;;) {
    const page = await store.receipts(boot, last.sequence, PAGE);
    for (const row of page) {
      // After a gap only the batch itself says what came before it.
      const follows = row.sequence === last.sequence + 1;
      const previous = follows ? last.link : before.get(row.sequence);
      const linked =
        previous === undefined || nextLink(hash, previous as never, row.body) === row.link;
      if (!linked || !sameColumns(row)) check.found("receipt", "altered", named(row.sequence));
      if (!follows && row.sequence <= (known?.through ?? 0))
        check.found("receipt", "missing", named(last.sequence + 1));
      if (known?.through === row.sequence && known.link !== row.link)
        check.found("receipt", "other-history", named(row.sequence));
      bodies.set(row.sequence, row.body);
      last = { sequence: row.sequence, link: row.link as typeof last.link };
    }
    if (page.length < PAGE) break;
  }
  if (!known || known.highest !== last.sequence)
    check.found("receipt", "cut", named(last.sequence + 1));
  return bodies;
}

function sameColumns(row: StoredReceipt): boolean {
  const said = parsedReceipt(row.body);
  const occurrence = said && "occurrence" in said ? said.occurrence : null;
  return (
    said?.sequence === row.sequence &&
    said.kind === row.kind &&
    said.at === row.at &&
    occurrence === row.occurrence
  );
}

async function holds(
  { deps }: Check,
  { agent, boot }: BootRow,
  { first, last, previous, seal }: SealRow,
  stored: ReadonlyMap<number, string>,
  key: string | undefined,
): Promise<boolean> {
  const texts = Array.from({ length: last - first + 1 }, (_, at) => stored.get(first + at) ?? "");
  const envelope = {
    agent: agent as AgentId,
    boot: boot as BootId,
    first,
    previous: previous as never,
  };
  const jws = openSeal(seal, payloadOf(envelope, texts), deps.base64Url);
  return (await deps.verify.verify(jws, "vangxa-receipts+jws", () => key)).ok;
}

async function checkAudit(check: Check, heads: readonly SaidHead[]): Promise<number> {
  const { rows, broken, linkOf } = await check.deps.audit();
  if (broken !== undefined) check.found("audit", "altered", broken);
  for (const { audit, name } of heads) {
    if (!audit || audit.seq === 0) continue;
    const link = await linkOf(audit.seq);
    if (link === undefined) check.found("audit", "missing", `${audit.seq} (${name})`);
    else if (link !== audit.link) check.found("audit", "other-history", `${audit.seq} (${name})`);
  }
  return rows;
}
