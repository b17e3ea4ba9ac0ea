import { describe, expect, test } from "vitest";
import type { Occurrence, Part } from "../../../contract/plan.ts";
import type { PlayedPart } from "../../../contract/receipt.ts";
import type { Instant } from "../../../contract/time.ts";
import type { Stretch } from "../../../edge-agent/plan/next.ts";
import {
  endOfBegun,
  fateOf,
  figures,
  finishedEarly,
  framesAsked,
  gainAt,
  goesToTheEnd,
  isPlayed,
  lackOf,
  liveOf,
  partsOf,
  piecesOf,
  placeAtStart,
  reachesEnd,
} from "../../../edge-agent/player/account.ts";
import type { Piece, Span } from "../../../edge-agent/player/player.ts";

const sha256 = "a".repeat(64);
const audio = (length: number) => ({
  kind: "audio",
  role: "message",
  audio: { sha256, bytes: 1, length },
});
const occurrenceOf = (...parts: object[]) =>
  ({ id: "o1", parts: parts as unknown as Part[] }) as unknown as Occurrence;
const stretchOf = (...segments: [part: number, offset: number, length: number][]): Stretch => {
  let at = 1_000;
  const all = segments.map(([part, offset, length]) => {
    const start = at;
    at += length;
    return { occurrence: "o1", part, offset, start, end: at };
  });
  return { occurrence: "o1", segments: all, start: 1_000, end: at } as unknown as Stretch;
};

describe("where a run began", () => {
  const piece = (part: number, offset: number, length: number) =>
    ({ part, offset, length }) as unknown as Piece;
  const at = (ms: number) => ms as Instant;

  test("is its first piece, or as far into its pieces as a stream joined late", () => {
    const pieces = [piece(2, 500, 1_000), piece(3, 0, 1_000)];
    expect(placeAtStart(pieces, [at(70)], at(70))).toEqual({ part: 2, offset: 500 });
    expect(placeAtStart(pieces, [], at(70))).toEqual({ part: 2, offset: 500 });
    expect(placeAtStart(pieces, [at(70)], at(470))).toEqual({ part: 2, offset: 900 });
    expect(placeAtStart(pieces, [at(70)], at(1_170))).toEqual({ part: 3, offset: 100 });
    expect(placeAtStart(pieces, [at(70)], at(2_070))).toEqual({});
  });
});

describe("the pieces of a stretch", () => {
  test("are audio from its offset, and silence for a pause", () => {
    const occurrence = occurrenceOf(audio(5_000), { kind: "pause", length: 500 });
    expect(piecesOf(stretchOf([0, 1_000, 4_000], [1, 0, 500]), occurrence, false)).toEqual([
      { part: 0, offset: 1_000, length: 4_000, sha256 },
      { part: 1, offset: 0, length: 500 },
    ]);
  });

  test("of a relay are its signed addresses in their order, its fallback and its rule of silence", () => {
    const fallback = { sha256, bytes: 1, length: 9_000 };
    const silence = { below: -45, after: 2_000 };
    const relay = { kind: "relay", sources: ["http://x", "https://y"], length: 9_000 };
    const sources = [
      { kind: "relay", name: "source-1", url: "http://x" },
      { kind: "relay", name: "source-2", url: "https://y" },
    ];
    const stretch = stretchOf([0, 0, 9_000]);
    const piece = { part: 0, offset: 0, length: 9_000 };
    expect(piecesOf(stretch, occurrenceOf(relay), false)).toEqual([
      { ...piece, stream: { sources } },
    ]);
    expect(piecesOf(stretch, occurrenceOf({ ...relay, fallback, silence }), false)).toEqual([
      { ...piece, stream: { sources, fallback: sha256, silence } },
    ]);
  });

  test("of live sound are the controller's stream, if the order names its key", () => {
    const live = { kind: "live", source: "/live/a", length: 9_000 };
    const stretch = stretchOf([0, 0, 9_000]);
    const piece = { part: 0, offset: 0, length: 9_000 };
    expect(piecesOf(stretch, occurrenceOf({ ...live, key: "k" }), false)).toEqual([
      {
        ...piece,
        stream: { sources: [{ kind: "live", name: "live", path: "/live/a", key: "k" }] },
      },
    ]);
    expect(piecesOf(stretch, occurrenceOf(live), false)).toEqual([
      { ...piece, stream: { sources: [] } },
    ]);
  });

  test("of the microphone at the pole are made only where the configuration allows it", () => {
    const local = occurrenceOf({ kind: "local", length: 9_000 });
    const stretch = stretchOf([0, 0, 9_000]);
    expect(piecesOf(stretch, local, true)).toEqual([
      {
        part: 0,
        offset: 0,
        length: 9_000,
        stream: { sources: [{ kind: "local", name: "local" }] },
      },
    ]);
    expect(piecesOf(stretch, local, false)).toBe("input-not-allowed");
    expect(piecesOf(stretchOf([7, 0, 9_000]), local, true)).toBe("source-lost");
  });
});

