// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { listen } from "../../edge-agent/evidence/listen.ts";
import { lookout } from "../../edge-agent/evidence/lock.ts";
import { prepareCapture, prepareReference, RATE } from "../../edge-agent/evidence/prepare.ts";
import { resample } from "../../edge-agent/evidence/resample.ts";
import { SIMULATED } from "../../edge-agent/evidence/threshold.ts";
import { joined } from "../support/filters.ts";
import { onStreet, STREET_RATE } from "../support/street.ts";
import type { Corpus } from "./acoustic-trials.ts";

/** Milliseconds of one core per minute of audio and the share of a core in real time; the best of three, 48 kHz as captured. */
export function costPerMinute(corpus: Corpus, seed: number) {
  const minute = joined(...corpus.messages.slice(0, 3).map((one) => one.sound)).slice(
    0,
    60 * STREET_RATE,
  );
  const seconds = minute.length / STREET_RATE;
  const { capture } = onStreet(minute, {
    seed,
    snrDb: 0,
    noise: "traffic",
    lag: 0.2,
    driftPpm: 0,
    length: seconds,
    others: [minute],
  });
  const [reference48, capture48] = [
    resample(minute, STREET_RATE, 48_000),
    resample(capture, STREET_RATE, 48_000),
  ];
  const [reference8, capture8] = [
    resample(reference48, 48_000, RATE),
    resample(capture48, 48_000, RATE),
  ];
  const known = prepareReference(reference8);
  const heard = prepareCapture(capture8);
  const silent = prepareCapture(Float32Array.from(capture8).reverse());
  const search = (reach: number) => ({
    centre: 0,
    reach: reach * RATE,
    rate: 1e-3,
    tails: SIMULATED,
  });
  const parts = {
    resampleCapture: () => resample(capture48, 48_000, RATE),
    prepareCapture: () => prepareCapture(capture8),
    firstLock2s: () => lookout(known, heard, search(2)).from(0),
    firstLockHalfSecond: () => lookout(known, heard, search(0.5)).from(0),
    neverLocks2s: () => lookout(known, silent, search(2)).from(0),
    wholeListenAt8k: () => listen(reference8, capture8, { referenceRate: RATE, captureRate: RATE }),
    wholeListenAt48k: () => listen(reference48, capture48),
  };
  return Object.fromEntries(
    Object.entries(parts).map(([name, run]) => {
      const milliseconds = (best(run) * 60) / seconds;
      return [
        name,
        {
          milliseconds: Math.round(milliseconds),
          percentOfCore: Math.round(milliseconds / 6) / 100,
        },
      ];
    }),
  );
}

function best(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 4; turn++) {
    const before = process.cpuUsage();
    run();
    const used = process.cpuUsage(before);
    least = Math.min(least, (used.user + used.system) / 1_000);
  }
  return least;
}
