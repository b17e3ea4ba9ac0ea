// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import fc from "fast-check";
import { expect, test } from "vitest";
import { RATE } from "../../../edge-agent/evidence/prepare.ts";
import type { Step, Trail } from "../../../edge-agent/evidence/track.ts";
import { judge } from "../../../edge-agent/evidence/verdict.ts";

/** "h" heard, "x" not heard, "_" a pause, "b" the microphone was dead; steps of one second. */
function trail(row: string, loud = 25): Trail {
  const steps = [...row].map(
    (letter, k): Step => ({
      from: k * RATE,
      to: (k + 1) * RATE,
      live: letter !== "_",
      strength: 1,
      level: 1,
      captured: letter !== "b",
      z2: letter === "h" ? loud : 2,
      ...(letter === "h" && { lag: 100 }),
    }),
  );
  const lock = { score: 20, threshold: 14, at: 0, lag: 100, slope: 0, end: RATE };
  return { steps, locked: row.includes("h"), lock };
}

test.each([
  ["hhhhhhhhhh", "heard"],
  ["hhxhhhxhhh", "heard"],
  ["hhh_hhhh_h", "heard"],
  ["hhxhhxhxxh", "partly"], // 0.6
  ["hhhhhhhhxx", "partly"], // the end is missing
  ["hhhhhhhhhxhx", "partly"], // one of the last three
  ["hhhhhxxxxx", "partly"],
  ["xxxxxhhhhh", "partly"],
  ["xxxxxhxxxx", "not-heard"],
  ["xxxxxxxxxx", "not-heard"],
  ["hhh", "undecided"], // under 8 s of sound
  ["hhh_______", "undecided"],
  ["bbbbbbbbbb", "undecided"],
  ["bbbbbbbbhh", "undecided"],
  ["xxxxxbbbbb", "undecided"], // half blind: cannot say that it did not sound
  ["hhhhhbbbbb", "partly"], // what was captured was heard; the rest is unknown
  ["hhhbhhhbhh", "heard"],
  ["", "undecided"],
])("%s is %s", (row, verdict) => {
  expect(judge(trail(row)).verdict).toBe(verdict);
});

test("where no look was possible nothing is decided", () => {
  const { steps } = trail("xxxxxxxxxx");
  expect(judge({ steps, locked: false }).verdict).toBe("undecided");
});

test("a hole that chance cannot make is not a whole message, and is named", () => {
  const old = judge(trail("hhhhhhxxxxhhhhhhhhhhhh"));
  expect(old.verdict).toBe("partly");
  expect(old.coverage).toBeGreaterThan(0.8);
  expect(old.hole).toEqual({ from: 6, to: 10 });
  expect(judge(trail("hhhhhhhxxhhhhhhhhh")).verdict).toBe("heard"); // noise may take two
  expect(judge(trail("hhhhhhhxxhhhhhhhhh", 200)).verdict).toBe("partly"); // but not where all else is loud
  expect(judge(trail("hhhhhhhhhxhhhhhhhh", 200)).verdict).toBe("partly"); // not even one
  expect(judge(trail("hxhhxhhhxxhhhxhhhxhhhhxh")).verdict).toBe("heard"); // a bad street has runs
});

test("a miss in a lull of the noise, where the sound would have been plain, is no chance", () => {
  const lull = (row: string, level: number, z2 = 2): Trail => {
    const { steps, ...rest } = trail(row);
    const quiet = steps.map((step) => (step.lag === undefined ? { ...step, level, z2 } : step));
    return { ...rest, steps: quiet };
  };
  expect(judge(lull("hhhhhhx", 1)).verdict).toBe("heard"); // as loud a street as elsewhere
  expect(judge(lull("hhhhhhx", 0.5)).verdict).toBe("partly");
  expect(judge(lull("hhhhhhx", 0.5, 12)).verdict).toBe("heard"); // half resembles it
  expect(judge(lull("hhhhhhx", 0.1, 12)).verdict).toBe("partly");
  expect(judge(lull("hhhhhhxhhhhh", 0.1)).verdict).toBe("heard"); // one of twelve places
  expect(judge(lull("hhhhhxxhhhhh", 0.1)).verdict).toBe("partly");
});

test("a loud miss was drowned, unless the message itself was as loud elsewhere: then another sentence sounds", () => {
  const loud = (z2: number): Trail => {
    const { steps, ...rest } = trail("hhhhxxhhh", 70);
    const louder = steps.map((step, k) => {
      if (k === 2) return { ...step, level: 3, z2 };
      return step.lag === undefined ? { ...step, level: 2.5 } : step;
    });
    return { ...rest, steps: louder };
  };
  expect(judge(loud(70)).verdict).toBe("heard");
  expect(judge(loud(400)).verdict).toBe("partly");
});

