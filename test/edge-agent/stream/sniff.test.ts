import { expect, test } from "vitest";
import { sniffStream } from "../../../edge-agent/stream/sniff.ts";

const text = (words: string) => new TextEncoder().encode(words);
const transport = new Uint8Array(400);
transport[0] = 0x47;
transport[188] = 0x47;

test.each([
  [text("#EXTM3U\n#EXT-X-VERSION:3"), "audio/mpeg", "hls"],
  [text(`OggS${" ".repeat(24)}OpusHead`), "", "ogg-opus"],
  [text("OggS  \u0001vorbis"), "", "ogg"],
  [text("fLaC"), "", "flac"],
  [text("\0\0\0\u001cftypiso5"), "", "mp4"],
  [text("ID3 "), "audio/mpeg", "mp3"],
  [text("ID3 "), "audio/aac", "aac"],
  [transport, "", "mpegts"],
  [Uint8Array.of(0xff, 0xf1, 0x50), "", "aac"],
  [Uint8Array.of(0xff, 0xfb, 0x90), "", "mp3"],
  [Uint8Array.of(1, 2, 3), "audio/mpeg; charset=x", "mp3"],
  [Uint8Array.of(1, 2, 3), "Audio/AACP", "aac"],
  [text("[playlist]\nFile1=file:///etc/passwd"), "audio/x-scpls", undefined],
  [text("<html>"), "text/html", undefined],
  [Uint8Array.of(0xff), "", undefined],
  [new Uint8Array(0), "", undefined],
])("bytes number %#", (bytes, type, form) => {
  expect(sniffStream(bytes, type)).toBe(form);
});
