import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AudioLibraryParts, createAudioLibrary } from "../../audio-library/app.ts";
import type { MadeRecording, MadeSpeech } from "../../audio-library/library.ts";
import type { AudioRefusal } from "../../audio-library/refusals.ts";
import { minutes } from "../../contract/time.ts";
import { babble, HERTZ, joined, silence, streamOf, tone, wavBytes } from "../support/audio.ts";
import { ebur128File } from "../support/ebur128.ts";
import { fakeSpeech } from "../support/fake-speech.ts";
import { needing, programPath } from "../support/needs.ts";

const text =
  "UBND xã thông báo: trước ngày 20/6, mời bà con đến nhà văn hóa thôn để nghe về Nghị quyết số 57-NQ/TW. " +
  "Ai chưa cài đặt định danh điện tử thì mang theo căn cước. Trân trọng cảm ơn.";

let folder = "";
const extra = fakeSpeech("cloud");
let audio: AudioLibraryParts;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-library-"));
  audio = await createAudioLibrary({
    folder: join(folder, "one"),
    environment: { PATH: process.env["PATH"] },
    limits: { bytes: 20_000_000, length: minutes(2) },
    engines: [extra],
  });
});
afterAll(() => rm(folder, { recursive: true }));

function made<T extends { ok: true }>(answer: T | AudioRefusal): T {
  if (!answer.ok) throw new Error(`${answer.code} ${answer.detail}`);
  return answer;
}

const speak = (more: object = {}): Promise<MadeSpeech | AudioRefusal> =>
  audio.library.makeSpeech({ text, language: "vie", ...more });

test("written text becomes a levelled Opus file under the hash of its bytes", async () => {
  const stages: string[] = [];
  const shares: number[] = [];
  const speech = made(
    await speak({
      chime: "normal",
      progress: (stage: string, done: number) => {
        stages.push(stage);
        shares.push(done);
      },
    }),
  );
  const bytes = await readFile(audio.store.path(speech.sha256));
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(speech.sha256);
  expect(speech.bytes).toBe(bytes.length);
  expect(Math.abs(speech.lufs + 16)).toBeLessThanOrEqual(0.5);
  expect(speech.truePeak).toBeLessThanOrEqual(-1);
  expect(speech.seconds).toBeGreaterThan(10);
  expect(speech.seconds).toBeLessThan(60);
  expect((bytes.length * 8) / speech.seconds).toBeLessThan(28_000);
  expect(speech.peaks).toHaveLength(800);
  expect(speech.shared).toEqual({ before: 2.5, after: 1.95 });
  expect(speech.spoken).toContain("hai mươi tháng sáu");
  expect(speech.spans.length).toBeGreaterThan(1);
  expect(speech.engine).toMatchObject({ id: "espeak-ng", voice: "vi", rate: 1 });
  expect([...new Set(stages)]).toEqual(["speaking", "levelling", "encoding", "checking"]);
  expect(shares).toEqual([...shares].sort((one, other) => one - other));
  expect(shares.at(-1)).toBe(1);
}, 60_000);

test("the same request again is answered from the cache in under 50 ms", async () => {
  const first = made(await speak());
  let took = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 5; tries += 1) {
    const start = performance.now();
    expect(made(await speak())).toEqual(first);
    took = Math.min(took, performance.now() - start);
  }
  expect(took).toBeLessThan(50);
}, 60_000);

test("voice, speed, rests and chime each make another sound", async () => {
  const plain = made(await speak());
  const others = await Promise.all([
    speak({ voice: "espeak-ng/vi-VN-x-south" }),
    speak({ rate: 1.3 }),
    speak({ pause: 2 }),
    speak({ chime: "emergency" }),
  ]);
  const seconds = others.map((other) => made(other).seconds);
  expect(new Set([plain, ...others.map(made)].map(({ sha256 }) => sha256)).size).toBe(5);
  expect(seconds[1]).toBeLessThan(plain.seconds);
  expect(seconds[2]).toBeGreaterThan(plain.seconds);
  expect(seconds[3]).toBeGreaterThan(plain.seconds + 3);
}, 120_000);

