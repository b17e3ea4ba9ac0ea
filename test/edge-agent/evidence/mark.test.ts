// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { expect, test } from "vitest";
import { listenForMark, markFor, markOf } from "../../../edge-agent/evidence/mark.ts";
import { RATE } from "../../../edge-agent/evidence/prepare.ts";
import { resample } from "../../../edge-agent/evidence/resample.ts";
import { speechLikeSpeaker } from "../../support/announcements.ts";
import { addAt, joined, power } from "../../support/filters.ts";
import { onStreet, STREET_RATE } from "../../support/street.ts";

const seedOf = (byte: number): Uint8Array => new Uint8Array(16).fill(byte);
const sentences = joined(...speechLikeSpeaker(41, 5).sentences).slice(0, 22 * STREET_RATE);
const speech = resample(sentences, STREET_RATE, RATE);

function played(seed: Uint8Array): Float32Array {
  const out = sentences.slice();
  addAt(out, markFor(STREET_RATE, seed, sentences), 0);
  return out;
}

test("the mark stays 20 dB under the speech, is silent where it is silent, and differs by seed", () => {
  const halting = speech.slice(0, 10 * RATE);
  halting.fill(0, 16_000, 24_000);
  const mark = markOf(seedOf(1), halting);
  expect(10 * Math.log10(power(mark) / power(halting))).toBeCloseTo(-20, 0);
  expect(power(mark.slice(16_400, 23_600))).toBe(0);
  expect(markOf(seedOf(1), halting)).toEqual(mark);
  const other = markOf(seedOf(2), halting);
  expect(
    mark.reduce((sum, x, n) => sum + x * other[n]!, 0) / mark.length / power(mark),
  ).toBeCloseTo(0, 1);
});

test("two clusters with the same message at one microphone are both named, and nobody else is", () => {
  const street = (seed: number, sound: Float32Array): Float32Array =>
    onStreet(sound, {
      seed,
      snrDb: 25,
      noise: "wind",
      lag: 0.1,
      driftPpm: 0,
      length: 23,
      others: [sentences],
    }).capture;
  const air = street(3, played(seedOf(7)));
  const level = Math.sqrt(power(air));
  const neighbour = street(4, played(seedOf(8)));
  addAt(air, neighbour, 0, level / Math.sqrt(power(neighbour)));
  const capture = resample(air, STREET_RATE, RATE);
  const named = [7, 8, 9].map((byte) => listenForMark(seedOf(byte), speech, capture, 0.1));
  expect(named.map(({ heard }) => heard)).toEqual([true, true, false]);
  expect(named[0]!.lagSeconds).toBeGreaterThan(0.1);
  expect(named[2]!.lagSeconds).toBeUndefined();
});

test("a seed has sixteen bytes; sixteen zeroes work too", () => {
  expect(() => markOf(new Uint8Array(4), speech)).toThrow(RangeError);
  expect(power(markOf(seedOf(0), speech))).toBeGreaterThan(0);
});

test("too little sound names nobody", () => {
  const short = speech.slice(0, 4 * RATE);
  expect(listenForMark(seedOf(1), short, short, 0)).toEqual({
    heard: false,
    score: 0,
    threshold: 0,
  });
});
