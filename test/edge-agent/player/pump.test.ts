import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Reason } from "../../../contract/reasons.ts";
import { CHUNK, createPump, type Mark, type Pump } from "../../../edge-agent/player/pump.ts";
import type { Source } from "../../../edge-agent/player/source.ts";

/** A source of a steady value, so many frames of it, with levers. */
function tone(
  value: number,
  frames: number,
  levers: { ready?: () => number; fails?: Reason } = {},
) {
  let given = 0;
  const source = {
    warmed: 0,
    closed: 0,
    warm: () => void source.warmed++,
    pull(into: Int16Array, at: number, most: number) {
      const n = Math.max(0, Math.min(most, frames - given, (levers.ready?.() ?? frames) - given));
      into.fill(value, at, at + n);
      given += n;
      return n;
    },
    state: (): "open" | "ended" | Reason => (given < frames ? "open" : (levers.fails ?? "ended")),
    close: () => void source.closed++,
  };
  return source satisfies Source & { warmed: number };
}

const run = (id: number, at: number, pieces: { source: Source; frames: number }[], gain = 1) => ({
  id,
  at,
  gain,
  pieces,
});

/** Pumps so many chunks; frames are at 48 a millisecond from zero. */
function pumpOut(pump: Pump, chunks: number, from = 0) {
  const sound: number[] = [];
  const marks: Mark[] = [];
  const chunk = new Int16Array(CHUNK);
  for (let i = 0; i < chunks; i++) {
    marks.push(...pump.fill(chunk, from + i * CHUNK, (steady) => Math.round(steady * 48)));
    sound.push(...chunk);
  }
  return { sound, marks };
}

test("a run begins at its very frame, with a fade, and ends with its frames counted", () => {
  const pump = createPump();
  const source = tone(1_000, 2_000);
  pump.add(run(1, 15, [{ source, frames: 3_000 }]));
  expect(source.warmed).toBe(1);
  expect(pump.nextAt()).toBe(15);
  const { sound, marks } = pumpOut(pump, 8);
  expect(sound.findIndex((sample) => sample !== 0)).toBe(720);
  expect(sound[720]).toBeLessThan(10);
  expect(sound[720 + 480]).toBe(1_000);
  expect(sound.slice(2_720)).toEqual(sound.slice(2_720).map(() => 0));
  expect(marks).toEqual([
    { frame: 720, event: { kind: "started", run: 1 } },
    { frame: 2_720, event: { kind: "ended", run: 1, how: "done", frames: [2_000] } },
  ]);
  expect(source.closed).toBe(1);
  expect(pump.sounding()).toBeUndefined();
});

test("pieces follow each other without a gap, and the next is warmed in time", () => {
  const pump = createPump();
  const sources = [tone(500, 700), tone(600, 300), tone(700, 200)] as const;
  pump.add(
    run(
      1,
      0,
      sources.map((source) => ({ source, frames: 10_000 })),
    ),
  );
  const { sound, marks } = pumpOut(pump, 4);
  expect(sources.map(({ warmed }) => warmed)).toEqual([1, 1, 1]);
  expect(sound[699]).toBe(500);
  expect(sound[700]).toBe(600);
  expect(marks.map(({ frame, event }) => [frame, event.kind])).toEqual([
    [0, "started"],
    [700, "piece"],
    [1_000, "piece"],
    [1_200, "ended"],
  ]);
});

test("a piece is cut at its length, with a fade at the very end", () => {
  const pump = createPump();
  pump.add(run(1, 0, [{ source: tone(1_000, 100_000), frames: 1_500 }]));
  const { sound, marks } = pumpOut(pump, 5);
  expect(sound[1_000]).toBe(1_000);
  expect(sound[1_480]).toBeLessThan(100);
  expect(marks.at(-1)?.event).toMatchObject({ how: "done", frames: [1_500] });
});

test("a stop fades out within a chunk and counts what sounded", () => {
  const pump = createPump();
  pump.add(run(1, 0, [{ source: tone(1_000, 100_000), frames: 100_000 }]));
  pumpOut(pump, 5);
  expect(pump.stop(1, 5 * CHUNK)).toEqual([]);
  const { sound, marks } = pumpOut(pump, 3, 5 * CHUNK);
  expect(sound[0]).toBeGreaterThan(900);
  expect(sound.slice(480)).toEqual(sound.slice(480).map(() => 0));
  expect(marks).toEqual([
    {
      frame: 5 * CHUNK + 480,
      event: { kind: "ended", run: 1, how: "stopped", frames: [5 * CHUNK + 480] },
    },
  ]);
});

