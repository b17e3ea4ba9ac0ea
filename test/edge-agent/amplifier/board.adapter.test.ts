import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MockBinding, type MockPort } from "@serialport/binding-mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Board, findProfile, openBoard } from "../../../edge-agent/amplifier/board.adapter.ts";
import type { BoardProfile } from "../../../firmware-config/board.ts";
import { boards } from "../../../firmware-config/boards.ts";
import { type Mood, SerialBoard } from "../../support/serial-board.ts";

const PATH = "/dev/robot";
const profileOf = (name: string) => boards[name] as BoardProfile;

describe("a relay that takes lines of text", () => {
  beforeEach(() => MockBinding.createPort(PATH, { echo: false, record: true }));
  afterEach(() => MockBinding.reset());

  test("hears what it understands, and is opened when the program goes", async () => {
    let line: MockPort | undefined;
    const binding = {
      list: MockBinding.list,
      open: async (options: { path: string; baudRate: number }) => {
        line = await MockBinding.open(options);
        return line;
      },
    };
    const profile = profileOf("line-relay");
    const { relay, meter } = await openBoard({ path: PATH, profile, binding: binding as never });
    expect([relay.warmUp, meter]).toEqual([300, undefined]);
    await relay.set(true);
    await relay.set(true);
    await relay.set(false);
    await relay.set(true);
    await relay.close();
    expect((line as MockPort).recording.toString()).toBe(
      "RELAY 1\nRELAY 1\nRELAY 0\nRELAY 1\nRELAY 0\n",
    );
  });

  test("on a port that is not there is refused at the start", async () => {
    const profile = profileOf("line-relay");
    await expect(
      openBoard({ path: "/dev/none", profile, binding: MockBinding as never }),
    ).rejects.toThrow();
  });
});

describe("relay and meter on one Modbus line", () => {
  let board: SerialBoard;
  let line: Board;
  beforeEach(async () => {
    board = new SerialBoard();
    const profile = profileOf("modbus-relay-pzem");
    line = await openBoard({ path: PATH, profile, binding: board.binding as never });
  });
  afterEach(() => line.relay.close());

  test("switch and measure, many questions at once in their order", async () => {
    board.watts = 31.5;
    const [, reading] = await Promise.all([line.relay.set(true), line.meter?.read()]);
    expect(board.closed).toBe(true);
    expect(reading?.watts).toBeCloseTo(31.5);
    await line.relay.set(false);
    expect(board.closed).toBe(false);
  });

  test.each<Mood>(["noise", "silent", "wrong-crc"])(
    "%s gives no figures, and the next good answer does",
    async (mood) => {
      board.watts = 31.5;
      board.mood = mood;
      await expect(line.meter?.read()).rejects.toThrow("does not answer");
      board.mood = "well";
      expect((await line.meter?.read())?.watts).toBeCloseTo(31.5);
    },
  );

  test("to open the relay it asks three times", async () => {
    board.mood = "silent";
    await expect(line.relay.set(false)).rejects.toThrow();
    expect(board.heard).toHaveLength(3);
    board.mood = "well";
  });

  test("a line that was unplugged is an error until it is back", async () => {
    board.unplug();
    await expect(line.meter?.read()).rejects.toThrow();
    await expect(line.relay.set(true)).rejects.toThrow();
    board.mood = "well";
    board.watts = 12;
    expect((await line.meter?.read())?.watts).toBeCloseTo(12);
  });
});

test("a board is built in, or described by a file; anything else is unknown", async () => {
  const folder = mkdtempSync(join(tmpdir(), "board-"));
  const [good, bad, torn] = ["good.json", "bad.json", "torn.json"].map((name) =>
    join(folder, name),
  );
  writeFileSync(good as string, JSON.stringify({ ...profileOf("line"), name: "ours" }));
  writeFileSync(bad as string, JSON.stringify({ name: "ours" }));
  writeFileSync(torn as string, "{");
  expect((await findProfile("pzem-004t"))?.name).toBe("pzem-004t");
  expect((await findProfile(good as string))?.name).toBe("ours");
  for (const name of [bad, torn, join(folder, "none.json"), "v2", "constructor"]) {
    expect(await findProfile(name as string)).toBeUndefined();
  }
  rmSync(folder, { recursive: true });
});
