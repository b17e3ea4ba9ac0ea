import { readFileSync } from "node:fs";
import { normalise } from "../../audio-library/text/normalise.ts";
import { sentences } from "../../audio-library/text/sentences.ts";

/** Milliseconds a sentence of the two clean texts, first run apart from the warm median. Prints JSON. */
const folder = new URL("../audio-library/text/input/", import.meta.url);
const texts = ["ke-hoach-so-khcn-quang-ngai.txt", "bai-bao-chuong-trinh-1169.txt"].map((name) =>
  readFileSync(new URL(name, folder), "utf8"),
);
const cases = readFileSync(new URL("../audio-library/normalise-cases.tsv", import.meta.url), "utf8")
  .split("\n")
  .map((line) => line.split("\t")[0] ?? "");

const count = texts
  .map((text) => sentences(normalise(text).spoken, { characters: 3_000, bytes: 9_000 }).length)
  .reduce((sum, one) => sum + one, 0);

function timed(inputs: readonly string[]): number {
  const start = performance.now();
  for (const input of inputs) normalise(input);
  return performance.now() - start;
}

const first = timed(texts);
const runs = Array.from({ length: 15 }, () => timed(texts)).sort((one, other) => one - other);
const caseRuns = Array.from({ length: 15 }, () => timed(cases)).sort((one, other) => one - other);
const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;
const rounded = (ms: number): number => Math.round(ms * 10_000) / 10_000;

console.log(
  JSON.stringify({
    sentences: count,
    msPerSentenceSecondRun: rounded(first / count),
    msPerSentence: rounded(median(runs) / count),
    msPerCase: rounded(median(caseRuns) / cases.length),
  }),
);
