import { afterEach, expect, test } from "vitest";
import { ended, standIn } from "../../support/machine-board.ts";
import {
  COMMUNE,
  type MachineWorld,
  machineWorld,
  order,
  until,
} from "../../support/machine-world.ts";

let world: MachineWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

test("a board enrols, hears a plan, reports a play, and is acknowledged only after the commit", async () => {
  world = await machineWorld();
  const board = await standIn(world);
  await until(() => board.last("agent/{agent}/config")?.agent === board.agent);
  const occurrence = await order(world);
  await world.dispatch.publish([`c-${COMMUNE}` as never], { urgent: true });
  await until(
    () => board.last("scope/{scope}/plan", `c-${COMMUNE}`)?.occurrences[0]?.id === occurrence,
  );
  await board.send(await board.batch({ kind: "armed", occurrence }, ended(occurrence)));
  await until(() => board.acked() === 2);
  const rows = await world.store.db.selectFrom("play_log").selectAll().execute();
  expect(rows).toMatchObject([
    { occurrence, cluster: "cum-1", outcome: "played", rung: "completed", late: 0 },
  ]);
  expect(await world.playlog.verify()).toMatchObject({ ok: true, rows: 1, gaps: [] });
  expect(world.logged.filter((one) => one.level === "error")).toEqual([]);
});

test("a commune is told at once when its board finds no place for what it must play, and why", async () => {
  world = await machineWorld();
  const board = await standIn(world);
  await until(() => board.last("agent/{agent}/config")?.agent === board.agent);
  const occurrence = await order(world, { level: "priority" });
  await world.dispatch.publish([`c-${COMMUNE}` as never], { urgent: true });
  await until(
    () => board.last("scope/{scope}/plan", `c-${COMMUNE}`)?.occurrences[0]?.id === occurrence,
  );
  await board.send(await board.batch({ kind: "refused", occurrence, reason: "no-session" }));
  await until(() => world?.told.some(({ kind }) => kind === "outcome") === true);
  expect(world.told.find(({ kind }) => kind === "outcome")).toMatchObject({
    place: `c-${COMMUNE}`,
    body: {
      occurrence,
      outcomes: [{ cluster: "cum-1", outcome: "refused", reason: "no-session" }],
    },
  });
});