describe("what a stream brought", () => {
  const stream = { sources: [], fallback: sha256 };
  const piece = { part: 2, offset: 1_000, length: 30_000, stream } as never;
  const heard = (spans: readonly Span[]) =>
    partsOf([piece], [50_000 as Instant], [1_440_000], [spans]);

  test("is told stretch by stretch with its source, where in the part and when", () => {
    const parts = heard([
      { source: "silence", from: 0, frames: 48_000 },
      { source: "source-1", from: 48_000, frames: 960_000 },
      { source: "fallback", from: 1_008_000, frames: 432_000 },
    ]);
    expect(parts).toEqual([
      { part: 2, offset: 1_000, frames: 48_000, start: 50_000, source: "silence" },
      { part: 2, offset: 2_000, frames: 960_000, start: 51_000, source: "source-1" },
      { part: 2, offset: 22_000, frames: 432_000, start: 71_000, source: "fallback", sha256 },
    ]);
    const occurrence = occurrenceOf({ kind: "relay", length: 30_000 });
    expect(figures(occurrence, parts, undefined)).toMatchObject({
      heard: 29_000,
      frames: 1_392_000,
    });
    expect(isPlayed(occurrence, parts)).toBe(false);
  });

  test("is summed by source where it flapped very often", () => {
    const spans = Array.from({ length: 100 }, (_, i) => {
      return { source: i % 2 ? "fallback" : "source-1", from: i * 480, frames: 480 };
    });
    const parts = heard(spans);
    expect(parts).toHaveLength(42);
    expect(parts.slice(0, 2)).toEqual([
      { part: 2, offset: 1_000, frames: 14_400, source: "source-1" },
      { part: 2, offset: 1_000, frames: 14_400, source: "fallback" },
    ]);
    expect(parts[2]).toMatchObject({ start: 50_600, frames: 480, source: "source-1" });
  });

  test("of a person who finished early is measured by what was said, without the wait for the first word", () => {
    const spoken = { sources: [{ kind: "live", name: "live", path: "/live/a", key: "k" }] };
    const pieces = [{ part: 0, offset: 0, length: 60_000, stream: spoken }] as never;
    expect(finishedEarly(pieces, [480_000])).toBe(true);
    expect(finishedEarly(pieces, [2_880_000])).toBe(false);
    expect(finishedEarly(pieces, [])).toBe(true);
    expect(finishedEarly([piece], [480_000])).toBe(false);
    expect(finishedEarly([{ part: 0, offset: 0, length: 1 }] as never, [0])).toBe(false);
    expect(finishedEarly([], [])).toBe(false);
    const occurrence = occurrenceOf({ kind: "live", length: 60_000 });
    const of = (source: string, seconds: number) =>
      ({ part: 0, offset: 0, frames: seconds * 48_000, source }) as unknown as PlayedPart;
    const parts = [of("silence", 5), of("live", 20), of("silence", 1), of("live", 9)];
    expect(framesAsked(occurrence, parts, true)).toBe(30 * 48_000);
    expect(framesAsked(occurrence, parts, false)).toBe(60 * 48_000);
    expect(isPlayed(occurrence, parts, true)).toBe(false);
    expect(isPlayed(occurrence, [of("silence", 5), of("live", 20)], true)).toBe(true);
  });

  test("needs no fallback", () => {
    const bare = { part: 0, offset: 0, length: 1_000, stream: { sources: [] } } as never;
    const spans = [{ source: "fallback", from: 0, frames: 48_000 }];
    expect(partsOf([bare], [0 as Instant], [48_000], [spans])).toEqual([
      { part: 0, offset: 0, frames: 48_000, start: 0, source: "fallback" },
    ]);
  });
});