test("what waits begins where the one before it stopped, in the same chunk", () => {
  const pump = createPump();
  pump.add(run(1, 0, [{ source: tone(1_000, 100_000), frames: 100_000 }]));
  pumpOut(pump, 4);
  pump.stop(1, 4 * CHUNK);
  pump.add(run(2, 0, [{ source: tone(2_000, 960), frames: 960 }]));
  const { marks } = pumpOut(pump, 5, 4 * CHUNK);
  expect(marks.map(({ frame, event }) => [frame, event.kind, event.run])).toEqual([
    [5 * CHUNK, "ended", 1],
    [5 * CHUNK, "started", 2],
    [7 * CHUNK, "ended", 2],
  ]);
});

test("a stop before the first sound, and of a run that waits, ends it without a frame", () => {
  const pump = createPump();
  const slow = tone(1, 100, { ready: () => 0 });
  const later = tone(1, 100);
  pump.add(run(1, 0, [{ source: slow, frames: 100 }]));
  pump.add(run(2, 9_000, [{ source: later, frames: 100 }]));
  pumpOut(pump, 1);
  const nothing = { how: "stopped", frames: [0] };
  expect(pump.stop(1, 480)).toMatchObject([{ event: { run: 1, ...nothing } }]);
  expect(pump.stop(2, 480)).toMatchObject([{ event: { run: 2, ...nothing } }]);
  expect(pump.stop(3, 480)).toEqual([]);
  expect([slow.closed, later.closed]).toEqual([1, 1]);
});

describe("a source that brings nothing", () => {
  test("leaves silence, and its frames are not counted", () => {
    let ready = 480;
    const pump = createPump();
    pump.add(run(1, 0, [{ source: tone(1_000, 2_000, { ready: () => ready }), frames: 2_000 }]));
    const first = pumpOut(pump, 3);
    expect(first.marks.map(({ event }) => event.kind)).toEqual(["started"]);
    expect(pump.sounding()).toEqual({ run: 1, frames: [480] });
    ready = 2_000;
    const { marks } = pumpOut(pump, 5, 3 * CHUNK);
    expect(marks.at(-1)?.event).toMatchObject({ how: "done", frames: [2_000] });
  });

  test("for three seconds has failed", () => {
    const pump = createPump();
    pump.add(run(1, 0, [{ source: tone(1, 10, { ready: () => 0 }), frames: 10 }]));
    const { marks } = pumpOut(pump, 310);
    expect(marks.map(({ event }) => event)).toEqual([
      { kind: "ended", run: 1, how: "failed", reason: "undecodable", frames: [0] },
    ]);
  });

  test("is stopped at once when it is told to", () => {
    const pump = createPump();
    let ready = 480;
    pump.add(run(1, 0, [{ source: tone(1, 5_000, { ready: () => ready }), frames: 5_000 }]));
    pumpOut(pump, 2);
    ready = 480;
    pump.stop(1, 960);
    const { marks } = pumpOut(pump, 1, 960);
    expect(marks.map(({ event }) => event)).toMatchObject([{ how: "stopped", frames: [480] }]);
  });

  test("because it is broken says why", () => {
    const pump = createPump();
    pump.add(run(1, 0, [{ source: tone(1, 100, { fails: "wrong-hash" }), frames: 1_000 }]));
    expect(pumpOut(pump, 1).marks.at(-1)?.event).toEqual({
      kind: "ended",
      run: 1,
      how: "failed",
      reason: "wrong-hash",
      frames: [100],
    });
  });
});

test("a broken sink ends what sounds and what waits", () => {
  const pump = createPump();
  pump.add(run(1, 0, [{ source: tone(1, 9_999), frames: 9_999 }]));
  pump.add(run(2, 50, [{ source: tone(1, 9_999), frames: 9_999 }]));
  pumpOut(pump, 1);
  expect(pump.fail("device-busy", 480).map(({ event }) => event)).toEqual([
    { kind: "ended", run: 1, how: "failed", reason: "device-busy", frames: [480] },
    { kind: "ended", run: 2, how: "failed", reason: "device-busy", frames: [0] },
  ]);
  expect(pump.fail("device-busy", 480)).toEqual([]);
});

test("a run without pieces is done at once", () => {
  const pump = createPump();
  pump.add(run(1, 0, []));
  expect(pumpOut(pump, 1).marks.map(({ event }) => event)).toEqual([
    { kind: "ended", run: 1, how: "done", frames: [] },
  ]);
});

