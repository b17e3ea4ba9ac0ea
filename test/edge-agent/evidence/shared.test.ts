import { expect, test } from "vitest";
import type { AudioPart } from "../../../contract/plan.ts";
import { sharedOf, sharedSince } from "../../../edge-agent/evidence/shared.ts";

const part = (fields: Partial<AudioPart> = {}): AudioPart => ({
  kind: "audio",
  role: "message",
  audio: { sha256: "a".repeat(64) as never, bytes: 1, length: 20_000 as never },
  ...fields,
});
const all = [{ from: 0, to: Number.POSITIVE_INFINITY }];

test("the chime around the words is shared, the words are not", () => {
  expect(sharedOf(part())).toEqual([]);
  const chimed = part({ shared: { before: 2_500 as never, after: 1_950 as never } });
  expect(sharedOf(chimed)).toEqual([
    { from: 0, to: 2.5 },
    { from: 18.05, to: 20 },
  ]);
  expect(sharedOf(part({ shared: { before: 2_500 as never, after: 0 as never } }))).toHaveLength(1);
});

test("a tune, a notice, a test tone and what nobody knows prove nothing at all", () => {
  for (const role of ["tune", "exercise-notice", "test-tone"] as const)
    expect(sharedOf(part({ role }))).toEqual(all);
  expect(sharedOf(undefined)).toEqual(all);
  expect(sharedOf({ kind: "pause", length: 1_000 as never })).toEqual(all);
});

test("shared seconds of a file are laid where they sounded, as far as they did", () => {
  const stretch = (more: object) => ({
    skip: 0,
    frames: 10 * 48_000,
    at: 5_000,
    shared: [
      { from: 0, to: 2 },
      { from: 8, to: 12 },
    ],
    ...more,
  });
  expect(sharedSince([stretch({})], 5_000)).toEqual([
    { from: 0, to: 2 },
    { from: 8, to: 10 },
  ]);
  // The second half, resumed three seconds later: the chime before is not in it.
  const resumed = stretch({ skip: 5 * 48_000, at: 8_000 });
  expect(sharedSince([resumed], 5_000)).toEqual([{ from: 6, to: 10 }]);
  expect(sharedSince([stretch({ shared: all })], 4_000)).toEqual([{ from: 1, to: 11 }]);
});
