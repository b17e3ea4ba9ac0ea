import { expect, test } from "vitest";
import { mayFollow } from "../../../edge-agent/stream/address.ts";

const signed = [new URL("http://radio.vn:8000/xa"), new URL("https://hls.vn/live.m3u8")];

test.each([
  ["http://radio.vn:8000/xa", "http://radio.vn:8000/other", true],
  ["http://radio.vn:8000/xa", "https://radio.vn/xa", true],
  ["http://radio.vn:8000/xa", "https://hls.vn/a.ts", true],
  ["http://radio.vn:8000/xa", "http://radio.vn:22/", false],
  ["http://radio.vn:8000/xa", "http://10.0.0.1/", false],
  ["http://radio.vn:8000/xa", "http://127.0.0.1:8000/xa", false],
  ["http://radio.vn:8000/xa", "file:///etc/passwd", false],
  ["http://radio.vn:8000/xa", "https://me@hls.vn/", false],
  ["http://radio.vn:8000/xa", "https://:pw@hls.vn/", false],
  ["https://hls.vn/live.m3u8", "http://radio.vn:8000/xa", false],
])("from %s to %s: %s", (from, to, may) => {
  expect(mayFollow(new URL(from), new URL(to), signed)).toBe(may);
});
