import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OccurrenceId } from "../../../contract/ids.ts";
import { hours, type Instant, later, minutes } from "../../../contract/time.ts";
import { ended, type StandIn, standIn } from "../../support/machine-board.ts";
import {
  COMMUNE,
  cancel,
  type MachineWorld,
  machineWorld,
  order,
  until,
} from "../../support/machine-world.ts";

const noon = 1_790_000_000_000 as Instant;
let world: MachineWorld;
let boards: StandIn[];

beforeEach(async () => {
  world = await machineWorld({ now: noon });
  boards = [await standIn(world, "cum-1")];
});
afterEach(async () => {
  for (const board of boards) await board.close();
  await world.close();
});

const board = (): StandIn => boards[0] as StandIn;
const log = () => world.store.db.selectFrom("play_log").selectAll().orderBy("seq").execute();
const alarms = () =>
  world.told.filter(({ kind }) => kind === "alarm").map(({ body }) => body["alarm"]);
const started = (occurrence: OccurrenceId, start: Instant = noon) =>
  ({ kind: "started", occurrence, planned: start, start, repeat: false, resumed: false }) as const;
const publish = () => world.dispatch.publish([`c-${COMMUNE}` as never], { urgent: true });
const delivered = (revision: number, document: "plan" | "urgent" = "plan") =>
  ({
    kind: "delivered",
    scope: `c-${COMMUNE}`,
    document,
    epoch: 1,
    revision,
    hash: "a".repeat(64),
  }) as never;
const closeAll = () => world.playlog.close((noon - hours(1)) as Instant, later(noon, hours(3)));

