import { expect, test } from "vitest";
import { findDecoders } from "../../../edge-agent/stream/decoders.adapter.ts";
import { decodersOf } from "../../../edge-agent/stream/decoders.ts";
import { needing } from "../../support/needs.ts";

const demuxers = `File formats:
 D. = Demuxing supported
 --
 D  aac             raw ADTS AAC (Advanced Audio Coding)
 D  flac            raw FLAC
 D  mov,mp4,m4a,3gp QuickTime / MOV
 D  mp3             MP2/3 (MPEG audio layer 2/3)
 D  mpegts          MPEG-TS (MPEG-2 Transport Stream)
 D  ogg             Ogg
`;
const decoders = `Decoders:
 A..... = Audio
 ------
 A....D aac                  AAC (Advanced Audio Coding)
 A....D mp3float             MP3 (MPEG audio layer 3) (codec mp3)
 A....D vorbis               Vorbis
`;

test("a board without ffmpeg decodes what it brings itself", () => {
  expect(decodersOf(undefined)).toEqual(["ogg-opus", "wav"]);
});

test("a form counts where ffmpeg both opens it and decodes what is in it", () => {
  expect(decodersOf({ demuxers, decoders })).toEqual([
    "ogg-opus",
    "wav",
    "ogg",
    "mp3",
    "aac",
    "mpegts",
    "mp4",
    "hls",
  ]);
  expect(decodersOf({ demuxers: "", decoders })).toEqual(["ogg-opus", "wav"]);
});

test("a program that is not there is no ffmpeg", async () => {
  expect(await findDecoders("/nowhere/ffmpeg")).toEqual(["ogg-opus", "wav"]);
});

needing("ffmpeg")("the real ffmpeg of this machine opens everything", async () => {
  expect(await findDecoders("ffmpeg")).toEqual([
    "ogg-opus",
    "wav",
    "ogg",
    "mp3",
    "aac",
    "mpegts",
    "mp4",
    "flac",
    "hls",
  ]);
});
