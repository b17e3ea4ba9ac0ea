import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../edge-agent/clock.adapter.ts";
import { createReadOnly, isReadOnly } from "../../edge-agent/read-only.ts";
import { order, SOUND } from "../support/orders-of-noise.ts";
import { type PipeBoard, startBoard } from "../support/pipe-board.ts";
import { type SmallCentre, smallCentre, until } from "../support/small-centre.ts";
import { type SmallDisk, smallDisk } from "../support/small-disk.ts";

let centre: SmallCentre;
let disk: SmallDisk | undefined;
let board: PipeBoard | undefined;
beforeEach(async () => {
  centre = await smallCentre();
  centre.addAudio(SOUND);
  disk = smallDisk(262_144);
});
afterEach(async () => {
  await board?.agent.stop();
  await centre.stop();
  disk?.remove();
  expect(board?.broken ?? []).toEqual([]);
  board = undefined;
});

const endOf = (id: string) =>
  centre.receipts.find((one) => one.kind === "ended" && one.occurrence === id);
const armed = (...ids: string[]) =>
  until("armed", () =>
    ids.every((id) => centre.receipts.some((one) => one.kind === "armed" && one.occurrence === id)),
  );
const heard = (id: string) => board?.player.heard.some(({ label }) => label === id) ?? false;
const told = () => centre.presence.some((one) => one["disk"] === "read-only");

test("a disk that turns read-only: the cache plays on, a person is told, and every receipt comes when it is mended", async (context) => {
  if (!disk) return context.skip("needs root: mounts a file system");
  board = await startBoard(centre, disk.path, systemClock);
  await centre.plan([order("o1", 4_000), order("o2", 7_000)]);
  await armed("o1", "o2");
  await until("it is read-only", () => disk?.readOnly() ?? false);
  await until("it sounded", () => heard("o1") && heard("o2"), 20_000);
  await until("health says so", told);
  expect(endOf("o1")).toBeUndefined(); // nothing is promised that no disk holds
  disk.writable();
  await until("the receipts", () => endOf("o1") !== undefined && endOf("o2") !== undefined, 20_000);
  expect(endOf("o1")).toMatchObject({ as: "played" });
  const numbers = centre.receipts.map(({ sequence }) => sequence).sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, n) => n + 1));
  expect(board.player.heard.filter(({ label }) => label === "o1")).toHaveLength(1);
}, 60_000);

test("a start on a read-only disk: what is due later sounds, what may have sounded before stays silent, a cancel holds", async (context) => {
  if (!disk) return context.skip("needs root: mounts a file system");
  board = await startBoard(centre, disk.path, systemClock);
  const early = order("early", 4_000);
  await centre.plan([order("o1", 9_000), order("o2", 10_000), early]);
  await armed("o1", "o2", "early");
  await board.die();
  await new Promise((resolve) => setTimeout(resolve, 3_500)); // `early` is due while nobody runs
  await until("it is read-only", () => disk?.readOnly() ?? false);
  board = await startBoard(centre, disk.path, systemClock);
  await centre.plan([order("o1", 3_000), early]);
  await until("it sounded", () => heard("o1"), 20_000);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect([heard("early"), heard("o2")]).toEqual([false, false]);
  disk.writable();
  await until("the receipts", () => endOf("o1") !== undefined, 20_000);
  expect(endOf("o1")).toMatchObject({ as: "played" });
  expect(endOf("early")).toMatchObject({ as: "interrupted" });
}, 60_000);

test("what waits for the disk to fail is told once, and of each turn", async () => {
  const one = createReadOnly();
  const turns: boolean[] = [];
  one.onChange(() => turns.push(one.now()));
  const waits = one.whenTurned();
  one.mended();
  one.turned();
  one.turned();
  await waits;
  await one.whenTurned();
  one.mended();
  expect(turns).toEqual([true, false]);
  expect([
    isReadOnly({ code: "EROFS" }),
    isReadOnly({ code: "EIO" }),
    isReadOnly(undefined),
  ]).toEqual([true, false, false]);
});
