import fc from "fast-check";
import { expect, test } from "vitest";
import { isPlausible } from "../../../edge-agent/amplifier/meter.ts";
import {
  electricOf,
  idleOf,
  type Look,
  unlessStale,
} from "../../../edge-agent/evidence/electric.ts";

const looks = (watts: readonly number[], relay: Look["relay"] = "on", from = 0): Look[] =>
  watts.map((one, second) => ({ at: from + second * 1_000, watts: one, relay }));
const tenSeconds = [{ from: 0, to: 10_000 }];
const judged = (watts: readonly number[], gain = 0) =>
  electricOf(looks(watts), tenSeconds, 8, 6, gain);
const flat = (watts: number) => Array.from({ length: 12 }, () => watts);

test("power above the silent amplifier by what the programme needs is a yes, some of it is weak", () => {
  expect(judged(flat(31.46))).toEqual({ verdict: "yes", watts: 31.5, idleWatts: 8 });
  expect(judged(flat(11))).toMatchObject({ verdict: "weak" });
  expect(judged(flat(8.2))).toMatchObject({ verdict: "no" });
  expect(judged(flat(0))).toMatchObject({ verdict: "no", watts: 0 });
});

test("a softer programme needs less, but never less than the meter's noise", () => {
  expect(judged(flat(10.5), -6)).toMatchObject({ verdict: "yes" });
  expect(judged(flat(8.4), -40)).toMatchObject({ verdict: "no" });
});

test("pauses of speech do not spoil it, a single peak does not make it", () => {
  expect(judged([40, 8, 40, 8, 40, 40, 8, 40, 40, 8, 40])).toMatchObject({ verdict: "yes" });
  expect(judged([8, 8, 90, 8, 8, 8, 8, 8, 8, 8, 8])).toMatchObject({ verdict: "no" });
});

test("a meter that saw too little says nothing", () => {
  expect(electricOf(looks([40, 40, 40]), tenSeconds, 8, 6, 0)).toBeUndefined();
  expect(electricOf([], [], 8, 6, 0)).toBeUndefined();
});

test("the silent amplifier is learned after sounds, and a mended one is measured as it is now", () => {
  expect(idleOf([], 0, 8)).toBe(8);
  expect(idleOf(looks([1, 2], "warming"), 0, 8)).toBe(8);
  expect(idleOf(looks([5, 5.2, 20, 5.1], "cooling"), 9_000, 8)).toBe(5.1);
  const mended = [...looks([0, 0, 0, 0, 0, 0], "cooling"), ...looks([8, 8.1], "cooling", 20_000)];
  expect(idleOf(mended, 19_000, 8)).toBe(8);
});

test("without a look at the silence after it, steady power is weak; power that moves as speech does is a yes", () => {
  const said = { verdict: "yes", watts: 20, idleWatts: 8 } as const;
  const steady = looks(flat(20));
  expect(unlessStale(said, steady, tenSeconds)).toEqual({ ...said, verdict: "weak" });
  expect(unlessStale(said, [...steady, ...looks([8], "cooling", 11_000)], tenSeconds)).toEqual(
    said,
  );
  expect(unlessStale(said, looks([8, 30, 12, 25, 9, 31, 14]), tenSeconds)).toEqual(said);
  const mended = looks([0, 0, 0, 0, 20, 20, 20, 20, 20, 20]);
  expect(unlessStale(said, mended, tenSeconds)?.verdict).toBe("weak");
  expect(unlessStale({ ...said, verdict: "no" }, steady, tenSeconds)?.verdict).toBe("no");
  expect(unlessStale(undefined, steady, tenSeconds)).toBeUndefined();
});

test("an amplifier that does not sound is never a yes, whatever it draws in silence", () => {
  const noise = fc.double({ min: -0.5, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 60, noNaN: true }),
      fc.array(noise, { minLength: 12, maxLength: 12 }),
      fc.array(noise, { minLength: 1, maxLength: 2 }),
      fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { maxLength: 40 }),
      fc.double({ min: -40, max: 0, noNaN: true }),
      (draw, during, after, before, gain) => {
        const all = [
          ...looks(before, "cooling", -100_000),
          ...looks(during.map((one) => draw + one)),
          ...looks(
            after.map((one) => draw + one),
            "cooling",
            10_100,
          ),
        ];
        const idle = idleOf(all, 10_000, 8);
        expect(electricOf(all, tenSeconds, idle, 6, gain)?.verdict).not.toBe("yes");
      },
    ),
  );
});

test("no load takes more watts than volts times amps", () => {
  expect(isPlausible({ volts: 230, amps: 0.4, watts: 88 })).toBe(true);
  expect(isPlausible({ volts: 230, amps: 0, watts: 0.4 })).toBe(true);
  expect(isPlausible({ volts: 230, amps: 0.1, watts: 88 })).toBe(false);
  for (const odd of [{ volts: 0 }, { volts: 900 }, { amps: -1 }, { watts: -3 }]) {
    expect(isPlausible({ volts: 230, amps: 0.4, watts: 20, ...odd })).toBe(false);
  }
});
