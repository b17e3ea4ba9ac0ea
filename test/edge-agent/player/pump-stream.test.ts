import { expect, test } from "vitest";
import { CHUNK, createPump, type Mark } from "../../../edge-agent/player/pump.ts";
import type { Source } from "../../../edge-agent/player/source.ts";
import { createTally } from "../../../edge-agent/stream/tally.ts";

/** A stream with a lever: so many frames are there now. */
function stream(trouble?: "no-decoder", opens = 0) {
  const tally = createTally();
  const it = { there: 0, soon: 0, source: undefined as unknown as Source };
  it.source = {
    warm: () => undefined,
    pull(into, at, most) {
      const n = Math.min(most, it.there);
      into.fill(1_000, at, at + n);
      it.there -= n;
      tally.add("source-1", n);
      return n;
    },
    state: () => "open",
    close: () => undefined,
    stream: {
      soon: () => void it.soon++,
      skip: (frames) => tally.add("silence", frames),
      spans: tally.spans,
      ready: () => it.there,
      lead: 2_400,
      opens,
      trouble: () => trouble,
    },
  };
  return it;
}
const recorded = (frames: number): Source => {
  let given = 0;
  return {
    warm: () => undefined,
    pull(_into, _at, most) {
      const n = Math.min(most, frames - given);
      given += n;
      return n;
    },
    state: () => "ended",
    close: () => undefined,
  };
};

function world(...pieces: { source: Source; frames: number }[]) {
  const pump = createPump();
  const marks: Mark[] = [];
  const chunk = new Int16Array(CHUNK);
  let frame = 0;
  pump.add({ id: 1, at: 0, gain: 1, pieces });
  return {
    pump,
    marks,
    fill(chunks: number) {
      for (let i = 0; i < chunks; i++, frame += CHUNK) {
        marks.push(...pump.fill(chunk, frame, (steady) => steady * 48));
      }
    },
    kinds: () => marks.map(({ event }) => event.kind),
    end: () => marks.find(({ event }) => event.kind === "ended"),
  };
}

test("a stream's time runs whether it says something or not, and ends with it", () => {
  const one = stream();
  const { fill, pump, end, marks } = world({ source: one.source, frames: 2_400 });
  expect(one.soon).toBe(1);
  fill(1);
  expect(pump.waiting()).toBe(true);
  one.there = 700;
  fill(2);
  expect([pump.lead(), pump.sounding()?.spans]).toEqual([
    2_400,
    [
      [
        { source: "silence", from: 0, frames: 480 },
        { source: "source-1", from: 480, frames: 700 },
        { source: "silence", from: 1_180, frames: 260 },
      ],
    ],
  ]);
  expect(marks[0]).toEqual({ frame: 480, event: { kind: "started", run: 1, lead: 480 } });
  fill(3);
  expect(end()).toMatchObject({ frame: 2_400, event: { how: "done", frames: [2_400] } });
  expect([pump.lead(), pump.waiting()]).toEqual([Number.POSITIVE_INFINITY, false]);
});

test("a microphone that is still being opened loses none of its time; one that never opens does", () => {
  const one = stream(undefined, 4 * CHUNK);
  const { fill, end, marks, pump } = world({ source: one.source, frames: 1_440 });
  fill(2);
  expect(pump.waiting()).toBe(true);
  one.there = 1_440;
  fill(4);
  expect(marks[0]).toEqual({ frame: 960, event: { kind: "started", run: 1 } });
  expect(end()).toMatchObject({ frame: 2_400, event: { how: "done", frames: [1_440] } });
  const never = world({ source: stream(undefined, 2 * CHUNK).source, frames: 960 });
  never.fill(5);
  expect(never.end()).toMatchObject({ frame: 1_920, event: { how: "failed", frames: [960] } });
});

test("a run that waits for its microphone stops at once", () => {
  const { fill, end, pump } = world({ source: stream(undefined, 9_600).source, frames: 9_600 });
  fill(3);
  expect(pump.stop(1, 3 * CHUNK)).toMatchObject([{ event: { how: "stopped", frames: [0] } }]);
  expect(end()).toBeUndefined();
});

test.each([
  [undefined, "source-lost"],
  ["no-decoder", "no-decoder"],
] as const)("a stream that never brought anything failed: %s", (trouble, reason) => {
  const { fill, end, kinds } = world({ source: stream(trouble).source, frames: 960 });
  fill(4);
  expect(end()?.event).toMatchObject({ how: "failed", reason, frames: [960] });
  expect(kinds()).toEqual(["ended"]);
});

test("after recorded sound it connects in time, and its place in time is told even if it is late", () => {
  const one = stream();
  const { fill, marks } = world(
    { source: recorded(960), frames: 960 },
    { source: one.source, frames: 960 },
  );
  fill(1);
  expect(one.soon).toBeGreaterThan(0);
  fill(2);
  one.there = 480;
  fill(2);
  expect(marks.map(({ frame, event }) => [frame, event.kind])).toEqual([
    [0, "started"],
    [960, "piece"],
    [1_920, "ended"],
  ]);
});

test("what follows a dead stream says where both began", () => {
  const { fill, marks } = world(
    { source: stream().source, frames: 480 },
    { source: recorded(480), frames: 480 },
  );
  fill(3);
  expect(marks.slice(0, 2)).toEqual([
    { frame: 480, event: { kind: "started", run: 1, lead: 480 } },
    { frame: 480, event: { kind: "piece", run: 1, piece: 1 } },
  ]);
});

test("a second stream after a dead one says how long it was silent itself", () => {
  const two = stream();
  const { fill, marks } = world(
    { source: stream().source, frames: 480 },
    { source: two.source, frames: 960 },
  );
  fill(2);
  two.there = 480;
  fill(2);
  expect(marks.slice(0, 2).map(({ event }) => event)).toEqual([
    { kind: "started", run: 1, lead: 960 },
    { kind: "piece", run: 1, piece: 1, lead: 480 },
  ]);
});

test("a stream that is silent can be stopped, and what was cut was not heard", () => {
  const one = stream();
  const { fill, pump, end } = world({ source: one.source, frames: 48_000 });
  one.there = 960;
  fill(3);
  pump.stop(1, 1_440);
  fill(1);
  expect(end()?.event).toMatchObject({
    how: "stopped",
    frames: [1_440],
    spans: [[{ frames: 960 }, { source: "silence", frames: 480 }]],
  });
});

test("long before it is due it does not connect: that would cost the SIM of the board", () => {
  const one = stream();
  const { fill } = world(
    { source: recorded(300_000), frames: 300_000 },
    { source: one.source, frames: 960 },
  );
  fill(2);
  expect(one.soon).toBe(0);
});
