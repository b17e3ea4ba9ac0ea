import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sha256 } from "../../../contract/ids.ts";
import { milliseconds, seconds } from "../../../contract/time.ts";
import { systemClock } from "../../../edge-agent/clock.adapter.ts";
import { threadEar } from "../../../edge-agent/evidence/ear.adapter.ts";
import type { EarChoice, Sounding } from "../../../edge-agent/evidence/ear.ts";
import { SIMULATED } from "../../../edge-agent/evidence/threshold.ts";
import type { PlayerEvent } from "../../../edge-agent/player/player.ts";
import { threadPlayer } from "../../../edge-agent/player/threads.adapter.ts";
import { wavHeader } from "../../../edge-agent/player/wav.ts";
import { until } from "../../support/small-centre.ts";
import { keepSound, noiseWav } from "../../support/sounds.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ear-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pathOf = (name: string) => join(folder, name);
const keep = (bytes: Uint8Array): Sha256 => keepSound(folder, bytes);
const LENGTH = 12;
const WORDS = 11;

/** Plays a sound on the virtual loudspeaker and answers what the ear was asked about. */
async function sound(name: Sha256, length = LENGTH): Promise<Sounding> {
  const events: PlayerEvent[] = [];
  const player = threadPlayer({
    sink: { kind: "virtual", path: pathOf("out.wav") },
    pathOf,
    onCrash: (error) => {
      throw error;
    },
  });
  player.onEvent((event) => void events.push(event));
  const offset = milliseconds(0);
  const at = milliseconds(systemClock.monotonic() + 1_500);
  player.play({
    id: 1,
    label: "o",
    gain: 0,
    at,
    pieces: [{ part: 0, offset, length: seconds(length), sha256: name }],
  });
  await until("it ended", () => events.some(({ kind }) => kind === "ended"), 30_000);
  await player.close();
  const started = events.find((event) => event.kind === "started");
  if (started?.kind !== "started") throw new Error("it never began");
  return { sha256: name, offset, frames: length * 48_000, at: started.at, shared: [] };
}

test("the loudspeaker's own file proves the sound, and only that sound", async () => {
  const where: EarChoice = { kind: "file", path: pathOf("out.wav") };
  const ear = threadEar({ where, pathOf });
  const [mine, other] = [keep(noiseWav(LENGTH, 1)), keep(noiseWav(LENGTH, 2))];
  const heard = await sound(mine);
  const right = await ear.recognise([heard]);
  expect(right).toMatchObject({ verdict: "heard", coverage: 1, microphone: "file" });
  const wrong = await ear.recognise([{ ...heard, sha256: other }]);
  expect(wrong).toMatchObject({ verdict: "not-heard", recognised: 0 });
  // A board that measured that chance alone reaches higher scores here asks for more.
  const strict = threadEar({
    where,
    pathOf,
    tails: SIMULATED.map((tail) => ({ ...tail, at: 99 })),
  });
  expect(await strict.recognise([heard])).toMatchObject({ verdict: "undecided" });
  await strict.close();
  expect(await ear.recognise([])).toBeUndefined();
  const gone = await ear.recognise([{ ...heard, sha256: "f".repeat(64) as Sha256 }]);
  expect(gone).toMatchObject({ verdict: "undecided" });
  await ear.close();
  expect(await ear.recognise([heard])).toBeUndefined();
}, 60_000);

test("a sound card is recorded and judged against the clock; a card that is missing says nothing", async () => {
  const bytes = noiseWav(LENGTH, 3);
  const name = keep(bytes);
  // Two seconds of silence, then the sound, at the pace of a card.
  const script = `
    const sound = Buffer.concat([Buffer.alloc(192_000), require("fs").readFileSync(process.argv[1]).subarray(44)]);
    const began = performance.now();
    let sent = 0;
    setInterval(() => {
      const due = Math.min(sound.length, Math.floor((performance.now() - began) * 48) * 2);
      process.stdout.write(sound.subarray(sent, due));
      sent = due;
    }, 20);`;
  const program = process.execPath;
  const where = { kind: "alsa", device: "x", program, args: ["-e", script, pathOf(name)] } as const;
  const deaf = threadEar({ where: { ...where, program: pathOf("none") }, pathOf });
  const ear = threadEar({ where, pathOf });
  await new Promise((resolve) => setTimeout(resolve, 200));
  const at = milliseconds(systemClock.monotonic() + 2_000);
  const offset = milliseconds(0);
  const heard = { sha256: name, offset, frames: LENGTH * 48_000, at, shared: [] };
  const [verdict, nothing] = await Promise.all([ear.recognise([heard]), deaf.recognise([heard])]);
  // A wire, not air: it is heard, and it is suspect.
  expect(verdict).toMatchObject({ verdict: "heard", microphone: "alsa" });
  expect(verdict?.suspicion).toContain("no-echo");
  expect(nothing).toMatchObject({ verdict: "undecided" });
  await Promise.all([ear.close(), deaf.close()]);
}, 60_000);

/** Tune, words, tune, as another message with the same tunes has them. */
function between(words: number, seed: number): Buffer {
  const cut = (wav: Buffer) => wav.subarray(44);
  return wavOf([cut(noiseWav(3, 50)), cut(noiseWav(words, seed)), cut(noiseWav(3, 51))]);
}

function wavOf(pieces: readonly Buffer[]): Buffer {
  const pcm = Buffer.concat(pieces);
  return Buffer.concat([wavHeader(pcm.length / 2), pcm]);
}

test("a tune that messages share proves neither; without that knowledge it would count", async () => {
  const where: EarChoice = { kind: "file", path: pathOf("out.wav") };
  const ear = threadEar({ where, pathOf });
  // The loudspeaker sounds the tunes and is mute for the words between them.
  const mute = wavOf([
    noiseWav(3, 50).subarray(44),
    noiseWav(WORDS, 60, 0.01).subarray(44),
    noiseWav(3, 51).subarray(44),
  ]);
  const [said, other, tunes] = [between(WORDS, 1), between(WORDS, 2), mute].map(keep) as [
    Sha256,
    Sha256,
    Sha256,
  ];
  const shared = [
    { from: 0, to: 3 },
    { from: WORDS + 3, to: WORDS + 6 },
  ];
  const whole = await sound(said, WORDS + 6);
  const known = await ear.recognise([{ ...whole, shared }]);
  expect(known).toMatchObject({ verdict: "heard", coverage: 1 });
  expect(known?.recognised).toBeLessThan((WORDS + 1) * 1_000);
  const mistaken = await ear.recognise([{ ...whole, sha256: other }]);
  expect(mistaken?.recognised).toBeGreaterThan(3_000);
  expect(await ear.recognise([{ ...whole, sha256: other, shared }])).toMatchObject({
    verdict: "not-heard",
    coverage: 0,
    recognised: 0,
  });
  const onlyTunes = await sound(tunes, WORDS + 6);
  expect(await ear.recognise([{ ...onlyTunes, sha256: said }])).toMatchObject({
    verdict: "partly",
  });
  expect(await ear.recognise([{ ...onlyTunes, sha256: said, shared }])).toMatchObject({
    verdict: "not-heard",
    coverage: 0,
  });
  // A part that is a tune altogether decides nothing.
  const all = [{ from: 0, to: Number.POSITIVE_INFINITY }];
  expect(await ear.recognise([{ ...whole, shared: all }])).toMatchObject({
    verdict: "undecided",
    coverage: 0,
  });
  await ear.close();
}, 90_000);
