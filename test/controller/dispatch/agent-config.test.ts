import { expect, test } from "vitest";
import { decode, encode } from "../../../contract/codec.ts";
import type { AgentId, ClusterId, ScopeId } from "../../../contract/ids.ts";
import { trusts } from "../../../contract/signed.ts";
import type { Instant } from "../../../contract/time.ts";
import {
  type AgentFacts,
  agentConfig,
  clusterOf,
  configContent,
  configDefaults,
  scopesOf,
} from "../../../controller/dispatch/agent-config.ts";
import type { KeyRecord } from "../../../controller/dispatch/keys.ts";

const facts: AgentFacts = {
  agent: "ag-1" as AgentId,
  cluster: "cum-1" as ClusterId,
  commune: "21024",
  province: "51",
  tags: '["truong-hoc"]',
  exercise: 0,
  volume: '[{"start":300,"gain":-6}]',
  hamlets: [
    { hamlet: "thon-1", languages: '["vie","hre"]' },
    { hamlet: "thon-2", languages: '["vie"]' },
    { hamlet: "thon-3", languages: null },
  ],
  regulation: {
    sessions: '[{"weekdays":[1,2,3,4,5,6,7],"start":300,"end":390}]',
    quiet: '[{"start":1260,"end":300}]',
    caps: '{"perDay":7200000}',
  },
};
const key = (kid: string, place: string): KeyRecord => ({
  kid,
  place: place as ScopeId,
  x: "A".repeat(43),
  d: "D",
  notBefore: 0 as Instant,
  notAfter: 2_000_000_000_000 as Instant,
});
const keys = {
  centre: [key("centre-1", "centre")],
  province: [key("p-51-1", "p-51")],
  commune: [key("c-21024-1", "c-21024"), key("c-21024-2", "c-21024")],
};
const stamp = { scope: "a-ag-1" as ScopeId, epoch: 1, revision: 7, issued: 5 as Instant };
const config = agentConfig(stamp, configContent(facts, keys, ["old-1"]));

test("a configuration is what the fleet's tables say, and passes its own schema", () => {
  const read = decode("agent/{agent}/config", encode("agent/{agent}/config", config));
  expect(read).toMatchObject({
    ok: true,
    body: {
      agent: "ag-1",
      revision: 7,
      scopes: ["centre", "p-51", "c-21024", "a-ag-1"],
      revoked: ["old-1"],
      heartbeat: 60_000,
      cluster: {
        id: "cum-1",
        province: "51",
        commune: "21024",
        hamlets: ["thon-1", "thon-2", "thon-3"],
        tags: ["truong-hoc"],
        languages: ["hre", "vie"],
        exercise: false,
        sessions: [{ start: 300, end: 390 }],
        quiet: [{ start: 1_260, end: 300 }],
        caps: { perDay: 7_200_000 },
        volume: [{ start: 300, gain: -6 }],
      },
    },
  });
  expect(JSON.stringify(config)).not.toContain('"d":');
});

test("each place may sign for itself and below, up to its own authority", () => {
  const may = (kid: string, scope: string, authority: string) =>
    trusts(
      config,
      kid,
      { kind: "plan", scope, occurrences: [{ authority }] } as never,
      100 as Instant,
    ).ok;
  expect(may("centre-1", "a-ag-1", "centre")).toBe(true);
  expect(may("p-51-1", "c-21024", "province")).toBe(true);
  expect(may("p-51-1", "centre", "commune")).toBe(false);
  expect(may("p-51-1", "p-51", "centre")).toBe(false);
  expect(may("c-21024-2", "c-21024", "commune")).toBe(true);
  expect(may("c-21024-1", "c-21024", "province")).toBe(false);
  expect(may("c-21024-1", "p-51", "commune")).toBe(false);
  expect(may("c-99999-1", "c-21024", "commune")).toBe(false);
});

test("what a column should not say, and what nobody has ordered yet, gives way to the defaults, quiet hours included", () => {
  const broken = clusterOf({
    ...facts,
    tags: "{",
    volume: '[{"start":-1}]',
    regulation: { sessions: "null", quiet: '"x"', caps: '{"perDay":-1}' },
    hamlets: [{ hamlet: "thon-1", languages: "[1]" }],
  });
  expect(broken).toMatchObject({
    tags: [],
    volume: [],
    sessions: [],
    quiet: configDefaults.quiet,
    caps: {},
    languages: [],
  });
  expect(clusterOf({ ...facts, regulation: undefined }).quiet).toEqual(configDefaults.quiet);
  expect(
    clusterOf({ ...facts, regulation: { sessions: "[]", quiet: "[]", caps: "{}" } }).quiet,
  ).toEqual([]);
});

test("a cluster without a board reads the scopes of its places", () => {
  expect(scopesOf({ ...facts, agent: null })).toEqual(["centre", "p-51", "c-21024"]);
});

test("a data budget travels only where there is one", () => {
  expect("bytesPerDay" in config).toBe(false);
  expect(
    configContent(facts, keys, [], { ...configDefaults, bytesPerDay: 5_000_000 }).bytesPerDay,
  ).toBe(5_000_000);
});

test("the data plan of a cluster goes before the default, and its clock travels as it was stated", () => {
  const plan = { bytesPerDay: 1_000_000, fetchHours: { start: 1_380, end: 300 } };
  const of = (more: object) =>
    configContent({ ...facts, ...more }, keys, [], { ...configDefaults, bytesPerDay: 5_000_000 });
  expect(of({ dataPlan: JSON.stringify(plan), keepsTime: 0 })).toMatchObject({
    ...plan,
    keepsTime: false,
  });
  expect(of({ keepsTime: 1 }).keepsTime).toBe(true);
  expect([of({ localInput: 1 }), of({})].map((one) => one.localInput)).toEqual([true, false]);
  const none = of({ dataPlan: '{"bytesPerDay":-1}', keepsTime: null });
  expect(none.bytesPerDay).toBe(5_000_000);
  expect(["keepsTime", "fetchHours"].some((name) => name in none)).toBe(false);
});
