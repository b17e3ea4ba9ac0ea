import type { Sha256 } from "../../contract/ids.ts";

/*
 * The Merkle tree of RFC 6962 (section 2.1) over the rows of the log. One 32-byte root stands for all rows up to a number, and
 * a few hashes prove that one row is among them, or that a later log begins with an earlier one, without the other rows.
 */

export type HashBytes = (bytes: Uint8Array) => Sha256;

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

// Leaves and nodes begin differently, so that a node can never be shown as a row (RFC 6962, section 2.1).
export const leafHash = (hash: HashBytes, text: string): Sha256 =>
  hash(joined(LEAF, new TextEncoder().encode(text)));

export const nodeHash = (hash: HashBytes, left: string, right: string): Sha256 =>
  hash(joined(NODE, fromHex(left), fromHex(right)));

/** A tree that grows leaf by leaf: of each complete subtree only its root is kept, the largest first. */
export interface Grown {
  readonly size: number;
  readonly peaks: readonly Sha256[];
}
export const nothingGrown: Grown = { size: 0, peaks: [] };

export function grow(hash: HashBytes, { size, peaks }: Grown, leaf: Sha256): Grown {
  const next = [...peaks];
  let carried = leaf;
  // As in counting: each 1 at the end of the size is a subtree as large as the one that is carried.
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    carried = nodeHash(hash, next.pop() as Sha256, carried);
  }
  next.push(carried);
  return { size: size + 1, peaks: next };
}

export function rootOf(hash: HashBytes, { peaks }: Grown): Sha256 {
  const last = peaks.at(-1);
  if (last === undefined) return hash(new Uint8Array(0));
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(hash, left, right), last);
}

/** Leaves `from` to before `to`, counted from 0. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The largest power of two that is smaller than n. */
const split = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

/** The subtrees whose roots prove leaf `index` in a tree of `size`, in the order of RFC 6962 (2.1.1). */
export function inclusionRanges(index: number, size: number, start = 0): Range[] {
  if (size <= 1) return [];
  const k = split(size);
  const [left, right] = [
    { from: start, to: start + k },
    { from: start + k, to: start + size },
  ];
  return index < k
    ? [...inclusionRanges(index, k, start), right]
    : [...inclusionRanges(index - k, size - k, start + k), left];
}

/** The subtrees whose roots prove that the tree of `first` leaves is the beginning of that of `second` (2.1.2). */
export function consistencyRanges(first: number, second: number): Range[] {
  return first === 0 || first === second ? [] : subproof(first, second, 0, true);
}

function subproof(m: number, n: number, start: number, whole: boolean): Range[] {
  if (m === n) return whole ? [] : [{ from: start, to: start + n }];
  const k = split(n);
  return m <= k
    ? [...subproof(m, k, start, whole), { from: start + k, to: start + n }]
    : [...subproof(m - k, n - k, start + k, false), { from: start, to: start + k }];
}

/** Whether `path` leads from the leaf to the root (RFC 9162, 2.1.3.2). */
export function included(
  hash: HashBytes,
  leaf: { readonly index: number; readonly hash: Sha256 },
  tree: { readonly size: number; readonly root: string },
  path: readonly string[],
): boolean {
  if (leaf.index < 0 || leaf.index >= tree.size) return false;
  let [at, last, root] = [leaf.index, tree.size - 1, leaf.hash];
  for (const one of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(hash, one, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else root = nodeHash(hash, root, one);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && root === tree.root;
}

interface Tree {
  readonly size: number;
  readonly root: string;
}

/** Whether the second tree begins with the first (RFC 9162, 2.1.4.2). */
export function consistent(
  hash: HashBytes,
  first: Tree,
  second: Tree,
  path: readonly string[],
): boolean {
  if (first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && first.root === second.root;
  // Every tree begins with the empty one.
  if (first.size === 0) return path.length === 0 && first.root === rootOf(hash, nothingGrown);
  const [start, ...rest] = isPowerOfTwo(first.size) ? [first.root, ...path] : path;
  if (start === undefined) return false;
  let [at, last] = [first.size - 1, second.size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [one, other] = [start, start];
  for (const next of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      one = nodeHash(hash, next, one);
      other = nodeHash(hash, next, other);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else other = nodeHash(hash, other, next);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && one === first.root && other === second.root;
}

const isPowerOfTwo = (n: number): boolean => split(n + 1) === n;
