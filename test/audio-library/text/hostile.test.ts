import { expect, test } from "vitest";
import {
  damagedWords,
  looksGarbled,
  looksVietnamese,
} from "../../../audio-library/text/language.ts";
import { normalise } from "../../../audio-library/text/normalise.ts";
import { sentences } from "../../../audio-library/text/sentences.ts";

const LENGTH = 100_000;

/** Every rule's favourite beginning, repeated until a pattern that backtracks would never end. */
const hostile = [
  "1",
  "1-",
  " 000",
  "A",
  "A-",
  "A&",
  "a",
  "a@",
  "A1",
  "I.",
  "57-NQ/",
  "tỷ số 1-1-",
  "mã 1 ",
  "đồng/",
  "(",
  "\n",
  "\u0301",
  "≥",
  "a) ",
];

test.each(hostile)("100 kB of %j is read in bounded time", (unit) => {
  const text = `1-${unit.repeat(Math.ceil(LENGTH / unit.length))}a)`;
  // Of this process alone: other programs may be busy.
  const before = process.cpuUsage();
  const { spoken } = normalise(text);
  sentences(spoken, { characters: 300, bytes: 600 });
  looksGarbled(text);
  looksVietnamese(text);
  damagedWords(text);
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(15_000);
  expect(spoken).not.toMatch(/\d/);
});
