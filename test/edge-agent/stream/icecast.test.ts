import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import type { Heard } from "../../support/ear.ts";
import { type Icecast, startIcecast } from "../../support/icecast.ts";
import { needing } from "../../support/needs.ts";
import { noiseWav } from "../../support/sounds.ts";
import { type StreamBoard, secondsOf, streamBoard } from "../../support/stream-board.ts";

let board: StreamBoard;
let icecast: Icecast;

beforeEach(async () => {
  board = streamBoard();
  icecast = await startIcecast();
});
afterEach(async () => {
  await board.close();
  await icecast.stop();
});
/** Seconds of an item, as often as it sounded. */
const sum = (heard: readonly Heard[], name: string): number =>
  heard.reduce((all, { item, length }) => all + (item === name ? length : 0), 0);
const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

needing("icecast2", "ffmpeg").for(["mp3", "opus"] as const)(
  "a relay of %s outlives its source: the fallback within 3 s, and the source again when it is back",
  { timeout: 120_000 },
  async (codec) => {
    const [station, stand] = [noiseWav(60, 11), noiseWav(4, 12)];
    board.keep(station, "station.wav");
    const fallback = board.keep(stand);
    const sound = join(board.folder, "station.wav");
    const feeder = await icecast.feed("xa", sound, codec);
    const source = { kind: "relay", name: "source-1", url: icecast.url("xa") } as const;
    board.relay(1, { sources: [source], fallback }, 24, 1_500);
    await board.begun(1);
    await wait(6_000);
    await feeder.kill();
    const killed = Date.now();
    await wait(6_000);
    await icecast.feed("xa", sound, codec);
    const back = Date.now();
    const end = await board.over(1);

    const heard = board.heard({ station, stand });
    const first = heard.find(({ item }) => item === "stand");
    const again = heard.find(({ item, wall }) => item === "station" && wall > killed + 3_500);
    expect((first?.wall ?? 0) - killed).toBeGreaterThan(0);
    expect((first?.wall ?? 0) - killed).toBeLessThan(3_000);
    expect((again?.wall ?? Number.NaN) - back).toBeLessThan(8_000);
    expect(end).toMatchObject({ how: "done", frames: [24 * 48_000] });
    const told = secondsOf(end.spans?.[0]);
    const ear = {
      "source-1": sum(heard, "station"),
      fallback: sum(heard, "stand"),
    };
    for (const [name, seconds] of Object.entries(ear)) {
      expect(Math.abs((told[name] ?? 0) - seconds), name).toBeLessThan(1);
      expect(seconds).toBeGreaterThan(4);
    }
    const whole = Object.values(told).reduce((all, seconds) => all + seconds, 0);
    expect(whole).toBeCloseTo(24, 1);
  },
);
