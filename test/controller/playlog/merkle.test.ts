import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sha256 } from "../../../contract/ids.ts";
import {
  consistencyRanges,
  consistent,
  type Grown,
  grow,
  included,
  inclusionRanges,
  leafHash,
  nodeHash,
  nothingGrown,
  type Range,
  rootOf,
} from "../../../controller/playlog/merkle.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";

const leaves = (n: number): Sha256[] =>
  Array.from({ length: n }, (_, at) => leafHash(sha256Of, `row ${at}`));
const grown = (all: readonly Sha256[]): Grown =>
  all.reduce((tree, leaf) => grow(sha256Of, tree, leaf), nothingGrown);

/** MTH of RFC 6962, word for word: an oracle that shares nothing with the growing tree. */
function mth(all: readonly Sha256[]): Sha256 {
  if (all.length === 0) return sha256Of("");
  if (all.length === 1) return all[0] as Sha256;
  let k = 1;
  while (k * 2 < all.length) k *= 2;
  return nodeHash(sha256Of, mth(all.slice(0, k)), mth(all.slice(k)));
}
const path = (all: readonly Sha256[], ranges: readonly Range[]): Sha256[] =>
  ranges.map(({ from, to }) => mth(all.slice(from, to)));

test("the empty tree and the known leaves have the hashes that RFC 6962 tells", () => {
  expect(rootOf(sha256Of, nothingGrown)).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  expect(leafHash(sha256Of, "")).toBe(
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
});

test("a tree that grows leaf by leaf has the root of the definition", () => {
  for (let n = 0; n <= 70; n++) expect(rootOf(sha256Of, grown(leaves(n)))).toBe(mth(leaves(n)));
});

const sized = fc
  .integer({ min: 1, max: 80 })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));

test("every row proves itself, and no other row, index, size or root does", () => {
  fc.assert(
    fc.property(sized, fc.nat(200), ({ size, index }, off) => {
      const all = leaves(size);
      const root = mth(all);
      const proof = path(all, inclusionRanges(index, size));
      const leaf = { index, hash: all[index] as Sha256 };
      expect(included(sha256Of, leaf, { size, root }, proof)).toBe(true);
      const other = { index, hash: leafHash(sha256Of, "other") };
      expect(included(sha256Of, other, { size, root }, proof)).toBe(false);
      const moved = { ...leaf, index: (index + 1 + (off % size)) % (size + 1) };
      if (moved.index !== index)
        expect(included(sha256Of, moved, { size, root }, proof)).toBe(false);
      expect(included(sha256Of, leaf, { size, root: other.hash }, proof)).toBe(false);
      expect(included(sha256Of, leaf, { size, root }, [...proof, root])).toBe(false);
      if (proof.length > 0)
        expect(included(sha256Of, leaf, { size, root }, proof.slice(1))).toBe(false);
    }),
  );
  expect(
    included(sha256Of, { index: -1, hash: leaves(1)[0] as Sha256 }, { size: 1, root: "" }, []),
  ).toBe(false);
});

const pair = fc
  .integer({ min: 0, max: 80 })
  .chain((second) => fc.record({ second: fc.constant(second), first: fc.nat(second) }));

test("a longer log proves that it begins with the shorter, and a rewritten one cannot", () => {
  fc.assert(
    fc.property(pair, ({ first, second }) => {
      const all = leaves(second);
      const one = { size: first, root: mth(all.slice(0, first)) };
      const two = { size: second, root: mth(all) };
      const proof = path(all, consistencyRanges(first, second));
      expect(consistent(sha256Of, one, two, proof)).toBe(true);
      const anew = { ...one, root: leafHash(sha256Of, "anew") };
      expect(consistent(sha256Of, anew, two, proof)).toBe(false);
      expect(consistent(sha256Of, one, { ...two, root: anew.root }, proof)).toBe(
        first === 0 && second > 0,
      );
      expect(consistent(sha256Of, one, two, [...proof, two.root])).toBe(false);
      if (proof.length > 0) expect(consistent(sha256Of, one, two, proof.slice(0, -1))).toBe(false);
      if (first < second) expect(consistent(sha256Of, two, one, proof)).toBe(false);
    }),
  );
  const [three, four] = [leaves(3), leaves(4)];
  expect(
    consistent(sha256Of, { size: 3, root: mth(three) }, { size: 4, root: mth(four) }, []),
  ).toBe(false);
});
