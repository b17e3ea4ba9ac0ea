import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { firstLink, type Hash, links, nextLink } from "../../contract/chain.ts";
import { agentId, bootId, ContractError, communeCode } from "../../contract/ids.ts";
import { seconds, times } from "../../contract/time.ts";

const hash: Hash = (text) => createHash("sha256").update(text).digest("hex") as never;

test("each link covers its row and the one before, from a first link that only this boot has", () => {
  const first = firstLink(hash, agentId("loa-1"), bootId("boot-1"));
  expect(first).toBe(hash("vangxa receipts loa-1 boot-1"));
  const [one, two] = links(hash, first, ["a", "b"]);
  expect(one).toBe(nextLink(hash, first, "a"));
  expect(two).toBe(hash(`${one}\nb`));
  expect(links(hash, first, ["x", "b"])[1]).not.toBe(two);
  expect(links(hash, first, [])).toEqual([]);
});

test.each(["2102", "210245", "21o24", 21_024])("%j is no code of a commune", (raw) => {
  expect(() => communeCode(raw as string)).toThrow(ContractError);
});

test("a wait that is stretched stays a whole number of milliseconds", () => {
  expect(times(seconds(1), 0.3335)).toBe(334);
});
