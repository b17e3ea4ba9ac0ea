import { expect, test } from "vitest";
import { agendaStore } from "../../../controller/schedule/agenda.store.ts";
import { reachWorld } from "../../support/reach-world.ts";

test("the database counts the clusters of an airing by outcome, of one commune where it is named", async () => {
  const world = await reachWorld();
  const { db } = world.store;
  await world.place("a");
  await world.place("b");
  await world.place("c", { commune: "21025" });
  const airing = await world.air({ cluster: "c-a", day: "2026-03-05", rung: "planned" });
  await world.again(airing, "c-a", "completed");
  await world.air({ airing, cluster: "c-c", day: "2026-03-05", rung: "planned" });
  await db
    .insertInto("occurrence_cluster")
    .values(["c-a", "c-b", "c-c"].map((cluster) => ({ occurrence: airing, cluster })))
    .execute();
  await db.updateTable("play_log").set({ started_at: 7 }).where("rung", "=", "completed").execute();
  const store = agendaStore(db);
  const sorted = async (commune?: string) =>
    (await store.standing([airing, "none"], commune)).toSorted(
      (one, other) => String(one.outcome).length - String(other.outcome).length,
    );
  const pair = (outcome: string | null, startedAt: number | null) => ({
    ...{ occurrence: airing, outcome, clusters: 1, startedAt },
  });
  expect(await sorted()).toEqual([pair(null, null), pair("played", 7), pair("unreported", null)]);
  expect(await sorted("21024")).toEqual([pair(null, null), pair("played", 7)]);
  expect(await store.standing([])).toEqual([]);
  await world.close();
});
