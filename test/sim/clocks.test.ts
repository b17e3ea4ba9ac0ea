// Boards whose wall clock is wrong, with the real controller: two items a day, at 5:10 and 17:20, judged by the ear in true time.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { days, hours, type Instant, later, minutes, seconds } from "../../contract/time.ts";
import type { LogRow } from "../../controller/playlog/playlog-api.ts";
import type { Board } from "./board.ts";
import { heal } from "./faults.ts";
import { judge } from "./judge.ts";
import { newWorld, type World } from "./world.ts";

vi.setConfig({ testTimeout: 240_000 });

let world: World;
let board: Board;

/** Hours after the start, which is Sunday, 20:00. */
const until = (hour: number) => world.kernel.until(later(world.start, hours(hour)));
const MONDAY_MORNING = 9 + 10 / 60;

beforeEach(async () => {
  world = await newWorld(41, { agents: 1, wakeEvery: minutes(10) });
  board = world.boards[0] as Board;
  await until(0.1);
  for (const time of ["05:10:00", "17:20:00"]) {
    const message = await world.staff.message(600);
    const when = { start: `2026-09-28T${time}+07:00`, rrule: "FREQ=DAILY;COUNT=14" };
    await world.staff.order("soan", { messageIds: [message], when });
  }
  await until(0.5);
});
afterEach(() => world.close());

function offline(): void {
  world.net.weather(board.name).up = false;
  world.net.cut(board.name);
}
/** Power goes now and comes back so many minutes later, with the wall clock off by so much. */
async function powerCut(length: number, wall = 0): Promise<void> {
  board.crash();
  await world.kernel.until(later(world.kernel.now(), minutes(length)));
  board.wall = wall;
  board.start();
}
/** Day (1 = Monday), time of day and seconds of each stretch of sound, in true time; a signed time is right to some milliseconds. */
const heard = (): string[] =>
  board.sounds().map(({ start, end }) => {
    const at = new Date(Math.round((start + hours(7)) / 1_000) * 1_000);
    const day = Math.floor((start - hours(4) - world.start) / days(1)) + 1;
    return `${day} ${at.toISOString().slice(11, 19)} ${Math.round((end - start) / 1_000)}`;
  });
const states = (from: Instant) =>
  new Set(board.told.filter(({ at }) => at >= from).map(({ receipt }) => receipt.clock.source));
async function judged() {
  const { findings, outcomes } = await judge(world, true);
  expect(findings).toEqual([]);
  return outcomes;
}

test.each([
  ["in 1970", () => -world.kernel.now()],
  ["a year ahead", () => days(365)],
  ["a year behind", () => -days(365)],
  ["thirty days ahead", () => days(30)],
  ["an hour behind", () => -hours(1)],
  ["two hours behind", () => -hours(2)],
])(
  "a board that starts offline with its clock %s is silent until a signed time comes",
  async (_name, off) => {
    offline();
    await powerCut(10, off());
    const started = world.kernel.now();
    await until(34);
    expect(heard()).toEqual([]);
    expect([...states(started)]).toEqual(["none"]);
    world.net.weather(board.name).up = true;
    await until(48);
    expect(heard()).toEqual(["2 17:20:00 79"]);
    await heal(world);
    await until(50);
    const outcomes = await judged();
    expect(outcomes["played"]).toBe(1);
  },
);

/** Day and hour (UTC) at which each play began by the board's own word, with what the row of the log says of that. */
async function logged(): Promise<string[]> {
  const { body } = await world.centre.ask("admin", "GET", "/api/play-log?newest=true&limit=1000");
  return (body as { items: LogRow[] }).items
    .filter(({ startedAt }) => startedAt !== null)
    .map(({ startedAt, outcome, clock }) => `${startedAt?.slice(8, 16)} ${outcome} ${clock}`)
    .sort();
}

test.each([
  ["two hours ahead", 120, "1 03:10:00"],
  ["four minutes slow after a cut of ten", -4, "1 05:14:00"],
  ["behind the last time that it knew", -14, "1 05:2[0-3]"],
])(
  "a board that starts offline with its clock %s plays by it, and every play is marked up to the screen",
  async (_name, wall, first) => {
    offline();
    await powerCut(10, minutes(wall));
    await until(11);
    expect(heard()).toEqual([expect.stringMatching(`^${first}.*79$`)]);
    world.net.weather(board.name).up = true;
    await until(12);
    const alarms = board.told.filter(({ receipt }) => receipt.kind === "alarm");
    expect(alarms.map(({ receipt }) => "alarm" in receipt && receipt.alarm)).toEqual([
      "clock-step",
    ]);
    await until(24);
    expect(heard().slice(1)).toEqual(["1 17:20:00 79"]);
    await heal(world);
    await until(26);
    expect(await logged()).toEqual(["27T22:10 played unconfirmed", "28T10:20 played confirmed"]);
    await judged();
  },
);