test("a sound that goes on at another lag after a miss was spliced", () => {
  const whole = trail("hhhxhhhhhxhh");
  expect(judge(whole).verdict).toBe("heard");
  const jumps = whole.steps.map((step, k) =>
    step.lag !== undefined && k > 8 ? { ...step, lag: 700 } : step,
  );
  expect(judge({ ...whole, steps: jumps })).toMatchObject({
    verdict: "partly",
    hole: { from: 9, to: 10 },
  });
  const drifts = whole.steps.map((step, k) =>
    step.lag !== undefined ? { ...step, lag: 100 + k } : step,
  );
  expect(judge({ ...whole, steps: drifts }).verdict).toBe("heard");
});

test("where most is loud though not all, the last block is not missed by chance", () => {
  const uneven = trail("hhhhhhhhhx", 200);
  const steps = uneven.steps.map((step, k) => (k === 2 || k === 5 ? { ...step, z2: 20 } : step));
  expect(judge({ ...uneven, steps }).verdict).toBe("partly");
  expect(judge(trail("hhhhhhhhhx")).verdict).toBe("heard");
});

test("a miss means nothing where the message was soft or a gust drowned it", () => {
  const row = "hhhhhhhxxhhhhhhhhh";
  const missed = (change: Partial<Step>): Trail => {
    const { steps, ...rest } = trail(row, 200);
    return {
      ...rest,
      steps: steps.map((step, k) => (row[k] === "x" ? { ...step, ...change } : step)),
    };
  };
  expect(judge(missed({})).verdict).toBe("partly");
  expect(judge(missed({ strength: 0.2 })).verdict).toBe("heard");
  expect(judge(missed({ level: 3 })).verdict).toBe("heard");
});

test("a late start is not whole either", () => {
  const late = judge(trail("xxxxhhhhhhhhhhhhhhhh"));
  expect(late.verdict).toBe("partly");
  expect(late.startedAt).toBe(4);
  expect(late.hole).toBeUndefined();
});

test("a start that is missing is no chance, however long and loud the rest is", () => {
  expect(judge(trail("xxhhhhhhhhhhhhhhhhhhhh"))).toMatchObject({ verdict: "partly", startedAt: 2 });
  // A block that was heard by chance in the silence before hides nothing.
  expect(judge(trail("xxhxhhhhhhhhhhhh")).verdict).toBe("partly");
  expect(judge(trail("xhhhhhhhhhhhhhhhhhhhhh")).verdict).toBe("heard"); // noise may take the first
  expect(judge(trail("hxxhhxhhhhhhhhhhhhhhhh")).verdict).toBe("heard");
});

test("the cut point is the boundary that explains the row best", () => {
  expect(judge(trail("hhhhhhhxxxxxx")).cutAt).toBe(7);
  expect(judge(trail("hhxhhhhxxxxxx")).cutAt).toBe(7);
  expect(judge(trail("hhhhhhhxxxxhxxxx")).cutAt).toBe(7); // one block heard by chance
  expect(judge(trail("hhhhhhh__xxxxxx")).cutAt).toBe(7);
  expect(judge(trail("hhhhhhhhhhhhx")).cutAt).toBeUndefined(); // one miss is no cut
  expect(judge(trail("hhhhhhhbbbbbb")).cutAt).toBeUndefined(); // a dead microphone is no cut
  expect(judge(trail("xxxxxxxxx")).cutAt).toBeUndefined();
});

test("what other messages share proves nothing", () => {
  const shared = [{ from: 0, to: 4 }];
  expect(judge(trail("hhhhxxxxxxxx")).verdict).toBe("partly");
  expect(judge(trail("hhhhxxxxxxxx"), shared).verdict).toBe("not-heard");
  expect(judge(trail("hhhhhhh"), shared).verdict).toBe("undecided"); // three blocks of its own
  expect(judge(trail("hhhhhhhhhh"), shared)).toMatchObject({
    verdict: "heard",
    liveBlocks: 6,
    coverage: 1,
  });
});

test("figures hold together for any row", () => {
  const rows = fc
    .array(fc.constantFrom("h", "h", "x", "_", "b"), { maxLength: 60 })
    .map((row) => row.join(""));
  fc.assert(
    fc.property(rows, (row) => {
      const result = judge(trail(row));
      expect(result.heardBlocks + result.blindBlocks).toBeLessThanOrEqual(result.liveBlocks);
      expect(result.coverage).toBeCloseTo(
        result.liveBlocks ? result.heardBlocks / result.liveBlocks : 0,
        12,
      );
      if (result.verdict === "heard") expect(result.coverage).toBeGreaterThanOrEqual(0.7);
      if (result.firstHeard !== undefined)
        expect(result.firstHeard).toBeLessThan(result.lastHeard!);
      if (result.cutAt !== undefined) expect(result.verdict).not.toBe("heard");
      if (result.startedAt !== undefined) expect(result.verdict).not.toBe("heard");
    }),
  );
});
