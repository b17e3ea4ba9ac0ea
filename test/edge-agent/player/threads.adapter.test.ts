import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sha256 } from "../../../contract/ids.ts";
import { milliseconds } from "../../../contract/time.ts";
import { systemClock } from "../../../edge-agent/clock.adapter.ts";
import type { Player, PlayerEvent, Run } from "../../../edge-agent/player/player.ts";
import { threadPlayer } from "../../../edge-agent/player/threads.adapter.ts";
import { listen, secondsHeard, to8k } from "../../support/ear.ts";
import { until } from "../../support/small-centre.ts";
import { keepSound, noiseWav, samplesOf, sinkLines, wallOf } from "../../support/sounds.ts";
import { readOpus, readWav } from "../../support/wav.ts";

let folder: string;
let player: Player;
let events: PlayerEvent[];
let crashes: Error[];
const wav = () => join(folder, "out.wav");

function open(): void {
  events = [];
  crashes = [];
  player = threadPlayer({
    sink: { kind: "virtual", path: wav() },
    pathOf: (name) => join(folder, name),
    onCrash: (error) => void crashes.push(error),
  });
  player.onEvent((event) => void events.push(event));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "player-"));
  open();
});
afterEach(async () => {
  await player.close();
  await player.close();
  expect(crashes).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

const keep = (bytes: Uint8Array): Sha256 => keepSound(folder, bytes);
const run = (
  id: number,
  label: string,
  wait: number,
  ...pieces: [seconds: number, sha256?: Sha256, offset?: number][]
): Run => ({
  id,
  label,
  gain: 0,
  at: milliseconds(systemClock.monotonic() + wait),
  pieces: pieces.map(([seconds, name, offset = 0], part) => ({
    part,
    offset: milliseconds(offset),
    length: milliseconds(seconds * 1_000),
    ...(name ? { sha256: name } : {}),
  })),
});
const kinds = (id: number) => events.filter((event) => event.run === id).map(({ kind }) => kind);
const endOf = (id: number) => events.find((event) => event.kind === "ended" && event.run === id);
const over = (id: number) => until(`run ${id} is over`, () => endOf(id) !== undefined, 15_000);
const heard = (items: Record<string, Buffer>) =>
  listen(
    to8k(readWav(wav()).samples),
    new Map(Object.entries(items).map(([name, bytes]) => [name, to8k(samplesOf(bytes))])),
  );
/** Both threads must be up, or the first start is late by their own start. */
async function warm(): Promise<void> {
  player.play(run(1_000, "warm", 0, [0.05, keep(noiseWav(0.05, 99))]));
  await over(1_000);
}

test("two parts with a pause sound whole, on time, without a gap", async () => {
  await warm();
  const [a, b] = [noiseWav(1, 1), noiseWav(1.5, 2)];
  const wall = Date.now() + 800;
  player.play(run(1, "o1", 800, [1, keep(a)], [0.5], [1.5, keep(b)]));
  await over(1);
  expect(kinds(1)).toEqual(["started", "piece", "piece", "ended"]);
  expect(endOf(1)).toMatchObject({ how: "done", frames: [48_000, 24_000, 72_000] });
  await player.close();
  const [first, second, ...more] = heard({ a, b });
  expect(more).toEqual([]);
  expect([first?.item, second?.item]).toEqual(["a", "b"]);
  expect(first?.length).toBeGreaterThan(0.94);
  const lines = sinkLines(readFileSync(`${wav()}.json`, "utf8"));
  const gaps = lines.filter(({ kind }) => kind === "underrun");
  expect(Math.abs(wallOf(lines, first?.at ?? 0) - wall)).toBeLessThan(40);
  if (gaps.length === 0) expect((second?.at ?? 0) - (first?.at ?? 0)).toBeCloseTo(1.5, 2);
  const started = lines.find(({ kind, item }) => kind === "item" && item === "o1");
  expect((started?.frame ?? 0) / 48_000).toBeCloseTo(first?.at ?? 0, 1);
});

test("a cut is quick, and what goes on does so at the very frame", async () => {
  await warm();
  const [a, e] = [noiseWav(4, 3), noiseWav(0.5, 4)];
  const name = keep(a);
  player.play(run(1, "a", 100, [4, name]));
  await until("it sounds", () => kinds(1).includes("started"));
  await new Promise((resolve) => setTimeout(resolve, 900));
  player.stop(1);
  player.play(run(2, "e", 0, [0.5, keep(e)]));
  await over(2);
  const cut = endOf(1);
  const frames = cut?.kind === "ended" ? (cut.frames[0] ?? 0) : 0;
  player.play(run(3, "a", 0, [4 - frames / 48_000, name, frames / 48]));
  await over(3);
  await player.close();
  const stretches = heard({ a, e });
  // A machine that is starved tears the sound, which parts a stretch in two and loses nothing of it.
  const order = stretches.map(({ item }) => item).filter((item, i, all) => item !== all[i - 1]);
  expect(order).toEqual(["a", "e", "a"]);
  const after = stretches[stretches.findLastIndex(({ item }) => item === "e") + 1];
  expect(after?.offset).toBeCloseTo(frames / 48_000, 1);
  expect(secondsHeard(stretches, "a")).toBeGreaterThan(3.8);
  const last = endOf(3);
  expect(frames + (last?.kind === "ended" ? (last.frames[0] ?? 0) : 0)).toBeGreaterThan(191_900);
});

test("what is stopped before its first frame is heard leaves silence, however far ahead it was written", async () => {
  await warm();
  const a = noiseWav(1, 8);
  player.play(run(1, "a", 400, [1, keep(a)]));
  await new Promise((resolve) => setTimeout(resolve, 150));
  player.stop(1);
  await over(1);
  expect(endOf(1)).toMatchObject({ how: "stopped", frames: [0] });
  expect(kinds(1)).toEqual(["ended"]);
  await player.close();
  expect(heard({ a })).toEqual([]);
});

test("what shall sound at once does, also right after a cut", async () => {
  await warm();
  player.play(run(1, "a", 0, [3, keep(noiseWav(3, 9))]));
  await until("it sounds", () => kinds(1).includes("started"));
  await new Promise((resolve) => setTimeout(resolve, 700));
  const asked = systemClock.monotonic();
  player.stop(1);
  player.play(run(2, "e", 0, [0.3, keep(noiseWav(0.3, 10))]));
  await over(2);
  const [cut, start] = [
    endOf(1),
    events.find((event) => event.kind === "started" && event.run === 2),
  ];
  expect((cut?.kind === "ended" ? cut.at : Number.NaN) - asked).toBeLessThan(150);
  expect((start?.kind === "started" ? start.at : Number.NaN) - asked).toBeLessThan(300);
});

test("Opus sounds as it was encoded, from its start and from the middle", async () => {
  const bytes = readFileSync(new URL("noise.opus", import.meta.url));
  const name = keep(bytes);
  player.play(run(1, "o", 0, [3, name]));
  await over(1);
  player.play(run(2, "o", 0, [1, name, 2_000]));
  await over(2);
  await player.close();
  expect(endOf(1)).toMatchObject({ how: "done", frames: [144_000] });
  expect(endOf(2)).toMatchObject({ how: "done", frames: [48_000] });
  const [recording, sound] = [
    to8k(readWav(wav()).samples),
    to8k(await readOpus(join(folder, name))),
  ];
  const whole = secondsHeard(listen(recording, new Map([["o", sound]])), "o");
  expect(whole).toBeGreaterThan(2.9);
  const tail = sound.subarray(2 * 8_000);
  const later = recording.subarray(Math.round(3.2 * 8_000));
  expect(secondsHeard(listen(later, new Map([["o", tail]])), "o")).toBeGreaterThan(0.8);
});

test.each([
  [
    "another content than its hash",
    "wrong-hash",
    (bytes: Buffer) => Buffer.from(bytes).fill(7, 500, 900),
  ],
  ["no sound at all", "undecodable", undefined],
] as const)("a file with %s never sounds", async (_name, reason, spoil) => {
  const good = noiseWav(1, 5);
  const bytes = spoil ? good : Buffer.alloc(5_000, 3);
  const name = keep(bytes);
  if (spoil) writeFileSync(join(folder, name), spoil(good));
  player.play(run(1, "x", 0, [1, name]));
  await over(1);
  expect(endOf(1)).toMatchObject({ how: "failed", reason, frames: [0] });
  expect(kinds(1)).toEqual(["ended"]);
  await player.close();
  expect(readWav(wav()).samples.every((sample) => sample === 0)).toBe(true);
});

test("a second program goes on at the end of the recording, also after one that died", async () => {
  const a = noiseWav(0.5, 6);
  player.play(run(1, "a", 0, [0.5, keep(a)]));
  await over(1);
  await player.close();
  writeFileSync(wav(), Buffer.concat([readFileSync(wav()), Buffer.of(1)]));
  open();
  const b = noiseWav(0.5, 7);
  player.play(run(1, "b", 0, [0.5, keep(b)]));
  await over(1);
  await player.close();
  // A starved loudspeaker underruns, and one item is then heard in two stretches.
  expect([...new Set(heard({ a, b }).map(({ item }) => item))]).toEqual(["a", "b"]);
  const header = readFileSync(wav());
  expect(header.readUInt32LE(40)).toBe(header.length - 44);
});