test("a second library makes the same file, so a hash names the sound everywhere", async () => {
  const other = await createAudioLibrary({
    folder: join(folder, "two"),
    environment: { PATH: process.env["PATH"] },
  });
  const again = made(await other.library.makeSpeech({ text, language: "vie" }));
  expect(again.sha256).toBe(made(await speak()).sha256);
  await rm(other.store.path(again.sha256));
  expect(made(await other.library.makeSpeech({ text, language: "vie" })).sha256).toBe(again.sha256);
  expect(await other.store.verify(again.sha256)).toBe("good");
}, 120_000);

needing("ffmpeg")(
  "an independent meter agrees with level and peak",
  async () => {
    const speech = made(await speak());
    const measured = await ebur128File(audio.store.path(speech.sha256));
    expect(Math.abs(measured.lufs + 16)).toBeLessThanOrEqual(0.5);
    expect(measured.truePeak).toBeLessThanOrEqual(-1);
    expect(Math.abs(measured.lufs - speech.lufs)).toBeLessThan(0.2);
  },
  60_000,
);

describe("what is refused", () => {
  test.each([
    [{ language: "hre" }, "not-vietnamese"],
    [{ language: "eng" }, "not-vietnamese"],
    [{ text: "The quick brown fox jumps over the lazy dog near the river" }, "not-vietnamese"],
    [{ text: " \n " }, "nothing-to-say"],
    [{ text: "…" }, "nothing-to-say"],
    [{ voice: "vi-VN-x-west" }, "no-voice"],
    [{ voice: "nobody/vi" }, "no-voice"],
  ])("%j: %s", async (more, code) => {
    const refusal = await speak(more);
    expect(refusal).toMatchObject({ ok: false, code });
    expect(!refusal.ok && refusal.vi).toMatch(/\p{L}+\./u);
  });

  test("a text as long as a book", async () => {
    expect(await speak({ text: "dài ".repeat(20_000) })).toMatchObject({ code: "too-much-text" });
  });

  test("what the caller no longer wants", async () => {
    const stop = new AbortController();
    const working = speak({ text: `${text} Một lần nữa.`, signal: stop.signal });
    setTimeout(() => stop.abort(), 30);
    expect(await working).toMatchObject({ ok: false, code: "aborted" });
  });

  test("everything, when there is no ffmpeg", async () => {
    const bare = await createAudioLibrary({
      folder: join(folder, "bare"),
      environment: { PATH: "" },
      launchers: { espeak: "/nowhere", ffmpeg: "/nowhere" },
    });
    const noEngine = await bare.library.makeSpeech({ text, language: "vie" });
    expect(noEngine).toMatchObject({ ok: false });
    const file = streamOf(wavBytes(tone(500, 1)));
    const upload = await bare.library.makeFromUpload(file, { filename: "a.wav" });
    expect(upload).toMatchObject({ ok: false, code: "no-codec" });
  });
});

describe("another engine", () => {
  const cloud = { voice: "cloud/a" };

  test("gets a long text in parts that it can take, two at a time", async () => {
    extra.asked.length = 0;
    const speech = made(await speak({ ...cloud, text: `${text} `.repeat(4) }));
    expect(speech.engine.id).toBe("cloud");
    expect(speech.notes).toEqual([]);
    expect(extra.asked.length).toBeGreaterThan(2);
    expect(extra.asked.every((part) => part.length <= 400)).toBe(true);
    expect(extra.busiest).toBe(2);
  }, 60_000);

  test("that fails is replaced by the built-in one, with a note, and asked again next time", async () => {
    const other = { ...cloud, text: `${text} Xin nhắc lại.` };
    extra.failing = "quota";
    const replaced = made(await speak(other));
    expect(replaced.engine.id).toBe("espeak-ng");
    expect(replaced.notes).toEqual([expect.stringContaining("Hết hạn mức.")]);
    extra.failing = undefined;
    const back = made(await speak(other));
    expect(back.engine.id).toBe("cloud");
    expect(back.notes).toEqual([]);
  }, 60_000);

  test("offers its voices beside the built-in ones", async () => {
    const voices = await audio.library.voices();
    expect(voices.map(({ engine, id }) => `${engine}/${id}`)).toEqual([
      "espeak-ng/vi",
      "espeak-ng/vi-VN-x-central",
      "espeak-ng/vi-VN-x-south",
      "cloud/a",
    ]);
  });
});