describe("outcomes", () => {
  test("every planned pair ends in exactly one, silence included, and only once", async () => {
    const occurrence = await order(world);
    await board().send(await board().batch(started(occurrence), ended(occurrence)));
    await until(() => board().acked() === 2);
    world.time.now = later(noon, hours(2));
    await closeAll();
    await closeAll();
    expect(
      (await log()).map(({ cluster, outcome, rung, agent, late }) => [
        cluster,
        outcome,
        rung,
        agent,
        late,
      ]),
    ).toEqual([
      ["cum-1", "played", "completed", board().agent, 0],
      ["cum-2", "unreported", "planned", null, 0],
      ["cum-3", "unreported", "planned", null, 0],
    ]);
    expect(await world.store.db.selectFrom("outcome").selectAll().execute()).toHaveLength(3);
  });

  test("a window is not closed before its grace is over", async () => {
    await order(world);
    world.time.now = later(noon, minutes(74));
    await world.playlog.close(noon, world.time.now);
    expect(await log()).toEqual([]);
    await world.playlog.close(world.time.now, later(noon, minutes(75)));
    expect(await log()).toHaveLength(3);
  });

  test("a later receipt turns silence into what it proves; both rows stay, the later one marked", async () => {
    const occurrence = await order(world, { clusters: ["cum-1"] });
    const batch = await board().batch(
      { kind: "armed", occurrence },
      started(occurrence),
      ended(occurrence),
    );
    world.time.now = later(noon, hours(2));
    await closeAll();
    await board().send(batch);
    await until(() => board().acked() === 3);
    expect((await log()).map(({ outcome, rung, late }) => [outcome, rung, late])).toEqual([
      ["unreported", "planned", 0],
      ["played", "completed", 1],
    ]);
    expect(await world.store.db.selectFrom("outcome").select(["outcome", "seq"]).execute()).toEqual(
      [{ outcome: "played", seq: 2 }],
    );
    expect((await world.playlog.verify()).ok).toBe(true);
  });

  test("a start that is told after the silence says so, and a start alone is no outcome before", async () => {
    const occurrence = await order(world, { clusters: ["cum-1"] });
    const other = await order(world, { clusters: ["cum-1"] });
    await board().send(await board().batch(started(other)));
    await until(() => board().acked() === 1);
    expect(await log()).toEqual([]);
    world.time.now = later(noon, hours(2));
    await closeAll();
    await board().send(await board().batch(started(occurrence)));
    await until(() => board().acked() === 2);
    expect((await log()).map(({ outcome, rung }) => [outcome, rung])).toEqual([
      ["unreported", "planned"],
      ["unreported", "started"],
      ["unreported", "started"],
    ]);
  });

  test("the plan that a board has applied by its own signed word lifts silence to delivered", async () => {
    const occurrence = await order(world, { clusters: ["cum-1"] });
    await publish();
    await until(() => board().last("scope/{scope}/plan", `c-${COMMUNE}`)?.occurrences.length === 1);
    const plan = board().last("scope/{scope}/plan", `c-${COMMUNE}`);
    await board().send(await board().batch(delivered((plan?.revision ?? 0) - 1)));
    await until(() => board().acked() === 1);
    await board().send(await board().batch(delivered(plan?.revision ?? 0)));
    await until(() => board().acked() === 2);
    world.time.now = later(noon, hours(2));
    await closeAll();
    expect(await log()).toMatchObject([{ occurrence, outcome: "unreported", rung: "delivered" }]);
  });

  test("a cancel counts as cancelled only where the board has confirmed it, or nothing ever travelled", async () => {
    const travelled = await order(world, { clusters: ["cum-1", "cum-2"] });
    await publish();
    const never = await order(world, { clusters: ["cum-1"] });
    world.time.now = later(noon, minutes(1));
    await cancel(world, travelled);
    await cancel(world, never);
    await publish();
    await until(() => board().last("scope/{scope}/plan", `c-${COMMUNE}`)?.tombstones.length === 2);
    const plan = board().last("scope/{scope}/plan", `c-${COMMUNE}`);
    await board().send(await board().batch(delivered(plan?.revision ?? 0)));
    await until(() => board().acked() === 1);
    world.time.now = later(noon, hours(2));
    await closeAll();
    const rows = await log();
    const of = (occurrence: string, cluster: string) =>
      rows.find((row) => row.occurrence === occurrence && row.cluster === cluster)?.outcome;
    expect(of(travelled, "cum-1")).toBe("cancelled");
    expect(of(travelled, "cum-2")).toBe("unreported");
    expect(of(never, "cum-1")).toBe("cancelled");
  });

  test("sound that nobody ordered there and then is logged where it can be, and is an alarm", async () => {
    const elsewhere = await order(world, { clusters: ["cum-2"] });
    const late = await order(world, { clusters: ["cum-1"] });
    const unknown = "occ-nobody" as OccurrenceId;
    await board().send(
      await board().batch(
        started(elsewhere),
        ended(elsewhere),
        started(late, later(noon, hours(5))),
        ended(late),
        started(unknown),
        ended(unknown),
      ),
    );
    await until(() => board().acked() === 6);
    await until(() => alarms().length === 4);
    expect(alarms().sort()).toEqual([
      "not-for-this-cluster",
      "outside-window",
      "quarantined",
      "unknown-occurrence",
    ]);
    expect((await log()).map(({ occurrence, cluster }) => [occurrence, cluster]).sort()).toEqual(
      [
        [elsewhere, "cum-1"],
        [late, "cum-1"],
      ].sort(),
    );
  });

  test("a refusal of what was meant for others is no outcome", async () => {
    const elsewhere = await order(world, { clusters: ["cum-2"] });
    await board().send(
      await board().batch({
        kind: "refused",
        occurrence: elsewhere,
        reason: "not-for-this-cluster",
      }),
    );
    await until(() => board().acked() === 1);
    expect(await log()).toEqual([]);
  });

  test("an emergency that sounds twice has one outcome", async () => {
    const occurrence = await order(world, { document: "urgent", clusters: ["cum-1"] });
    await board().send(
      await board().batch(
        started(occurrence),
        ended(occurrence),
        { ...started(occurrence), repeat: true },
        ended(occurrence),
      ),
    );
    await until(() => board().acked() === 4);
    expect(await log()).toHaveLength(1);
  });

  test("a board that was cut and then finished is credited with the whole", async () => {
    const occurrence = await order(world, { clusters: ["cum-1"] });
    await board().send(
      await board().batch(
        started(occurrence),
        ended(occurrence, { as: "interrupted", frames: 9, reason: "power-loss" }),
      ),
    );
    await until(() => board().acked() === 2);
    await board().send(await board().batch(started(occurrence), ended(occurrence)));
    await until(() => board().acked() === 4);
    expect((await log()).map(({ outcome }) => outcome)).toEqual(["interrupted", "played"]);
  });
});
