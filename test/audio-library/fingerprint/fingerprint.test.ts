import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { OggOpusDecoder } from "ogg-opus-decoder";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAudioLibrary } from "../../../audio-library/app.ts";
import { fingerprinter, fromText, toText } from "../../../audio-library/fingerprint/fingerprint.ts";
import { powerOf } from "../../../audio-library/fingerprint/fourier.ts";
import { isSameRecording, likeness } from "../../../audio-library/fingerprint/likeness.ts";
import { noise, tone } from "../../support/audio.ts";

const HERTZ = 48_000;

function printOf(sound: Float32Array): Uint32Array {
  const prints = fingerprinter(HERTZ);
  for (let at = 0; at < sound.length; at += 10_007) prints.push(sound.subarray(at, at + 10_007));
  return prints.words();
}

let folder = "";
/** One voice, one greeting, three messages; each also through speech coding twice. */
const spoken: Float32Array[] = [];
let coded: Float32Array;
let uploaded = "";
let stored = "";

async function decoded(bytes: Uint8Array): Promise<Float32Array> {
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  const { channelData } = await decoder.decodeFile(bytes);
  decoder.free();
  return channelData[0] as Float32Array;
}

const pcm = (sound: Float32Array): Buffer => {
  const data = Buffer.alloc(44 + sound.length * 2);
  data.write("RIFF");
  data.writeUInt32LE(36 + sound.length * 2, 4);
  data.write("WAVEfmt ", 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(HERTZ, 24);
  data.writeUInt32LE(HERTZ * 2, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write("data", 36);
  data.writeUInt32LE(sound.length * 2, 40);
  sound.forEach((value, at) => {
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), 44 + at * 2);
  });
  return data;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-print-"));
  const { library, store } = await createAudioLibrary({
    folder,
    environment: { PATH: process.env["PATH"] },
  });
  for (const text of [
    "Mời bà con đến nhà văn hóa thôn dự lớp học kỹ năng số vào tối thứ sáu tuần này.",
    "Ngày mai cắt điện từ sáng sớm để sửa đường dây, bà con chủ động trong sinh hoạt.",
    "Trạm y tế xã tiêm chủng cho trẻ em, đề nghị các gia đình đưa trẻ đến đúng giờ.",
  ]) {
    const made = await library.makeSpeech({
      text: `Kính chào bà con trong xã. ${text}`,
      language: "vie",
    });
    if (!made.ok) throw new Error(made.code);
    spoken.push(await decoded(await readFile(store.path(made.sha256))));
  }
  const file = (async function* () {
    yield pcm((spoken[0] as Float32Array).subarray(Math.round(0.35 * HERTZ)));
  })();
  const again = await library.makeFromUpload(file, { filename: "lan-hai.wav" });
  if (!again.ok) throw new Error(again.code);
  uploaded = again.fingerprint ?? "";
  stored = again.sha256;
  coded = await decoded(await readFile(store.path(again.sha256)));
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

const one = () => spoken[0] as Float32Array;
const cut = (sound: Float32Array, from: number, to: number) =>
  sound.subarray(Math.round(from * HERTZ), Math.round(sound.length - to * HERTZ));

describe("the same recording", () => {
  test.for<[string, () => Float32Array]>([
    ["itself", one],
    ["at a tenth of the level", () => one().map((value) => value * 0.1)],
    [
      "louder, its peaks clipped",
      () => one().map((value) => Math.max(-0.8, Math.min(0.8, value * 1.5))),
    ],
    ["with a second cut off each end", () => cut(one(), 1.013, 1.021)],
    ["cut between two frames", () => cut(one(), 0.0213, 0)],
    [
      "with noise 15 dB under it",
      () => {
        const hiss = noise(one().length / HERTZ, 0.06, 3);
        return one().map((value, at) => value + (hiss[at] ?? 0));
      },
    ],
    ["levelled and coded once more", () => coded],
    ["turned round in phase", () => one().map((value) => -value)],
  ])("%s", ([, changed]) => {
    expect(isSameRecording(printOf(one()), printOf(changed()))).toBe(true);
    expect(isSameRecording(printOf(changed()), printOf(one()))).toBe(true);
  });
});

describe("another recording", () => {
  test("of the same voice with the same greeting is another", () => {
    for (const [first, second] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const prints = [first, second].map((at) => printOf(spoken[at] as Float32Array));
      expect(isSameRecording(prints[0] as Uint32Array, prints[1] as Uint32Array)).toBe(false);
    }
  });
  test("of which only an extract is the same is another", () => {
    expect(isSameRecording(printOf(one()), printOf(one().subarray(0, 3 * HERTZ)))).toBe(false);
  });
  test("too short, silent or empty proves nothing", () => {
    const short = printOf(one().subarray(0, HERTZ * 2));
    const silent = printOf(new Float32Array(HERTZ * 5));
    const none = printOf(new Float32Array(10));
    for (const print of [short, silent, none]) {
      expect(isSameRecording(print, print)).toBe(false);
      expect(isSameRecording(printOf(one()), print)).toBe(false);
    }
    expect(new Set(silent)).toEqual(new Set([0]));
  });
});

test("an upload brings the fingerprint of what was sent", () => {
  expect(isSameRecording(fromText(uploaded), printOf(one()))).toBe(true);
  expect(isSameRecording(fromText(uploaded), printOf(spoken[1] as Float32Array))).toBe(false);
});

test("likeness tells where and how alike", () => {
  const words = printOf(one());
  const like = likeness(words, words.subarray(20));
  expect(like).toMatchObject({ offset: 20, errors: 0 });
  expect(likeness(words, new Uint32Array(100))).toBeUndefined();
});

test("words as text come back", () => {
  fc.assert(
    fc.property(fc.uint32Array(), (words) => {
      expect(fromText(toText(words))).toEqual(words);
    }),
  );
});

test("a tone has its power on its own line", () => {
  const size = 256;
  const power = powerOf(Float64Array.from(tone(20, 1, 1, size)));
  expect(power.indexOf(Math.max(...power))).toBe(20);
  expect(power[20]).toBeCloseTo((size / 2) ** 2, 3);
  expect(power[19]).toBeCloseTo(0, 3);
});

test("a recording that is in the store without a fingerprint gets one that finds its copies", async () => {
  const { library, store } = await createAudioLibrary({ folder, environment: {} });
  const later = await library.fingerprintOf(stored);
  expect(isSameRecording(fromText(later ?? ""), fromText(uploaded))).toBe(true);
  expect(isSameRecording(fromText(later ?? ""), printOf(spoken[1] as Float32Array))).toBe(false);
  expect(await library.fingerprintOf("0".repeat(64))).toBeUndefined();
  const { sha256 } = await store.put(Buffer.from("no sound at all"));
  expect(await library.fingerprintOf(sha256)).toBeUndefined();
});
