import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { heardOf, secondsOfItem } from "../support/relay-story.ts";
import { noiseWav } from "../support/sounds.ts";
import { type Pair, type Station, startStation, until } from "../support/station.ts";

// The board's own program for its microphone, in the place of ALSA's recorder: what comes in is known to the ear.
const speech = noiseWav(91, 30);
let folder: string;
let station: Station;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "vangxa-microphone-"));
  const sound = join(folder, "speech.wav");
  writeFileSync(sound, speech);
  const recorder = join(folder, "arecord");
  writeFileSync(recorder, recorderOf(sound));
  chmodSync(recorder, 0o755);
  station = await startStation({
    boards: 1,
    boardArgs: () => ["--input", "alsa:pole"],
    boardEnv: { PATH: [folder, process.env["PATH"]].join(delimiter) },
  });
}, 120_000);
afterAll(async () => {
  await station?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Samples at the pace of a microphone, and only for the device that the board was told of. */
const recorderOf = (sound: string): string => `#!${process.execPath}
const pcm = require("node:fs").readFileSync(${JSON.stringify(sound)}).subarray(44);
if (process.argv.at(-1) !== "pole") process.exit(1);
const began = performance.now();
let at = 0;
setInterval(() => {
  const due = 2 * Math.floor(48 * (performance.now() - began));
  process.stdout.write(pcm.subarray(at, due));
  at = due;
}, 50);
`;

async function allow(): Promise<void> {
  const { http, password, admin } = station;
  const { token } = await admin.post<{ token: string }>("/api/session", {
    username: "admin",
    password,
  });
  const answer = await fetch(`${http}/api/clusters/cum-1`, {
    method: "PATCH",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ localInput: true }),
  });
  expect(answer.status).toBe(200);
}

async function spoken(): Promise<Pair | undefined> {
  const { id } = await station.admin.post<{ id: string }>("/api/broadcasts", {
    title: "Trưởng thôn nói tại cụm loa",
    level: "normal",
    parts: [{ kind: "local", seconds: 8 }],
    where: { all: true },
    when: { now: true },
  });
  return (await station.outcome(id, 60_000)).occurrences[0]?.clusters[0];
}

test("the microphone at the pole is silent until the signed configuration allows it, then its seconds are told", {
  timeout: 150_000,
}, async () => {
  expect(await spoken()).toMatchObject({
    ...{ outcome: "refused", reason: "input-not-allowed", seconds: 0, sources: [] },
  });
  await allow();
  const told = await until("a speech that is allowed", async () => {
    const pair = await spoken();
    return pair?.reason === "input-not-allowed" ? undefined : pair;
  });
  const heard = await heardOf(station, { speech });
  const seconds = secondsOfItem(heard, "speech");
  expect(seconds).toBeGreaterThan(7);
  // Its recorder needs a moment to begin; that moment is no part of what was ordered.
  expect(told?.outcome).toBe("played");
  expect(told?.sources.map(({ source }) => source)).toContain("local");
  const all = (told?.sources ?? []).reduce((sum, one) => sum + one.seconds, 0);
  expect(Math.abs(all - 8)).toBeLessThan(0.3);
  const local = told?.sources.find(({ source }) => source === "local")?.seconds ?? 0;
  expect(Math.abs(local - seconds)).toBeLessThan(1);
});
