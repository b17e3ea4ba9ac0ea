import fc from "fast-check";
import { expect, test } from "vitest";
import { frameReader } from "../../../contract/live.ts";
import { type Listener, liveStream } from "../../../controller/live/live.ts";
import { pageReader } from "../../../controller/live/pages.ts";
import { decide } from "../../../controller/schedule/approval.ts";
import { orderParts } from "../../../controller/schedule/make-good.ts";

/** An Ogg page with so many bytes of sound. */
function page(bytes: number, mark = 0): Uint8Array {
  const segments = Math.floor(bytes / 255) + 1;
  const out = new Uint8Array(27 + segments + bytes);
  out[26] = segments;
  out.fill(255, 27, 27 + segments - 1);
  out[27 + segments - 1] = bytes % 255;
  out.fill(mark, 27 + segments);
  return out;
}
const key = { x: "x", sign: (bytes: Uint8Array) => new Uint8Array(64).fill(bytes.length % 251) };

function board(waits = 0) {
  const reader = frameReader();
  const it = { frames: [] as { sequence: number; payload: Uint8Array }[], ended: false, waits };
  const listener: Listener = {
    write(bytes) {
      it.frames.push(...(reader.push(bytes) ?? []));
      return it.waits;
    },
    end: () => {
      it.ended = true;
    },
  };
  return Object.assign(it, { listener });
}

test("pages come out whole, wherever a program's output was cut", () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 6 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 300 }), (all, step) => {
      const pages = all.map((size, i) => page(size, i));
      const bytes = Uint8Array.from(pages.flatMap((one) => [...one]));
      const reader = pageReader();
      const read = [];
      for (let at = 0; at < bytes.length; at += step)
        read.push(...reader.push(bytes.subarray(at, at + step)));
      expect(read).toEqual(pages);
    }),
  );
});

test("a board that joins late gets the head first, then what is new", () => {
  const stream = liveStream(key);
  const early = board();
  stream.join(early.listener);
  for (const bytes of [page(19), page(30), page(5, 1), page(6, 2)]) stream.push(bytes);
  const late = board();
  const leave = stream.join(late.listener);
  stream.push(page(7, 3));
  expect(early.frames.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3]);
  expect(late.frames.map(({ sequence }) => sequence)).toEqual([0, 3]);
  expect(late.frames[0]?.payload).toEqual(early.frames[0]?.payload);
  expect(stream.listeners()).toBe(2);
  leave();
  stream.end();
  expect([early.frames.at(-1)?.payload.length, early.ended, late.ended]).toEqual([0, true, false]);
  expect(stream.listeners()).toBe(0);
});

test("a line that is too slow loses sound and does not fall behind, and hears the end", () => {
  const stream = liveStream(key);
  const slow = board(100_000);
  stream.join(slow.listener);
  for (let i = 0; i < 6; i++) stream.push(page(40, i));
  slow.waits = 0;
  stream.push(page(40, 7));
  stream.push(page(40, 8));
  stream.end();
  expect(slow.frames.map(({ sequence }) => sequence)).toEqual([0, 6, 7]);
});

test("without the right to speak no microphone is put on air, whatever else somebody may do", () => {
  const by = {
    person: "u",
    name: "U",
    orderIn: [],
    approveIn: [],
    emergencyIn: [],
    approveEmergencyIn: [],
    cancelIn: [],
  };
  const place = { cluster: "k", commune: "21024", province: "51", scope: "c-21024" } as never;
  const order = { level: "normal", parts: [{ kind: "local", seconds: 5 }] } as const;
  expect(decide(order as never, [], [place], by)).toEqual({
    state: "refused",
    code: "outside-place",
  });
});

test("what came from the pole can be ordered again", () => {
  expect(orderParts([{ kind: "local", length: 5_000 as never }], new Map())).toEqual([
    { kind: "local", seconds: 5 },
  ]);
});