test("a signed time that comes while an item sounds two hours too early: the rest sounds at its time, once, and is marked", async () => {
  offline();
  await powerCut(10, hours(2));
  await world.kernel.until(later(world.start, (hours(7) + minutes(10) + seconds(20)) as never));
  world.net.weather(board.name).up = true;
  await until(10);
  const spans = heard().map((text) => text.split(" "));
  expect(spans[0]?.slice(0, 2)).toEqual(["1", "03:10:00"]);
  expect(spans.slice(1).map(([day, time]) => `${day} ${time}`)).toEqual(
    spans.length > 1 ? ["1 05:10:00"] : [],
  );
  const total = spans.reduce((sum, [, , length]) => sum + Number(length), 0);
  expect(total).toBeGreaterThanOrEqual(79);
  expect(total).toBeLessThanOrEqual(80);
  await heal(world);
  await until(24);
  expect((await logged())[0]).toBe("27T22:10 played unconfirmed");
});

test("an emergency that a power cut tore sounds again inside its window, by a doubtful clock", async () => {
  const emergency = {
    orderGiver: "Chủ tịch",
    orderNumber: "12/CĐ",
    hazard: "lũ",
    area: "ven suối",
  };
  const message = await world.staff.message(600, true);
  const notAfter = world.staff.iso(later(world.kernel.now(), hours(1)));
  await world.staff.order("tinh", {
    ...{ messageIds: [message], level: "emergency", emergency, when: { now: true }, notAfter },
  });
  await until(0.51);
  offline();
  await powerCut(2, -world.kernel.now());
  await until(1.2);
  expect(board.sounds().map(({ first }) => first)).toEqual([true, true]);
  expect(
    board.told.filter(({ receipt }) => receipt.kind === "started").at(-1)?.receipt,
  ).toMatchObject({
    repeat: true,
    clock: { source: "none" },
  });
  // What is ordinary goes on waiting.
  await until(12);
  expect(board.sounds()).toHaveLength(2);
});

test("14 days without a network and a power cut of five hours every day: what falls outside of them sounds at its time", async () => {
  offline();
  for (let day = 0; day < 14; day += 1) {
    await until(day * 24 + (day % 2 === 0 ? 13 : 5));
    // Even days: Monday's 9:00 to 14:00 between the items; odd days: one to six o'clock, over the first.
    await powerCut(300);
  }
  await until(14 * 24);
  const due = Array.from({ length: 14 }, (_, day) => [
    ...(day % 2 === 0 ? [`${day + 1} 05:10:00 79`] : []),
    `${day + 1} 17:20:00 79`,
  ]);
  expect(heard()).toEqual(due.flat());
  await heal(world);
  await until(14 * 24 + 12);
  const outcomes = await judged();
  expect(outcomes["played"]).toBe(21);
});

test.each([2, -2])(
  "a step of %i hours while it plays: told, nothing doubled, lengths and later items right",
  async (step) => {
    await until(MONDAY_MORNING - 0.1);
    offline();
    await world.kernel.until(later(world.start, (hours(MONDAY_MORNING) + seconds(30)) as never));
    board.wall = hours(step);
    await until(25);
    expect(heard()).toEqual(["1 05:10:00 79", "1 17:20:00 79"]);
    const ended = board.told.flatMap(({ receipt }) => (receipt.kind === "ended" ? [receipt] : []));
    expect(ended.map(({ as, heard: length }) => [as, Math.round(length / 1_000)])).toEqual([
      ["played", 79],
      ["played", 79],
    ]);
    expect(board.told.map(({ receipt }) => receipt)).toContainEqual(
      expect.objectContaining({ kind: "alarm", alarm: "clock-step", detail: `${hours(step)} ms` }),
    );
    // A power cut now: the clock that is known to be wrong is not believed, and with the network everything is right again.
    await powerCut(10, hours(step));
    await until(36);
    expect(heard()).toHaveLength(2);
    world.net.weather(board.name).up = true;
    await until(48);
    expect(heard().slice(2)).toEqual(["2 17:20:00 79"]);
    await heal(world);
    await until(50);
    await judged();
  },
);