test("whatever is played and stopped: one sounds at a time, each ends once, no frame is counted twice", () => {
  const someRun = fc.record({
    at: fc.nat(200),
    lengths: fc.array(fc.nat(3_000), { minLength: 1, maxLength: 3 }),
    addAfter: fc.nat(15),
    stopAfter: fc.option(fc.nat(25)),
  });
  fc.assert(
    fc.property(fc.array(someRun, { minLength: 1, maxLength: 6 }), (orders) => {
      const pump = createPump();
      const marks: Mark[] = [];
      let sounding = 0;
      for (let chunk = 0; chunk < 120; chunk++) {
        orders.forEach(({ at, lengths, addAfter, stopAfter }, id) => {
          if (addAfter === chunk) {
            pump.add(
              run(
                id,
                at,
                lengths.map((frames) => ({ source: tone(id + 1, frames), frames: 100_000 })),
              ),
            );
          }
          if (stopAfter === chunk && stopAfter > addAfter)
            marks.push(...pump.stop(id, chunk * CHUNK));
        });
        const out = pumpOut(pump, 1, chunk * CHUNK);
        marks.push(...out.marks);
        sounding += out.sound.filter((sample) => sample !== 0).length;
      }
      let open: number | undefined;
      for (const { event } of marks) {
        if (event.kind === "started") {
          expect(open).toBeUndefined();
          open = event.run;
        }
        if (event.kind === "ended" && open === event.run) open = undefined;
      }
      const ends = marks.flatMap(({ event }) => (event.kind === "ended" ? [event] : []));
      expect(ends.map((end) => end.run).sort()).toEqual(orders.map((_, id) => id));
      const counted = ends.flatMap(({ frames }) => frames).reduce((sum, n) => sum + n, 0);
      expect(sounding).toBeLessThanOrEqual(counted);
    }),
    { numRuns: 60 },
  );
});

test("a first piece without a frame is passed over, and the second is named", () => {
  const pump = createPump();
  pump.add(
    run(1, 0, [
      { source: tone(1, 0), frames: 100 },
      { source: tone(1, 100), frames: 100 },
    ]),
  );
  expect(pumpOut(pump, 1).marks.map(({ event }) => event)).toEqual([
    { kind: "started", run: 1 },
    { kind: "piece", run: 1, piece: 1 },
    { kind: "ended", run: 1, how: "done", frames: [0, 100] },
  ]);
});

test("a stop in the last milliseconds takes no more than the piece may have", () => {
  const pump = createPump();
  pump.add(run(1, 0, [{ source: tone(1_000, 10_000), frames: CHUNK + 100 }]));
  pumpOut(pump, 1);
  pump.stop(1, CHUNK);
  expect(pumpOut(pump, 1, CHUNK).marks.map(({ event }) => event)).toMatchObject([
    { kind: "ended", frames: [CHUNK + 100] },
  ]);
});

describe("a cut inside frames that were taken back", () => {
  const playing = () => {
    const pump = createPump();
    pump.add(run(1, 0, [{ source: tone(1_000, 100_000), frames: 100_000 }]));
    return { pump, sound: Int16Array.from(pumpOut(pump, 10).sound) };
  };

  test("fades the first of them, counts the rest as not heard, and ends the run", () => {
    const { pump, sound } = playing();
    const tail = sound.slice(4 * CHUNK);
    expect(pump.cut(1, tail, 4 * CHUNK)).toEqual({
      keep: 480,
      marks: [
        {
          frame: 4 * CHUNK + 480,
          event: { kind: "ended", run: 1, how: "stopped", frames: [5 * CHUNK] },
        },
      ],
    });
    expect(tail[0]).toBeGreaterThan(990);
    expect(tail[479]).toBe(0);
    expect(pump.sounding()).toBeUndefined();
  });

  test.each([
    ["of another run", 2, 4],
    ["that are too few for a fade", 1, 10],
    ["that began before the piece", 1, -1],
  ])("%s is left to the ordinary stop", (_name, id, from) => {
    const { pump, sound } = playing();
    const tail = from < 0 ? new Int16Array(20 * CHUNK) : sound.slice(from * CHUNK);
    expect(pump.cut(id, tail, 0)).toEqual({ keep: 0, marks: [] });
    expect(pump.sounding()).toEqual({ run: 1, frames: [10 * CHUNK] });
  });

  test("when nothing sounds does nothing", () => {
    expect(createPump().cut(1, new Int16Array(999), 0)).toEqual({ keep: 0, marks: [] });
  });
});

test("a run that was filled in ahead can be abandoned: nothing of it counts", () => {
  const pump = createPump();
  const source = tone(1, 10_000);
  pump.add(run(1, 0, [{ source, frames: 10_000 }]));
  pumpOut(pump, 2);
  expect(pump.abandon(2, 0)).toEqual([]);
  expect(pump.abandon(1, 5)).toEqual([
    { frame: 5, event: { kind: "ended", run: 1, how: "stopped", frames: [0] } },
  ]);
  expect([pump.sounding(), source.closed]).toEqual([undefined, 1]);
});

test("it waits while a sound that is due is not decoded, and not otherwise", () => {
  const pump = createPump();
  let ready = 0;
  expect(pump.waiting()).toBe(false);
  pump.add(run(1, 0, [{ source: tone(1, 1_000, { ready: () => ready }), frames: 1_000 }]));
  pumpOut(pump, 1);
  expect(pump.waiting()).toBe(true);
  ready = 900;
  pumpOut(pump, 1, CHUNK);
  expect(pump.waiting()).toBe(false);
  pumpOut(pump, 1, 2 * CHUNK);
  expect(pump.waiting()).toBe(true);
});
