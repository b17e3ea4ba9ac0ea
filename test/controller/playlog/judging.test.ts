import { describe, expect, test } from "vitest";
import type { Receipt } from "../../../contract/receipt.ts";
import { instant } from "../../../contract/time.ts";
import { logRow } from "../../../controller/playlog/judging.ts";

const pair = { occurrence: "o", cluster: "cum-1", agent: "a-1" } as never;
const verdict = { outcome: "played", rung: "completed", heard: 1, frames: 48, ofFrames: 48 };
const body = (receipt?: object) =>
  JSON.parse(
    logRow(
      pair,
      "b",
      verdict as never,
      { at: instant(9), late: false },
      receipt && { agent: "a-1" as never, boot: "x" as never, receipt: receipt as Receipt },
    ).body,
  );
const base = { sequence: 3, at: 7, clock: { source: "ntp" } };
const from = { boot: "x", ...base };

describe("what a row of the log repeats of the receipt behind it", () => {
  test("nothing, where no receipt stands behind it", () => expect(body()).toEqual({}));
  test("of a refusal only where it came from", () =>
    expect(body({ kind: "refused", ...base })).toEqual(from));
  test("of an end how it ended, with what was there to be said", () => {
    const ended = { kind: "ended", as: "played", parts: [] };
    expect(body({ ...ended, ...base })).toEqual({ ...from, as: "played", parts: [] });
    const evidence = { electric: { verdict: "yes" } };
    expect(body({ ...ended, ...base, as: "preempted", by: "o2", evidence })).toEqual({
      ...from,
      as: "preempted",
      by: "o2",
      parts: [],
      evidence,
    });
    expect(body({ ...ended, ...base, simulated: true })).toMatchObject({ simulated: true });
  });
});
