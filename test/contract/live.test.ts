import fc from "fast-check";
import { expect, test } from "vitest";
import {
  encodeFrame,
  frameReader,
  LARGEST_FRAME,
  SIGNATURE,
  signedPart,
} from "../../contract/live.ts";

const frame = (sequence: number, payload: Uint8Array) => ({
  sequence,
  payload,
  signature: new Uint8Array(SIGNATURE).fill(sequence % 256),
});

test("frames come out as they went in, wherever the network cuts them", () => {
  const payloads = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });
  fc.assert(
    fc.property(payloads, fc.integer({ min: 1, max: 200 }), (all, step) => {
      const frames = all.map((payload, i) => frame(i, payload));
      const bytes = Uint8Array.from(frames.flatMap((one) => [...encodeFrame(one)]));
      const reader = frameReader();
      const read = [];
      for (let at = 0; at < bytes.length; at += step) {
        read.push(...(reader.push(bytes.subarray(at, at + step)) ?? []));
      }
      expect(read).toEqual(frames);
    }),
  );
});

test("bytes that are no frames end the stream for good", () => {
  const reader = frameReader();
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, LARGEST_FRAME + 1);
  expect(reader.push(head)).toBeUndefined();
  expect(reader.push(encodeFrame(frame(1, new Uint8Array(3))))).toBeUndefined();
});

test("a signature covers the sequence and the sound", () => {
  expect([...signedPart(258, Uint8Array.of(7, 8))]).toEqual([0, 0, 1, 2, 7, 8]);
});
