import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sha256 } from "../../../contract/ids.ts";
import { milliseconds } from "../../../contract/time.ts";
import { systemClock } from "../../../edge-agent/clock.adapter.ts";
import type { Player, PlayerEvent } from "../../../edge-agent/player/player.ts";
import { threadPlayer } from "../../../edge-agent/player/threads.adapter.ts";
import { listen, secondsHeard, to8k } from "../../support/ear.ts";
import { sha256, until } from "../../support/small-centre.ts";
import { noiseWav, samplesOf } from "../../support/sounds.ts";

let folder: string;
let player: Player | undefined;
let events: PlayerEvent[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alsa-"));
  events = [];
});
afterEach(async () => {
  await player?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A stand-in for aplay: a program that reads a pipe, as `body` says. */
function open(body: string): void {
  const program = join(folder, "aplay.mjs");
  writeFileSync(program, body);
  player = threadPlayer({
    sink: { kind: "alsa", device: "default", program: process.execPath, args: [program] },
    pathOf: (name) => join(folder, name),
    onCrash: () => undefined,
  });
  player.onEvent((event) => void events.push(event));
}

function play(id: number, bytes: Buffer, seconds: number): void {
  const name: Sha256 = sha256(bytes);
  writeFileSync(join(folder, name), bytes);
  const pieces = [
    { part: 0, offset: milliseconds(0), length: milliseconds(seconds * 1_000), sha256: name },
  ];
  player?.play({ id, label: "o", gain: 0, at: systemClock.monotonic(), pieces });
}
const ended = () => events.find((event) => event.kind === "ended");

test("the device's program is fed the sound at its pace, and ends with it", async () => {
  const heard = join(folder, "heard.raw");
  open(
    `import { createWriteStream } from "node:fs"; process.stdin.pipe(createWriteStream(${JSON.stringify(heard)}));`,
  );
  const sound = noiseWav(1.5, 21);
  const before = Date.now();
  play(1, sound, 1.5);
  await until("it is over", () => ended() !== undefined, 15_000);
  expect(Date.now() - before).toBeGreaterThan(1_450);
  expect(ended()).toMatchObject({ how: "done", frames: [72_000] });
  await player?.close();
  await until("the program wrote all", () => readFileSync(heard).length > 150_000);
  const raw = readFileSync(heard);
  const samples = Float32Array.from(
    { length: raw.length >> 1 },
    (_, i) => raw.readInt16LE(i * 2) / 32_768,
  );
  const items = new Map([["o", to8k(samplesOf(sound))]]);
  expect(secondsHeard(listen(to8k(samples), items), "o")).toBeGreaterThan(1.4);
});

test.each([
  [
    "is not there",
    'console.error("aplay: main:831: audio open error: No such file or directory"); process.exit(1)',
    "device-missing",
  ],
  [
    "is busy",
    'console.error("audio open error: Device or resource busy"); process.exit(1)',
    "device-busy",
  ],
  ["falls silent", "process.exit(0)", "device-stalled"],
  ["reads nothing", "setInterval(() => {}, 1000)", "device-stalled"],
])("a device that %s is a failure with its reason", async (_name, body, reason) => {
  open(body);
  play(1, noiseWav(12, 22), 12);
  await until("it has failed", () => ended() !== undefined, 15_000);
  expect(ended()).toMatchObject({ how: "failed", reason });
});

test("a program that hangs is ended with the player", async () => {
  const mark = join(folder, "pid");
  open(
    `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(mark)}, String(process.pid)); setInterval(() => {}, 1000);`,
  );
  play(1, noiseWav(2, 24), 2);
  await until("it runs", () => existsSync(mark) && readFileSync(mark, "utf8") !== "", 15_000);
  const pid = Number(readFileSync(mark, "utf8"));
  await player?.close();
  await until("it is gone", () => !existsSync(`/proc/${pid}`));
});

test("a program that cannot be started at all is a missing device", async () => {
  player = threadPlayer({
    sink: { kind: "alsa", device: "default", program: join(folder, "nothing") },
    pathOf: (name) => join(folder, name),
    onCrash: () => undefined,
  });
  player.onEvent((event) => void events.push(event));
  play(1, noiseWav(1, 23), 1);
  await until("it has failed", () => ended() !== undefined, 15_000);
  expect(ended()).toMatchObject({ how: "failed", reason: "device-missing" });
});
