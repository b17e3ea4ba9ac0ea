import { expect, test } from "vitest";
import { parseDoctor } from "../../../edge-agent/doctor/ask.ts";
import { ownTails, tailsWith } from "../../../edge-agent/doctor/calibration.ts";
import { TEST_SECONDS, testSound } from "../../../edge-agent/doctor/test-sound.ts";
import { listen } from "../../../edge-agent/evidence/listen.ts";
import { SIMULATED, thresholdFor } from "../../../edge-agent/evidence/threshold.ts";
import { noise } from "../../support/audio.ts";
import { samplesOf } from "../../support/sounds.ts";

const base = ["--data", "/d", "--controller", "http://c:1"];

test("the doctor is asked as the agent is, and two things more", () => {
  expect(parseDoctor(base)).toMatchObject({ ok: true, ask: { quiet: false, calibrate: 0 } });
  const all = [...base, "--quiet", "--listen", "alsa:x", "--calibrate", "5", "--json"];
  expect(parseDoctor(all)).toMatchObject({
    ok: true,
    ask: { quiet: true, calibrate: 5, settings: { json: true, listen: { device: "x" } } },
  });
});

test.each([
  [["--help"], "help", "vangxa doctor agent"],
  [["--data", "/d"], "usage", "--controller"],
  [[...base, "--calibrate", "5"], "usage", "--listen"],
  [[...base, "--listen", "alsa:x", "--calibrate", "50"], "usage", "1 đến 30"],
  [[...base, "--listen", "alsa:x", "--calibrate"], "usage", "1 đến 30"],
])("%j is %s", (argv, code, vi) => {
  const parsed = parseDoctor(argv);
  expect(parsed).toMatchObject({ ok: false, code });
  expect(parsed.ok ? "" : parsed.vi).toContain(vi);
});

const own = { liveBlocks: 5, lags: 32_001, drifts: 21, at: 15, slope: 0.5 };

test("what the board measured stands in for the simulated street; what it did not stays", () => {
  const tails = tailsWith([own]);
  expect(tails).toHaveLength(SIMULATED.length);
  const search = { liveBlocks: 5, lags: 32_001, drifts: 21 };
  const [here, usual] = [thresholdFor(search, 1e-3, tails), thresholdFor(search)];
  expect(here).toBeGreaterThan(usual as number);
  const ten = { ...search, liveBlocks: 10 };
  expect(thresholdFor(ten, 1e-3, tails)).toBe(thresholdFor(ten));
});

test("a calibration that is missing or damaged costs no proof", () => {
  const kept = { at: 1, minutes: 5, messages: 12, tails: [own] };
  expect(ownTails(JSON.stringify(kept))).toContainEqual(own);
  expect(ownTails(undefined)).toBeUndefined();
  expect(ownTails("{")).toBeUndefined();
  expect(ownTails(JSON.stringify({ ...kept, tails: [{ ...own, at: -1 }] }))).toBeUndefined();
});

test("the test sound can be recognised, as nothing but itself, and does not hurt", () => {
  const samples = samplesOf(Buffer.from(testSound()));
  expect(samples).toHaveLength(TEST_SECONDS * 48_000);
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  expect(peak).toBeLessThan(0.3);
  const wide = new Float32Array((TEST_SECONDS + 4) * 48_000);
  wide.set(samples, 2 * 48_000);
  wide.forEach((_, n) => {
    wide[n] = (wide[n] as number) + 1e-3 * Math.sin(n * 1.7);
  });
  expect(listen(samples, wide, { expectedLag: 2 }).verdict).toBe("heard");
  expect(listen(samples, noise(TEST_SECONDS + 4, 0.1, 3), { expectedLag: 2 }).verdict).toBe(
    "not-heard",
  );
}, 30_000);
