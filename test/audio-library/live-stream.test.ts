import { expect, test } from "vitest";
import { microphoneOf } from "../../audio-library/streams/live-stream.ts";

test.each([
  ["audio/webm;codecs=opus", "matroska"],
  ["Audio/OGG; codecs=opus", "ogg"],
  ["audio/mp4", "mov"],
  ["video/webm", undefined],
  ["", undefined],
])("a microphone that records %s", (mime, demuxer) => {
  expect(microphoneOf(mime)).toBe(demuxer);
});
