// Prints one JSON object: how well the acoustic proof recognises a message on the simulated street, beside plain PHAT on the same
// captures. npx tsx test/bench/acoustic.ts [--trials 40] [--negatives 1000] [--messages 40] [--plays complete,cut] [--seed 2027] [--calibrate]
// The default seed was never used in tuning or calibration.
import { parseArgs } from "node:util";
import { calibrateOnStreet } from "./acoustic-calibrate.ts";
import { costPerMinute } from "./acoustic-cost.ts";
import { detection, falseAlarms } from "./acoustic-detection.ts";
import { wholeMessages } from "./acoustic-messages.ts";
import { someCorpus } from "./acoustic-trials.ts";

const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "40" },
    negatives: { type: "string", default: "1000" },
    messages: { type: "string", default: "40" },
    plays: { type: "string", default: "" },
    seed: { type: "string", default: "2027" },
    calibrate: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);

if (values.calibrate) {
  console.log(JSON.stringify(calibrateOnStreet(seed, Number(values.negatives)), null, 1));
} else {
  const corpus = someCorpus(seed, 10, 3, 6);
  const engine = corpus.speakers.filter((speaker) => speaker.kind === "espeak").length;
  const alarms = falseAlarms(corpus, seed + 1, Number(values.negatives));
  const result = {
    seed,
    speakers: { espeak: engine, speechLike: corpus.speakers.length - engine },
    falseAlarms: alarms.figures,
    detection: detection(corpus, seed + 2, Number(values.trials), alarms.phatThreshold),
    messages: wholeMessages(corpus, seed + 3, Number(values.messages), values.plays),
    cost: costPerMinute(corpus, seed + 4),
  };
  console.log(JSON.stringify(result, null, 1));
}
