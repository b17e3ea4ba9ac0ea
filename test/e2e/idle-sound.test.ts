import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { announcement, speechLikeSpeaker } from "../support/announcements.ts";
import { noise } from "../support/audio.ts";
import { noiseWav, type Station, startStation, wait } from "../support/station.ts";

// Somebody else's programme on the loudspeaker of a board that has nothing to play, heard by its microphone.
const folder = mkdtempSync(join(tmpdir(), "vangxa-idle-"));
const street = join(folder, "street.wav");
let station: Station;
let over = false;
let writing: Promise<void>;
/** What is heard over the hiss of the street, 48 kHz. */
let intruder: Float32Array | undefined;

beforeAll(async () => {
  const head = noiseWav(1, 0);
  head.writeUInt32LE(0x7f_ff_ff_00, 40);
  writeFileSync(street, head);
  station = await startStation({ boards: 1, boardArgs: () => ["--listen", `file:${street}`] });
  writing = writeStreet();
}, 120_000);
afterAll(async () => {
  over = true;
  await writing;
  await station?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function writeStreet(): Promise<void> {
  const hiss = noise(10, 0.003, 5);
  let [written, heard] = [0, 0];
  const began = Date.now();
  while (!over) {
    const due = Math.floor((Date.now() - began) * 48);
    const pcm = Int16Array.from({ length: due - written }, (_, n) => {
      const loud = intruder ? (intruder[heard++ % intruder.length] ?? 0) : 0;
      return Math.round(
        32_767 * Math.max(-1, Math.min(1, loud + (hiss[(written + n) % hiss.length] ?? 0))),
      );
    });
    await appendFile(street, Buffer.from(pcm.buffer));
    written = due;
    await wait(50);
  }
}

test("is an alarm within ten seconds, in figures, once; the street alone is none", async () => {
  const child = station.boards[0]?.child;
  const seen: unknown[] = [];
  const alarm = (patience: number) =>
    child?.waitFor(
      (said) => said["event"] === "alarm" && said["alarm"] === "idle-sound" && !seen.includes(said),
      patience,
    );
  await expect(alarm(30_000)).rejects.toThrow("did not get there");
  const speech = announcement(speechLikeSpeaker(9, 8), [0, 1, 2, 3, 4, 5]);
  const loud = (n: number) => speech[Math.floor(n / 3)] ?? 0;
  intruder = Float32Array.from({ length: speech.length * 3 }, (_, n) => loud(n));
  const told = await alarm(10_000);
  expect(told?.["detail"]).toMatch(
    /^speech or music with no item: -\d+\.\d dBFS in \d of \d s; street -\d+\.\d dBFS, own items not known$/,
  );
  seen.push(told);
  await expect(alarm(10_000)).rejects.toThrow("did not get there");
}, 90_000);
