import { expect, test } from "vitest";
import { paceFrom } from "../../../edge-agent/player/paced.ts";

test("frames are consumed at 48 a millisecond from its beginning", () => {
  const pace = paceFrom(1_000);
  expect(pace.position(1_010, 10_000)).toBe(480);
  expect(pace.position(990, 10_000)).toBe(0);
  expect(pace.position(1_010, 100)).toBe(100);
});

test("a writer that comes late has missed frames, and has room for its lead", () => {
  const pace = paceFrom(0);
  expect(pace.missed(10, 400)).toBe(80);
  expect(pace.missed(10, 480)).toBe(0);
  expect(pace.room(10, 480, 960)).toBe(960);
  expect(pace.room(10, 1_440, 960)).toBe(0);
});

test("a moment and its frame are the same point", () => {
  const pace = paceFrom(500);
  expect(pace.frameAt(501)).toBe(48);
  expect(pace.steadyAt(48)).toBe(501);
});
