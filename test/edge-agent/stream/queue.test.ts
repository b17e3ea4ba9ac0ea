import { expect, test } from "vitest";
import { soundQueue } from "../../../edge-agent/stream/queue.ts";

const of = (...samples: number[]) => Int16Array.from(samples);

test("sound comes out as it went in, across the pieces it came in", () => {
  const queue = soundQueue();
  queue.push(of());
  queue.push(of(1, 2, 3));
  queue.push(of(4));
  queue.push(of(5, 6));
  expect([...(queue.peek(2) ?? [])]).toEqual([1, 2]);
  expect([...(queue.take(2) ?? [])]).toEqual([1, 2]);
  expect([...(queue.take(3) ?? [])]).toEqual([3, 4, 5]);
  expect(queue.take(2)).toBeUndefined();
  expect(queue.frames()).toBe(1);
  expect([...(queue.take(1) ?? [])]).toEqual([6]);
});

test("the oldest is forgotten first", () => {
  const queue = soundQueue();
  queue.push(of(1, 2, 3));
  queue.push(of(4, 5));
  queue.trim(9);
  queue.trim(3);
  expect([...(queue.take(3) ?? [])]).toEqual([3, 4, 5]);
});
