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

test("whatever a turn brings is stored whole, with and without an occurrence, sent once or twice", async () => {
  world = await machineWorld();
  const board = await standIn(world);
  const occurrence = await order(world);
  const reports = Array.from({ length: 123 }, (_, n) =>
    n % 4 === 3
      ? ({ kind: "armed", occurrence } as const)
      : ({ kind: "alarm", alarm: "clock-step", detail: `${n}` } as const),
  );
  const first = await board.batch(...reports);
  await board.send(first);
  await board.send(await board.batch(...reports.slice(0, 11)));
  await board.send(first);
  await until(() => board.acked() === 134);
  const rows = await world.store.db
    .selectFrom("receipt")
    .select(["sequence", "occurrence", "body"])
    .where("agent", "=", board.agent)
    .orderBy("sequence")
    .execute();
  expect(rows.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 134 }, (_, n) => n + 1),
  );
  for (const row of rows) {
    const body = JSON.parse(row.body);
    expect([body.sequence, body.occurrence ?? null]).toEqual([row.sequence, row.occurrence]);
  }
  expect((await world.playlog.verify()).ok).toBe(true);
});
