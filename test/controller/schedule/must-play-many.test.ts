import { expect, test } from "vitest";
import { noFacts } from "../../../contract/facts.ts";
import type { ScopeId } from "../../../contract/ids.ts";
import { milliseconds, minutes } from "../../../contract/time.ts";
import { type MustPlayDeps, mustPlay } from "../../../controller/schedule/must-play.service.ts";
import { aCluster, after, anOccurrence, aPlan, five } from "../../support/orders.ts";

const CLUSTERS = Array.from({ length: 1_000 }, (_, i) => `k-${i}`);
const communeOf = (cluster: string) =>
  `21${String(Number(cluster.slice(2)) % 25).padStart(3, "0")}`;
const order = anOccurrence("late", {
  level: "priority",
  placement: { kind: "session", order: 0 },
  notAfter: after(minutes(30)),
});
const row = {
  id: order.id,
  broadcast: "b",
  not_before: order.notBefore,
  not_after: order.notAfter,
  title: "Tin",
  place: "p-51",
};

/** A province of 1,000 clusters that have no session; each timeline takes 10 ms of the one thread. */
function province() {
  let ran = 0;
  const longest = { turn: 0, since: 0 };
  const deps = {
    clock: { now: () => five, monotonic: () => milliseconds(ran) },
    iso: String,
    covers: () => true,
    mustPlay: { mustPlay: async () => [row] },
    store: { clustersOf: async () => new Map([[order.id, CLUSTERS]]) },
    known: async () => new Map(),
    progress: {
      confirmed: async () => new Map(),
      communes: async () => new Map(),
      clusters: async (ids: readonly string[]) =>
        new Map(ids.map((id) => [id, { name: id, commune: communeOf(id), seenAt: null }])),
    },
    groundOf: async () => {
      ran += 10;
      longest.turn = Math.max(longest.turn, ran - longest.since);
      return { documents: [aPlan([order])], cluster: aCluster(), facts: noFacts(five) };
    },
    rest: async () => {
      longest.since = ran;
    },
  };
  return { deps: deps as unknown as MustPlayDeps, longest };
}

const inVain = async (every?: boolean) => {
  const { deps, longest } = province();
  const found = await mustPlay(deps, ["p-51" as ScopeId], every === undefined ? {} : { every });
  const communes = found.items[0]?.communes ?? [];
  const told = communes.flatMap(({ reasons }) => reasons).map(({ clusters }) => clusters);
  return { found, longest, told: told.reduce((sum, one) => sum + one, 0) };
};

test("every cluster of a province is asked where that is wanted, and others have their turn meanwhile", async () => {
  const { found, told, longest } = await inVain(true);
  expect(found).toMatchObject({ checked: 1_000, waiting: 1_000 });
  expect(told).toBe(1_000);
  expect(longest.turn).toBeLessThanOrEqual(30);
});

test("else a hundred of them, and the answer says how many it did not ask", async () => {
  const { found, told, longest } = await inVain();
  expect(found).toMatchObject({ checked: 100, waiting: 1_000 });
  expect(told).toBe(100);
  expect(longest.turn).toBeLessThanOrEqual(30);
});