test.each([
  ["the whole", stretchOf([0, 0, 5_000], [1, 0, 3_000]), true],
  ["only the first part", stretchOf([0, 0, 5_000]), false],
  ["not quite the last part", stretchOf([0, 0, 5_000], [1, 0, 2_999]), false],
  ["the rest after a cut", stretchOf([1, 1_000, 2_000]), true],
  ["nothing", stretchOf(), false],
])("%s goes to the end: see", (_name, stretch, whole) => {
  expect(goesToTheEnd(stretch, occurrenceOf(audio(5_000), audio(3_000)))).toBe(whole);
});

test.each([
  [[], false],
  [[[0, 0, 240_000]], false],
  [[[1, 0, 24_000]], false],
  [[[1, 1_000, 91_200]], true],
  [[[1, 0, 144_000]], true],
] as const)("with %j heard, nothing is left of five and three seconds: %s", (heard, end) => {
  const parts = heard.map(([part, offset, frames]) => ({ part, offset, frames }));
  const order = occurrenceOf(audio(5_000), audio(3_000));
  expect(reachesEnd(order, parts as unknown as PlayedPart[])).toBe(end);
});

test("only pieces that began and sounded are counted", () => {
  const pieces = piecesOf(
    stretchOf([0, 0, 5_000], [1, 0, 500], [2, 0, 3_000]),
    occurrenceOf(audio(5_000), { kind: "pause", length: 500 }, audio(3_000)),
    false,
  ) as readonly Piece[];
  const parts = partsOf(pieces, [1_000, 6_000, undefined] as Instant[], [240_000, 100, 0]);
  expect(parts).toEqual([
    { part: 0, offset: 0, frames: 240_000, start: 1_000, sha256 },
    { part: 1, offset: 0, frames: 100, start: 6_000 },
  ]);
  expect(partsOf(pieces, [1_000 as Instant], [0])).toEqual([]);
});

test("of what sounds now, the last piece that began is open", () => {
  const pieces = [
    { part: 0, offset: 0, length: 5_000 },
    { part: 1, offset: 0, length: 500 },
    { part: 2, offset: 0, length: 1 },
  ] as never;
  expect(liveOf("o1" as never, pieces, [1_000, 6_000] as Instant[])).toEqual([
    { occurrence: "o1", part: 0, offset: 0, start: 1_000, end: 6_000 },
    { occurrence: "o1", part: 1, offset: 0, start: 6_000 },
  ]);
});

test("98 of 100 frames are a play, fewer are not", () => {
  const occurrence = occurrenceOf(audio(1_000));
  const heard = (frames: number) => [{ part: 0, offset: 0, frames, start: 5 }] as never;
  expect(isPlayed(occurrence, heard(47_040))).toBe(true);
  expect(isPlayed(occurrence, heard(47_039))).toBe(false);
  expect(figures(occurrence, heard(24_000), 5 as Instant)).toEqual({
    start: 5,
    heard: 500,
    frames: 24_000,
    ofFrames: 48_000,
    parts: heard(24_000),
  });
  expect(figures(occurrence, [], undefined)).toEqual({
    heard: 0,
    frames: 0,
    ofFrames: 48_000,
    parts: [],
  });
});

