import { describe, expect, test } from "vitest";
import type { Occurrence } from "../../../contract/plan.ts";
import { instant } from "../../../contract/time.ts";
import { laidOut, type Started } from "../../../controller/playlog/laid-out.ts";

const order = (onCut: string, ...lengths: number[]) =>
  ({
    id: "a",
    level: "normal",
    onCut,
    parts: lengths.map((length) => ({ kind: "audio", audio: { length } })),
  }) as unknown as Occurrence;
const start = (at: number, part?: number, offset?: number) =>
  ({ kind: "started", start: at, part, offset }) as unknown as Started;

/** `[part, offset, start, end]` of every stretch. */
const rows = (one: Occurrence, starts: Started[], others: number[], now: number) =>
  laidOut(one, starts, others.map(instant), instant(now)).map((row) => [
    row.part,
    row.offset,
    row.start,
    row.end,
  ]);

describe("the parts of what has begun", () => {
  const three = order("resume", 120_000, 120_000, 120_000);

  test("follow each other up to the one that sounds now, also where the board does not say where it began", () => {
    for (const begun of [start(1_000), start(1_000, 0), start(1_000, 0, 0)]) {
      expect(rows(three, [begun], [], 181_000)).toEqual([
        [0, 0, 1_000, 121_000],
        [1, 0, 121_000, undefined],
      ]);
    }
  });

  test("are over after the last, although its end was not told yet", () => {
    expect(rows(three, [start(0)], [], 400_000)).toEqual([
      [0, 0, 0, 120_000],
      [1, 0, 120_000, 240_000],
      [2, 0, 240_000, 360_000],
    ]);
  });

  test("end where something else began, and a device's change-over is no part of the next one", () => {
    expect(rows(three, [start(0)], [150_000, 160_000], 400_000)).toEqual([
      [0, 0, 0, 120_000],
      [1, 0, 120_000, 150_000],
    ]);
    expect(rows(three, [start(10)], [5, 120_050], 400_000)).toEqual([[0, 0, 10, 120_010]]);
  });
});

describe("what is cut", () => {
  test("and resumed sounded exactly as far as where it went on", () => {
    const starts = [start(0), start(200_000, 1, 29_990)];
    expect(rows(order("resume", 120_000, 120_000), starts, [150_000], 210_000)).toEqual([
      [0, 0, 0, 120_000],
      [1, 0, 120_000, 149_990],
      [1, 29_990, 200_000, undefined],
    ]);
  });

  test("and restarted sounded until the next one began, at most its part in full", () => {
    const one = order("restart", 120_000, 120_000);
    const starts = [start(0), start(900_000, 1, 0)];
    const again = [1, 0, 900_000, undefined];
    expect(rows(one, starts, [150_000], 910_000)).toEqual([
      [0, 0, 0, 120_000],
      [1, 0, 120_000, 150_000],
      again,
    ]);
    expect(rows(one, starts, [], 910_000)).toEqual([
      [0, 0, 0, 120_000],
      [1, 0, 120_000, 240_000],
      again,
    ]);
  });

  test("goes on where it was, or at the beginning of its part, where the board does not say it", () => {
    const starts = [start(0), start(200_000)];
    expect(rows(order("resume", 120_000), starts, [50_000], 210_000)).toEqual([
      [0, 0, 0, 50_000],
      [0, 50_000, 200_000, undefined],
    ]);
    expect(rows(order("restart", 120_000), starts, [50_000], 210_000)).toEqual([
      [0, 0, 0, 50_000],
      [0, 0, 200_000, undefined],
    ]);
  });

  test("by a clock that stepped back has sounded nothing that can be told", () => {
    const starts = [start(100), start(50, 0, 10)];
    expect(rows(order("resume", 120_000), starts, [], 100)).toEqual([[0, 10, 50, undefined]]);
  });
});
