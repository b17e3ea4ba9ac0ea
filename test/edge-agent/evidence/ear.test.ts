import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sha256 } from "../../../contract/ids.ts";
import { milliseconds, seconds } from "../../../contract/time.ts";
import { systemClock } from "../../../edge-agent/clock.adapter.ts";
import { threadEar } from "../../../edge-agent/evidence/ear.adapter.ts";
import type { EarChoice, Sounding } from "../../../edge-agent/evidence/ear.ts";
import type { PlayerEvent } from "../../../edge-agent/player/player.ts";
import { threadPlayer } from "../../../edge-agent/player/threads.adapter.ts";
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

/** Plays a sound on the virtual loudspeaker and answers what the ear was asked about. */
async function sound(name: Sha256): Promise<Sounding> {
  const events: PlayerEvent[] = [];
  const player = threadPlayer({
    sink: { kind: "virtual", path: pathOf("out.wav") },
    pathOf,
    onCrash: (error) => {
      throw error;
    },
  });
  player.onEvent((event) => void events.push(event));
  const [offset, length] = [milliseconds(0), seconds(LENGTH)];
  const at = milliseconds(systemClock.monotonic() + 1_500);
  player.play({
    id: 1,
    label: "o",
    gain: 0,
    at,
    pieces: [{ part: 0, offset, length, sha256: name }],
  });
  await until("it ended", () => events.some(({ kind }) => kind === "ended"), 30_000);
  await player.close();
  const started = events.find((event) => event.kind === "started");
  if (started?.kind !== "started") throw new Error("it never began");
  return { sha256: name, offset, frames: LENGTH * 48_000, at: started.at };
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
  const heard = { sha256: name, offset: milliseconds(0), frames: LENGTH * 48_000, at };
  const [verdict, nothing] = await Promise.all([ear.recognise([heard]), deaf.recognise([heard])]);
  // A wire, not air: it is heard, and it is suspect.
  expect(verdict).toMatchObject({ verdict: "heard", microphone: "alsa" });
  expect(verdict?.suspicion).toContain("no-echo");
  expect(nothing).toMatchObject({ verdict: "undecided" });
  await Promise.all([ear.close(), deaf.close()]);
}, 60_000);