test("why less was heard: what sounded in its place, or a source that sent nothing", () => {
  const occurrence = occurrenceOf(audio(10_000));
  const heard = (frames: number, silent: number) =>
    [
      { part: 0, offset: 0, frames, source: "source-1" },
      { part: 0, offset: 0, frames: silent, source: "silence" },
    ] as never;
  expect(lackOf(occurrence, heard(240_000, 0), true)).toBe("preempted");
  expect(lackOf(occurrence, heard(240_000, 120_000), true)).toBe("preempted");
  expect(lackOf(occurrence, heard(240_000, 121_000), true)).toBe("source-lost");
  expect(lackOf(occurrence, heard(240_000, 120_000), false)).toBe("source-lost");
  expect(lackOf(occurrence, heard(240_000, 0), false)).toBe("undecodable");
});

describe("what the end of a run means", () => {
  const base = {
    heard: true,
    whole: false,
    played: false,
    why: undefined,
    mayRepeat: false,
    lack: "undecodable",
  } as const;
  test.each([
    ["never heard", { ...base, heard: false }, { kind: "nothing" }],
    [
      "to the end, all of it",
      { ...base, whole: true, played: true },
      { kind: "end", as: "played" },
    ],
    [
      "to the end, but frames are missing",
      { ...base, whole: true },
      { kind: "end", as: "partial", reason: "undecodable" },
    ],
    [
      "to the end, but a stream was silent",
      { ...base, whole: true, lack: "source-lost" },
      { kind: "end", as: "partial", reason: "source-lost" },
    ],
    ["to the border of its time", base, { kind: "goes-on" }],
    ["cut", { ...base, why: "cut" }, { kind: "goes-on" }],
    ["cancelled", { ...base, why: "cancelled" }, { kind: "end", as: "cancelled" }],
    [
      "past its window",
      { ...base, why: "expired" },
      { kind: "end", as: "partial", reason: "expired" },
    ],
    [
      "refused its rest",
      { ...base, why: "displaced" },
      { kind: "end", as: "preempted", reason: "displaced" },
    ],
    [
      "stopped with the program",
      { ...base, why: "power-loss" },
      { kind: "end", as: "interrupted", reason: "power-loss" },
    ],
    [
      "an emergency stopped with the program",
      { ...base, why: "power-loss", mayRepeat: true },
      { kind: "goes-on" },
    ],
  ] as const)("%s", (_name, end, fate) => {
    expect(fateOf(end)).toEqual(fate);
  });

  test("once the rest is refused", () => {
    expect(endOfBegun("expired", true, false)).toEqual({
      kind: "end",
      as: "interrupted",
      reason: "power-loss",
    });
    expect(endOfBegun("cancelled", false, true)).toEqual({ kind: "end", as: "cancelled" });
    expect(endOfBegun("cut-dropped", false, true)).toEqual({
      kind: "end",
      as: "preempted",
      reason: "cut-dropped",
    });
    expect(endOfBegun("expired", false, false)).toEqual({
      kind: "end",
      as: "partial",
      reason: "expired",
    });
  });
});

describe("gain", () => {
  const curve = [
    { start: 1_200, gain: -12 },
    { start: 300, gain: 0 },
  ];
  test.each([
    ["by day", 600, "normal", 0],
    ["in the evening", 1_300, "priority", -12],
    ["before the first entry, as last night", 100, "normal", -12],
    ["of an emergency, the loudest", 1_300, "emergency", 0],
  ] as const)("%s", (_name, minute, level, gain) => {
    expect(gainAt(curve, minute, level)).toBe(gain);
  });
  test("without a curve is none", () => expect(gainAt([], 0, "normal")).toBe(0));
});
