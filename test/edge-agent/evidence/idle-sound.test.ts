// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { beforeAll, expect, test } from "vitest";
import type { Report } from "../../../contract/receipt.ts";
import type { Duration } from "../../../contract/time.ts";
import { watchSound } from "../../../edge-agent/evidence/idle-sound.service.ts";
import { resample } from "../../../edge-agent/evidence/resample.ts";
import { type SoundLevel, soundLevel } from "../../../edge-agent/evidence/sound-level.ts";
import { announcement, someSpeakers } from "../../support/announcements.ts";
import { inBandPower } from "../../support/filters.ts";
import { NOISES, onStreet, STREET_RATE } from "../../support/street.ts";
import { VirtualTime } from "../../support/virtual-time.ts";

const STREET: SoundLevel = { db: -55, contrast: 0.6 };
const OURS: SoundLevel = { db: -20, contrast: 1.2 };
const HOURS = 3_600;

/** A board that hears one look a second. */
function board() {
  const time = new VirtualTime();
  const alarms: string[] = [];
  let busy = false;
  let hear: (level: SoundLevel | undefined) => void = () => undefined;
  watchSound({
    ear: {
      onLevel: (listen) => {
        hear = listen;
      },
    },
    clock: time,
    isBusy: () => busy,
    report: async (one: Report) => {
      if (one.kind === "alarm" && one.alarm === "idle-sound") alarms.push(one.detail);
      throw new Error("the journal is closed"); // which is told elsewhere
    },
  });
  const second = async (level: SoundLevel | undefined): Promise<void> => {
    await time.advance(1_000 as Duration);
    hear(level);
  };
  return {
    alarms,
    second,
    async seconds(count: number, level: SoundLevel | undefined, active = false): Promise<void> {
      busy = active;
      for (let n = 0; n < count; n++) await second(level);
    },
    /** Seconds until it is told; 99 = never. */
    async until(level: SoundLevel, most = 60): Promise<number> {
      const before = alarms.length;
      for (let n = 1; n <= most; n++) {
        await second(level);
        if (alarms.length > before) return n;
      }
      return 99;
    },
  };
}

test("a programme as loud as ours, with no item, is told once within ten seconds, in figures", async () => {
  const one = board();
  await one.seconds(30, STREET);
  await one.seconds(20, OURS, true);
  await one.seconds(30, STREET);
  expect(one.alarms).toEqual([]);
  // 1.3 s is how late a look is.
  expect(await one.until({ db: -24, contrast: 1.1 })).toBeLessThanOrEqual(8);
  expect(one.alarms).toEqual([
    "speech or music with no item: -24.0 dBFS in 5 of 8 s; street -55.0 dBFS, own items -20.0 dBFS",
  ]);
  await one.seconds(600, { db: -24, contrast: 1.1 });
  expect(one.alarms).toHaveLength(1);
  await one.seconds(20, STREET);
  expect(await one.until(OURS)).toBeLessThanOrEqual(8);
});

test("until ours was ever heard only what is far over the street counts", async () => {
  const one = board();
  await one.seconds(30, STREET);
  await one.seconds(6, { db: -38, contrast: 1.5 });
  expect(one.alarms).toEqual([]);
  await one.seconds(8, { db: -30, contrast: 1.5 });
  expect(one.alarms).toEqual([
    "speech or music with no item: -30.0 dBFS in 5 of 8 s; street -55.0 dBFS, own items not known",
  ]);
});

test("an amplifier that is dead teaches nothing about how loud ours is", async () => {
  const one = board();
  await one.seconds(30, STREET);
  await one.seconds(60, STREET, true);
  await one.seconds(60, { db: -45, contrast: 1.5 });
  expect(one.alarms).toEqual([]);
});

test("rain as loud as ours, people who talk below, a short shout, an echo of ours: no alarm", async () => {
  const one = board();
  await one.seconds(30, STREET);
  await one.seconds(20, OURS, true);
  await one.seconds(3, OURS); // it echoes, and the microphone is late
  await one.seconds(60, STREET);
  await one.seconds(600, { db: -22, contrast: 0.7 }); // rain on a roof
  await one.seconds(60, STREET);
  await one.seconds(600, { db: -35, contrast: 1.6 }); // a market under the pole
  await one.seconds(60, STREET);
  for (let n = 0; n < 50; n++) {
    await one.seconds(3, OURS);
    await one.seconds(10, STREET);
  }
  expect(one.alarms).toEqual([]);
});

test("a board that has just begun, or hears nothing, says nothing", async () => {
  const one = board();
  await one.seconds(60, undefined);
  await one.seconds(5, undefined, true);
  await one.seconds(30, OURS, true);
  await one.seconds(10, OURS);
  await one.seconds(60, undefined);
  expect(one.alarms).toEqual([]);
});

/** One look a second at a capture. */
function looks(capture: Float32Array): SoundLevel[] {
  const samples = resample(capture, STREET_RATE, 8_000);
  const found: SoundLevel[] = [];
  for (let at = 0; at + 8_000 <= samples.length; at += 8_000) {
    const level = soundLevel(samples.subarray(at, at + 8_000));
    if (level) found.push(level);
  }
  return found;
}
const louder = (levels: readonly SoundLevel[], gainDb: number): SoundLevel[] =>
  levels.map((level) => ({ ...level, db: level.db + gainDb }));

const speakers = someSpeakers(11, 3, 8);
const others = speakers.slice(1).map((one) => announcement(one, [0, 1, 2, 3]));
const street = (noise: (typeof NOISES)[number], seed: number, seconds: number) =>
  onStreet(new Float32Array(0), {
    ...{ seed, snrDb: 0, noise, lag: 0, driftPpm: 0, length: seconds, others },
  }).capture;
/** Gain that puts the mean of a capture at a level. */
const gainTo = (db: number, capture: Float32Array): number =>
  db - 10 * Math.log10(inBandPower(capture, STREET_RATE));

let programme: SoundLevel[];
beforeAll(() => {
  const played = announcement(speakers[0]!, [0, 1, 2, 3, 4, 5]);
  const length = played.length / STREET_RATE - 2;
  const heard = onStreet(played, {
    ...{ seed: 5, snrDb: 25, noise: "mixture", lag: 0, driftPpm: 0, length, others },
  }).capture;
  programme = louder(looks(heard), gainTo(-20, heard));
});

test("on simulated streets, noise 15 dB under our loudspeaker never alarms, and a programme on it always does in time", async () => {
  let [quiet, told] = [0, 0];
  for (const [n, noise] of NOISES.entries()) {
    for (const seed of [1, 2]) {
      const one = board();
      const capture = street(noise, 100 * n + seed, 120);
      const levels = looks(capture);
      const seconds = louder(levels, gainTo(-35, capture));
      const calm = louder(levels, gainTo(-50, capture));
      for (const level of calm) await one.second(level);
      await one.seconds(0, undefined, true);
      for (const level of programme) await one.second(level);
      await one.seconds(0, undefined);
      for (const level of [...calm, ...seconds, ...calm, ...seconds]) await one.second(level);
      expect([noise, seed, one.alarms]).toEqual([noise, seed, []]);
      quiet += 2 * (calm.length + seconds.length);
      for (const level of programme.slice(0, 8)) await one.second(level);
      expect([noise, seed, one.alarms.length]).toEqual([noise, seed, 1]);
      told += 1;
    }
  }
  expect(told).toBe(10);
  expect(quiet).toBeGreaterThan(HOURS);
}, 240_000);
