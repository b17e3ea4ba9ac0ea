// A cancel at every moment of an item's life, with the real controller and two real boards: what sounds is judged by the ear, what
// staff see by `GET /api/broadcasts/:id`.
import { afterEach, beforeEach, expect, test } from "vitest";
import { hours, type Instant, later, minutes, seconds } from "../../contract/time.ts";
import type { Board } from "./board.ts";
import { heal } from "./faults.ts";
import { judge } from "./judge.ts";
import { newWorld, type World } from "./world.ts";

let world: World;
let order: string;
let documents: string[];

const ITEM = minutes(10);
/** Minutes after the start of the evening. */
const until = (minute: number) => world.kernel.until(later(world.start, minutes(minute)));

beforeEach(async () => {
  world = await newWorld(31, { agents: 2 });
  documents = [];
  const note = world.net.onDocument;
  world.net.onDocument = (jws) => {
    documents.push(jws);
    note(jws);
  };
  await until(5);
  // Eighty seconds of sound at 20:10.
  const message = await world.staff.message(600);
  const when = { at: world.staff.iso(later(world.start, ITEM)) };
  order = (await world.staff.order("soan", { messageIds: [message], when })) as string;
});
afterEach(async () => {
  await heal(world);
  await world.kernel.until(later(world.start, hours(4)));
  const { findings } = await judge(world, true);
  expect(findings).toEqual([]);
  await world.close();
});

const detail = async () =>
  (await world.centre.ask("admin", "GET", `/api/broadcasts/${order}`)).body;
const unstopped = async (): Promise<[number, string[]]> => {
  const { notYetStopped, unstopped: named } = await detail();
  return [notYetStopped, named.map((one: { cluster: string }) => one.cluster)];
};
const outcomes = async (): Promise<string[]> =>
  (await detail()).occurrences.flatMap((one: { clusters: { outcome: string }[] }) =>
    one.clusters.map(({ outcome }) => outcome),
  );
/** Minutes after the start at which each stretch of sound began, and its seconds. */
const heard = (board: Board | undefined) =>
  (board?.sounds() ?? []).map(({ start, end }) => [
    Math.round((start - world.start) / minutes(1)),
    Math.round((end - start) / seconds(1)),
  ]);
/** When this board had said that it holds the cancel. */
const acknowledged = (board: Board | undefined, after: Instant): Instant =>
  board?.told.find(({ at, receipt }) => at >= after && receipt.kind === "delivered")?.at as Instant;

function away(board: Board | undefined, isAway: boolean): void {
  const name = board?.name ?? "";
  world.net.weather(name).up = !isAway;
  if (isAway) world.net.cut(name);
}

test("before: nothing of it sounds, and the page counts the boards down to none", async () => {
  await until(8);
  await world.staff.cancel(order);
  expect(await unstopped()).toEqual([2, ["k-1", "k-2"]]);
  await until(8.2);
  expect(await unstopped()).toEqual([0, []]);
  await until(30);
  expect(world.boards.map(heard)).toEqual([[], []]);
  expect(await outcomes()).toEqual(["cancelled", "cancelled"]);
});

test("during: it stops, and nothing of it sounds after the acknowledgement", async () => {
  await until(10.5);
  const asked = world.kernel.now();
  await world.staff.cancel(order);
  await until(30);
  for (const board of world.boards) {
    const [sound] = board.sounds();
    expect(board.sounds()).toHaveLength(1);
    expect(sound?.end).toBeLessThanOrEqual(acknowledged(board, asked) + 60);
    expect(Number(sound?.end) - asked).toBeLessThan(seconds(1));
  }
  expect(await outcomes()).toEqual(["cancelled", "cancelled"]);
  expect(await unstopped()).toEqual([0, []]);
});

test("after: what was played stays played, and does not sound again", async () => {
  await until(12);
  await world.staff.cancel(order);
  await until(60);
  expect(world.boards.map(heard)).toEqual([[[10, 80]], [[10, 80]]]);
  expect(await outcomes()).toEqual(["played", "played"]);
  expect(await unstopped()).toEqual([0, []]);
});

test("offline, back before its time: silent, and until then the page says that one cluster has not stopped", async () => {
  const [here, gone] = world.boards;
  await until(6);
  away(gone, true);
  await until(7);
  await world.staff.cancel(order);
  await until(8);
  expect(await unstopped()).toEqual([1, ["k-2"]]);
  away(gone, false);
  await until(9.5);
  expect(await unstopped()).toEqual([0, []]);
  await until(30);
  expect([heard(here), heard(gone)]).toEqual([[], []]);
  expect(await outcomes()).toEqual(["cancelled", "cancelled"]);
});

test("offline, back while it sounds: it stops with the cancel", async () => {
  const [here, gone] = world.boards;
  await until(6);
  away(gone, true);
  await until(7);
  await world.staff.cancel(order);
  await until(10.1);
  away(gone, false);
  await until(30);
  expect(heard(here)).toEqual([]);
  const [sound] = gone?.sounds() ?? [];
  const told = acknowledged(gone, later(world.start, minutes(10.1)));
  expect(gone?.sounds()).toHaveLength(1);
  expect(sound?.end).toBeLessThanOrEqual(told + 60);
  expect((await outcomes())[1]).toBe("cancelled");
});

test("offline past its time: it sounds there as nobody could tell it, the page says so, and the log says what happened", async () => {
  const [here, gone] = world.boards;
  await until(6);
  away(gone, true);
  await until(7);
  await world.staff.cancel(order);
  await until(10.5);
  expect(await unstopped()).toEqual([1, ["k-2"]]);
  await until(20);
  away(gone, false);
  await until(40);
  expect([heard(here), heard(gone)]).toEqual([[], [[10, 80]]]);
  expect(await outcomes()).toEqual(["cancelled", "played"]);
  expect(await unstopped()).toEqual([0, []]);
});

test("overtaking: the plan that arrives after its own cancel is refused as older, and nothing sounds", async () => {
  const [, late] = world.boards;
  await until(6);
  const message = await world.staff.message(600);
  away(late, true);
  await until(7);
  const when = { at: world.staff.iso(later(world.start, minutes(20))) };
  documents.length = 0;
  order = (await world.staff.order("soan", { messageIds: [message], when })) as string;
  await until(7.5);
  const withIt = documents.findLast((jws) => payload(jws).kind === "plan") as string;
  await world.staff.cancel(order);
  await until(8);
  away(late, false);
  await until(10);
  const before = late?.told.length ?? 0;
  const { scope } = payload(withIt);
  world.net.inject(late?.name ?? "", `vangxa/1/scope/${scope}/plan`, Buffer.from(withIt));
  await until(30);
  expect(late?.told.slice(before).map(({ receipt }) => receipt)).toContainEqual(
    expect.objectContaining({ kind: "document-refused", reason: "older-revision" }),
  );
  // Only the first order of the evening sounded.
  expect(world.boards.map(heard)).toEqual([[[10, 80]], [[10, 80]]]);
  expect(await outcomes()).toEqual(["cancelled", "cancelled"]);
});

const payload = (jws: string): { kind: string; scope: string } =>
  JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString());
