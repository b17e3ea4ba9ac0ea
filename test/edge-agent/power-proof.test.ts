import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../edge-agent/clock.adapter.ts";
import { order, SOUND } from "../support/orders-of-noise.ts";
import { dropFolder, newFolder, type PipeBoard, startBoard } from "../support/pipe-board.ts";
import { type SmallCentre, sha256, smallCentre, until } from "../support/small-centre.ts";

// A whole agent whose amplifier is measured: what it draws while an item sounds travels in the receipt, and power without an item
// is told and cut.
let centre: SmallCentre;
let folder: string;
let board: PipeBoard;
let closed: boolean;
let welded: boolean;
let alive: boolean;

beforeEach(async () => {
  centre = await smallCentre();
  centre.addAudio(SOUND);
  folder = newFolder();
  [closed, welded, alive] = [false, false, true];
  board = await startBoard(centre, folder, systemClock, true, (player) => {
    let sounding = false;
    player.onEvent(({ kind }) => {
      if (kind === "started") sounding = true;
      if (kind === "ended") sounding = false;
    });
    const drawn = () => {
      if (!(closed || welded)) return 0.5;
      return alive && sounding ? 30 : 8;
    };
    return {
      relay: {
        warmUp: 100 as never,
        set: async (on) => {
          closed = on;
        },
        close: async () => undefined,
      },
      meter: {
        offWatts: 3,
        idleWatts: 8,
        riseWatts: 6,
        read: async () => ({ volts: 230, amps: drawn() / 230, watts: drawn() }),
      },
    };
  });
});
afterEach(async () => {
  await board.agent.stop();
  await centre.stop();
  dropFolder(folder);
  expect(board.broken).toEqual([]);
});

const audio = { sha256: sha256(SOUND), bytes: SOUND.length, length: 6_000 };
const item = (id: string) => order(id, 800, { parts: [{ kind: "audio", role: "message", audio }] });

async function electricOf(id: string) {
  const found = () => centre.receipts.find((one) => one.kind === "ended" && one.occurrence === id);
  await until(`the end of ${id}`, () => found() !== undefined, 25_000);
  const ended = found();
  return ended?.kind === "ended" ? ended.evidence?.electric : undefined;
}

test("the power of the amplifier proves the sound; a silent one does not", async () => {
  await centre.plan([item("o1")]);
  expect(await electricOf("o1")).toMatchObject({ verdict: "yes", watts: 30, idleWatts: 8 });
  alive = false;
  await centre.plan([item("o2")]);
  expect(await electricOf("o2")).toMatchObject({ verdict: "no", watts: 8 });
}, 60_000);

test("power with no item reaches the centre as an alarm within ten seconds, and the relay is cut", async () => {
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  [welded, closed] = [true, true];
  const told = () =>
    centre.receipts.some((one) => one.kind === "alarm" && one.alarm === "idle-power");
  await until("the alarm", told, 10_000);
  expect(closed).toBe(false);
}, 30_000);