const upload = (bytes: Uint8Array, filename: string, more: object = {}) =>
  audio.library.makeFromUpload(streamOf(bytes), { filename, ...more });

describe("a recording", () => {
  const bytes = wavBytes(joined(silence(2), babble(6, 0.05), silence(1.5)), HERTZ, 2);

  test("is trimmed, levelled, framed by the chime, and its original kept", async () => {
    const plain: MadeRecording = made(await upload(bytes, "Loa thôn.wav"));
    const framed = made(await upload(bytes, "Loa thôn.wav", { chime: "normal" }));
    expect(Math.abs(plain.lufs + 16)).toBeLessThanOrEqual(0.5);
    expect(plain.truePeak).toBeLessThanOrEqual(-1);
    expect(plain.seconds).toBeLessThan(6.5);
    expect(framed.seconds).toBeGreaterThan(plain.seconds + 3);
    expect(plain.shared).toEqual({ before: 0, after: 0 });
    expect(framed.shared).toEqual({ before: 2.5, after: 1.95 });
    expect(plain.original).toMatchObject({ bytes: bytes.length, filename: "Loa thôn.wav" });
    expect(await readFile(audio.originals.path(plain.original.sha256))).toEqual(bytes);
  }, 60_000);

  test("that comes again gives the same sound at once", async () => {
    const first = made(await upload(bytes, "a.wav"));
    const start = performance.now();
    expect(made(await upload(bytes, "b.wav")).sha256).toBe(first.sha256);
    expect(performance.now() - start).toBeLessThan(1_500);
    expect(await audio.originals.verify(first.original.sha256)).toBe("good");
  }, 60_000);

  test("whose level cannot be reached says so", async () => {
    const clicks = silence(4);
    for (let at = 0; at < clicks.length; at += 12_000) clicks[at] = 0.9;
    const answer = made(await upload(wavBytes(clicks), "a.wav"));
    expect(answer.notes).toEqual([expect.stringContaining("LUFS")]);
  }, 60_000);

  test("longer than allowed is refused", async () => {
    const long = wavBytes(babble(130, 0.2, 1, 8_000), 8_000);
    expect(await upload(long, "a.wav")).toMatchObject({ ok: false, code: "too-long" });
  }, 60_000);
});

test("with nothing but what npm brings, the same comes out", async () => {
  const npm = await createAudioLibrary({
    folder: join(folder, "npm"),
    environment: { PATH: "", HOME: folder },
  });
  const speech = made(await npm.library.makeSpeech({ text, language: "vie", chime: "normal" }));
  expect(speech.codec).toContain("(npm)");
  expect(speech.engine.version).toContain("emscripten");
  expect(Math.abs(speech.lufs + 16)).toBeLessThanOrEqual(0.5);
  const file = streamOf(wavBytes(babble(3)));
  const recording = made(await npm.library.makeFromUpload(file, { filename: "a.wav" }));
  expect(Math.abs(recording.lufs + 16)).toBeLessThanOrEqual(0.5);
  if (programPath("ffmpeg") === undefined) return;
  const measured = await ebur128File(npm.store.path(speech.sha256));
  expect(Math.abs(measured.lufs + 16)).toBeLessThanOrEqual(0.5);
  expect(measured.truePeak).toBeLessThanOrEqual(-1);
}, 180_000);

test("a damaged cache of programs and recipes is only a slower start", async () => {
  const where = join(folder, "one");
  await writeFile(join(where, "programs.json"), "{");
  const again = await createAudioLibrary({
    folder: where,
    environment: { PATH: process.env["PATH"] },
  });
  expect(await again.codec.find()).toMatchObject({ ok: true });
}, 60_000);
