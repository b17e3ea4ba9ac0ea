import { describe, expect, test } from "vitest";
import { instant, later, seconds } from "../../../contract/time.ts";
import { planState, scopesOfBoard } from "../../../controller/fleet/plan-state.ts";
import { clusterView, hamletView, isOnline, SILENT } from "../../../controller/fleet/view.ts";
import { isoOf } from "../../../controller/iso.ts";

const dates = { valid_from: "2026-01-01", valid_to: null };
const now = instant(1_790_000_000_000);
const nothingDue = { newest: new Map(), scopesOf: () => [] };
const state = {
  agent: "b1",
  session: "s",
  boot: "b",
  state: "online",
  seen_at: now,
  version: "1",
  applied: "[]",
  armed: 1,
  wanted: 2,
  clock: "{}",
  outbox: 0,
  player: null,
  health: '{"at":1}',
};
const cluster = {
  id: "k",
  commune: "21024",
  name: "Cụm",
  folded: "cum",
  kind: "ip",
  latitude: null,
  longitude: null,
  tags: "[]",
  exercise: 0,
  volume: "[]",
  data_plan: null,
  keeps_time: null,
  local_input: null,
  ...dates,
};

test("a hamlet that was never counted has no households, not unknown ones", () => {
  const hamlet = { id: "h", commune: "21024", name: "Thôn", folded: "thon", ...dates };
  expect(hamletView(hamlet, [], "2026-05-18")).toMatchObject({
    households: 0,
    people: 0,
    languages: [],
  });
});

test("a cluster without a board, with a silent board, with one that speaks", () => {
  const view = (boards: Parameters<typeof clusterView>[2]) =>
    clusterView(cluster, [], boards, "2026-05-18", now, nothingDue).board;
  expect(view([])).toBeNull();
  expect(view([{ id: "b1", cluster: "k" }])).toMatchObject({
    agent: "b1",
    online: false,
    seenAt: null,
    version: null,
    clock: null,
    plan: "unknown",
  });
  expect(view([{ id: "b1", cluster: "k", state }])).toMatchObject({
    online: true,
    health: { at: 1 },
    armed: 1,
    wanted: 2,
    plan: "unknown",
  });
  const sick = JSON.stringify({ at: 1, disk: "read-only", diskSince: now });
  const player = JSON.stringify({ decoders: ["ogg-opus"], simulated: true });
  expect(view([{ id: "b1", cluster: "k", state }])).toMatchObject({
    readOnlySince: null,
    simulated: false,
    decoders: null,
  });
  expect(
    view([{ id: "b1", cluster: "k", state: { ...state, health: sick, player } }]),
  ).toMatchObject({
    readOnlySince: isoOf(now),
    simulated: true,
    decoders: ["ogg-opus"],
  });
  const plan = [{ scope: "centre", document: "plan", epoch: 1, revision: 1 }];
  const told = { ...state, applied: JSON.stringify(plan) };
  expect(view([{ id: "b1", cluster: "k", state: told }])).toMatchObject({ plan: "current" });
});

test.for([
  ["online", 0, true],
  ["online", SILENT, true],
  ["online", SILENT + 1, false],
  ["lost", 0, false],
  ["farewell", 0, false],
] as const)("%s, %i ms ago: online %s", ([word, ago, online]) => {
  expect(isOnline({ state: word, seen_at: now }, later(now, seconds(ago / 1_000)))).toBe(online);
});

describe("whether a board has what it should play", () => {
  const scopes = scopesOfBoard("ag-1", "21024", "51");
  const plan = { scope: "c-21024", document: "plan", epoch: 1, revision: 7 };
  const newest = new Map([
    ["c-21024", [plan]],
    ["c-21025", [{ ...plan, scope: "c-21025" }]],
  ]);
  test("its own scopes and no others", () => {
    expect(scopes).toEqual(["centre", "p-51", "c-21024", "a-ag-1"]);
    expect(scopesOfBoard("ag-1", "21024", undefined)).toEqual(["centre", "c-21024", "a-ag-1"]);
  });
  test.for([
    ["current", [plan]],
    ["current", [{ ...plan, revision: 8 }]],
    ["behind", [{ ...plan, revision: 6 }]],
    ["behind", [{ ...plan, epoch: 0 }]],
    ["behind", [{ ...plan, document: "urgent" }]],
    ["behind", [{ ...plan, scope: "c-21025" }]],
    ["unknown", undefined],
  ] as const)("%s", ([state, applied]) => {
    expect(planState(applied, scopes, newest)).toBe(state);
  });
});
