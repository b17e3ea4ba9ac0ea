import fc from "fast-check";
import { expect, test } from "vitest";
import type { Cluster } from "../../contract/agent-config.ts";
import { inScope, isMeant, scopeRank } from "../../contract/audience.ts";
import {
  agentId,
  agentScope,
  centreScope,
  communeScope,
  provinceScope,
} from "../../contract/ids.ts";
import type { Target } from "../../contract/plan.ts";

const cluster = {
  id: "k1",
  province: "51",
  commune: "21001",
  hamlets: ["h1", "h2"],
  tags: ["market", "river"],
  languages: ["vie", "jra"],
} as unknown as Cluster;
const means = (target: object) => isMeant(target as Target, cluster);

test("a scope reaches the clusters that lie in it", () => {
  expect(inScope(centreScope, cluster)).toBe(true);
  expect(inScope(provinceScope(cluster.province), cluster)).toBe(true);
  expect(inScope(communeScope(cluster.commune), cluster)).toBe(true);
  expect(inScope("p-52", cluster)).toBe(false);
  expect(inScope("c-21002", cluster)).toBe(false);
});

test("an agent's own scope is taken as the cluster's, a name that is no scope reaches nobody", () => {
  expect(inScope(agentScope(agentId("b1")), cluster)).toBe(true);
  for (const name of ["", "everybody", "p-5", "p-511", "c-2100", "xp-51", "centre "]) {
    expect(inScope(name, cluster)).toBe(false);
    expect(scopeRank(name)).toBeUndefined();
  }
});

test("scopes stand above each other as the offices do", () => {
  expect(["a-b1", "c-21001", "p-51", "centre"].map(scopeRank)).toEqual([0, 1, 2, 3]);
});

test("nothing named means the whole scope", () => {
  expect(means({})).toBe(true);
  expect(means({ all: true })).toBe(true);
});

test("a cluster is meant when its commune, one of its hamlets or itself is named", () => {
  expect(means({ communes: ["21001"] })).toBe(true);
  expect(means({ communes: ["21002"] })).toBe(false);
  expect(means({ hamlets: ["h9", "h2"] })).toBe(true);
  expect(means({ hamlets: ["h9"] })).toBe(false);
  expect(means({ clusters: ["k1"] })).toBe(true);
  expect(means({ clusters: ["k2"] })).toBe(false);
  expect(means({ communes: ["21002"], hamlets: ["h9"], clusters: ["k1"] })).toBe(true);
});

test("tags and languages narrow whatever is named, `all` included", () => {
  expect(means({ tags: ["school", "river"] })).toBe(true);
  expect(means({ tags: ["school"] })).toBe(false);
  expect(means({ all: true, tags: ["school"] })).toBe(false);
  expect(means({ communes: ["21001"], languages: ["hre"] })).toBe(false);
  expect(means({ communes: ["21001"], tags: ["market"], languages: ["jra"] })).toBe(true);
  expect(means({ communes: ["21002"], tags: ["market"] })).toBe(false);
});

test("a list that is given but empty names nobody", () => {
  for (const key of ["communes", "hamlets", "clusters", "tags", "languages"]) {
    expect(means({ [key]: [] })).toBe(false);
  }
  expect(means({ all: true, communes: [] })).toBe(true);
});

test("one more condition never lets more clusters in, one more name never fewer", () => {
  const names = fc.subarray(["h1", "h2", "h9"]);
  fc.assert(
    fc.property(names, names, fc.subarray(["market", "school"]), (some, more, tags) => {
      if (means({ hamlets: some, tags })) expect(means({ hamlets: some })).toBe(true);
      if (means({ hamlets: some })) expect(means({ hamlets: [...some, ...more] })).toBe(true);
    }),
  );
});
