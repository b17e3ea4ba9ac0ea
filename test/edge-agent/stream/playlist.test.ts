import { describe, expect, test } from "vitest";
import {
  cheapest,
  newSegments,
  type Playlist,
  readPlaylist,
} from "../../../edge-agent/stream/playlist.ts";

const media = (lines: string) => `#EXTM3U\r\n#EXT-X-TARGETDURATION:4\r\n${lines}`;

test("a live list names its segments and their numbers", () => {
  const text = media(
    "#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:3.84,\na.ts\n\n# said\n#EXTINF:4,x\nsub/b.ts\nstray.ts\n",
  );
  expect(readPlaylist(text)).toEqual({
    kind: "media",
    target: 4,
    segments: [
      { number: 7, uri: "a.ts", seconds: 3.84 },
      { number: 8, uri: "sub/b.ts", seconds: 4 },
    ],
    ended: false,
  });
  expect(readPlaylist(media("#EXT-X-ENDLIST"))).toMatchObject({ segments: [], ended: true });
});

test("segments of fragmented MP4 name the section that they need before them", () => {
  const list = readPlaylist(
    media(
      '#EXT-X-MAP:URI="i.mp4"\n#EXTINF:2,\na.m4s\n#EXTINF:2,\nb.m4s\n#EXT-X-MAP:X=1,URI="j.mp4"\n#EXTINF:2,\nc.m4s',
    ),
  );
  expect(list?.kind === "media" && list.segments.map(({ map }) => map)).toEqual([
    ...["i.mp4", "i.mp4", "j.mp4"],
  ]);
});

test("a list of variants leads to the cheapest", () => {
  const list = readPlaylist(
    '#EXTM3U\n#EXT-X-STREAM-INF:CODECS="x",BANDWIDTH=96000\nbig.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=32000\nsmall.m3u8\n#EXT-X-STREAM-INF:NAME=x',
  );
  expect(list?.kind === "master" ? cheapest(list.variants) : list).toEqual({
    uri: "small.m3u8",
    bandwidth: 32_000,
  });
  expect(readPlaylist("#EXTM3U\n#EXT-X-STREAM-INF:NAME=x\na.m3u8")).toMatchObject({
    variants: [{ bandwidth: 0 }],
  });
  expect(cheapest([])).toBeUndefined();
});

test.each([
  ["no playlist", "hello"],
  ["a list of songs", "#EXTM3U\nfile:///etc/passwd"],
  ["an encrypted one", media("#EXT-X-KEY:METHOD=AES-128,URI=k\n#EXTINF:4,\na.ts")],
  ["one of pieces of a file", media("#EXTINF:4,\n#EXT-X-BYTERANGE:9@0\na.ts")],
  ["one that begins with a piece", media('#EXT-X-MAP:URI="i.mp4",BYTERANGE="7@0"\n#EXTINF:4,\na')],
  ["an endless one", media("#x\n".repeat(6_000))],
  ["one without a length", "#EXTM3U\n#EXT-X-TARGETDURATION:soon\n"],
])("%s is not read", (_name, text) => {
  expect(readPlaylist(text)).toBeUndefined();
});

test("a list that says it is not encrypted is read", () => {
  expect(readPlaylist(media("#EXT-X-KEY:METHOD=NONE\n#EXTINF:4,\na.ts"))).toBeDefined();
});

describe("what is new in a list", () => {
  const list = (numbers: readonly number[], ended = false) =>
    ({
      kind: "media",
      target: 4,
      ended,
      segments: numbers.map((number) => ({ number, uri: `${number}.ts`, seconds: 4 })),
    }) as Extract<Playlist, { kind: "media" }>;
  const numbers = (...args: Parameters<typeof newSegments>) =>
    newSegments(...args).map(({ number }) => number);

  test.each([
    [list([1, 2, 3, 4]), undefined, [3, 4]],
    [list([1, 2, 3, 4], true), undefined, [1, 2, 3, 4]],
    [list([3, 4, 5]), 4, [5]],
    [list([3, 4]), 4, []],
    [list([0, 1, 2]), 900, [1, 2]],
    [list([]), 4, []],
  ])("case %#", (now, had, fresh) => {
    expect(numbers(now, had)).toEqual(fresh);
  });
});
