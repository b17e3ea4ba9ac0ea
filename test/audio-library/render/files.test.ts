import { expect, test } from "vitest";
import {
  isNewEnough,
  missingFrom,
  probeFromLog,
  versionFromLog,
} from "../../../audio-library/render/codec-log.ts";
import { containerOfName, isPlaylist, sniff } from "../../../audio-library/render/sniff.ts";
import { readWav } from "../../../audio-library/render/wav.ts";
import { tone, wavBytes } from "../../support/audio.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

test.each([
  ["RIFF\x24\0\0\0WAVEfmt ", "wav"],
  ["fLaC\0\0\0\x22", "flac"],
  ["OggS\0\x02", "ogg"],
  ["ID3\x04\0\0", "mp3"],
  ["\xff\xfb\x90\x64", "mp3"],
  ["\xff\xf1\x50\x80", "aac"],
  ["\0\0\0\x20ftypM4A ", "mov"],
  ["\x1aE\xdf\xa3\x01", "matroska"],
  ["RIFF\x24\0\0\0AVI LIST", undefined],
  ["PK\x03\x04", undefined],
  ["\xff\xe9\x90\x64", undefined],
  ["\xff\x00\x00\x00", undefined],
  ["", undefined],
])("the first bytes %j mean %s", (head, container) => {
  expect(sniff(bytes(head))).toBe(container);
});

test("a name says what a file should be by its last ending", () => {
  expect(containerOfName("Loa xã.MP3")).toBe("mp3");
  expect(containerOfName("../../etc/passwd.opus")).toBe("ogg");
  expect(containerOfName("a.mp3.exe")).toBeUndefined();
  expect(containerOfName("mp3")).toBeUndefined();
  expect(containerOfName("x.constructor")).toBeUndefined();
});

test.each([
  "#EXTM3U\nhttp://x/",
  "\xef\xbb\xbf#EXTM3U",
  "  \r\n#EXTM3U",
  "ffconcat version 1.0",
  "[playlist]\n",
  "<?xml version='1.0'?>",
  "<ASX version='3'>",
])("%j is a list of other files", (text) => {
  expect(isPlaylist(bytes(text))).toBe(true);
});

test("sound is no playlist", () => {
  expect(isPlaylist(wavBytes(tone(400, 0.1)))).toBe(false);
});

const log = `Input #0, mov,mp4,m4a,3gp,3g2,mj2, from '/tmp/x':
  Metadata:
    title           : x
                    :   Stream #0:7: Audio: fake
  Duration: 01:02:03.50, start: 0.000000, bitrate: 128 kb/s
  Stream #0:0[0x1](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, stereo, fltp, 128 kb/s
  Stream #0:1: Video: mjpeg (Baseline), yuvj420p(pc), 90k tbr
`;

test("what the program prints about a file is understood", () => {
  expect(probeFromLog(log)).toEqual({
    container: "mov,mp4,m4a,3gp,3g2,mj2",
    seconds: 3_723.5,
    audio: [{ codec: "aac" }],
  });
  expect(probeFromLog(log.replace("01:02:03.50", "N/A"))?.seconds).toBeUndefined();
  expect(probeFromLog("/x: Invalid data found when processing input")).toBeUndefined();
});

test("versions of many kinds of builds are compared", () => {
  expect(versionFromLog("ffmpeg version 5.1.9-0+deb12u1 Copyright")).toBe("5.1.9-0+deb12u1");
  expect(versionFromLog("bash: no")).toBeUndefined();
  for (const good of ["4.3", "n4.4.1", "5.1.4", "7.0", "N-12345-gabc", "git-2020-01-01"])
    expect(isNewEnough(good)).toBe(true);
  for (const old of ["4.2.7", "3.4", "unknown"]) expect(isNewEnough(old)).toBe(false);
});

test("what a build lacks is named", () => {
  const listing = " A....D flac                 FLAC\n A....D libmp3lame           MP3\n";
  expect(missingFrom(listing, ["flac", "libopus", "libmp3lame"])).toEqual(["libopus"]);
});

test("a WAV file gives back its samples, whatever length its header claims", () => {
  const file = wavBytes(tone(440, 0.1, 0.5, 22_050), 22_050);
  const whole = readWav(file);
  expect(whole?.sampleRate).toBe(22_050);
  expect(whole?.pcm).toHaveLength(2_205);
  file.writeUInt32LE(0xffff_ffff, 40);
  expect(readWav(file)?.pcm).toEqual(whole?.pcm);
});

test("chunks before the sound are passed over, odd ones with their filler", () => {
  const file = wavBytes(tone(440, 0.01));
  const list = Buffer.concat([bytes("LIST\x03\0\0\0abc\0")]);
  const longer = Buffer.concat([file.subarray(0, 12), list, file.subarray(12)]);
  expect(readWav(longer)?.pcm).toEqual(readWav(file)?.pcm);
});

test("what is no 16-bit mono WAV is nothing", () => {
  const file = wavBytes(tone(440, 0.1));
  expect(readWav(wavBytes(tone(440, 0.1), 48_000, 2))).toBeUndefined();
  expect(readWav(bytes("RIFF"))).toBeUndefined();
  expect(readWav(bytes("x".repeat(60)))).toBeUndefined();
  expect(readWav(Buffer.from(file).fill("XXXX", 36, 40))).toBeUndefined();
  expect(readWav(Buffer.from(file).fill("junk", 12, 16))).toBeUndefined();
});
