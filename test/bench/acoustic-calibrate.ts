import { tailsOf, type WrongPair } from "../../edge-agent/evidence/calibrate.ts";
import { RATE } from "../../edge-agent/evidence/prepare.ts";
import type { Tail } from "../../edge-agent/evidence/threshold.ts";
import { someCorpus, wrongPairs } from "./acoustic-trials.ts";

/** The tails of wrong messages' scores for `edge-agent/evidence/threshold.ts`, from a corpus that no final figure uses. */
export function calibrateOnStreet(seed: number, count: number): readonly Tail[] {
  const corpus = someCorpus(seed, 10, 3, 8, true);
  return [0.5, 2].flatMap((lagSearch) => {
    const reach = lagSearch * RATE;
    function* pairs(): Generator<WrongPair> {
      for (const { heard, wrong } of wrongPairs(corpus, seed + reach, count, 30)) {
        yield { capture: heard.capture, wrong: wrong.reference, centre: heard.centre };
      }
    }
    return tailsOf(pairs(), reach);
  });
}
