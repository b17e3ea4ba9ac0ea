import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adopting } from "../../audio-library/adopt.service.ts";
import { type AudioLibraryParts, createAudioLibrary } from "../../audio-library/app.ts";
import { BOARD_HERTZ, type BoardEar } from "../../audio-library/render/board-ear.ts";
import { oggFrames } from "../../audio-library/render/ogg.ts";

let folder = "";
let one: AudioLibraryParts;
let other: AudioLibraryParts;
let sound: Buffer;
let made: { sha256: string; seconds: number };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-adopt-"));
  const environment = { PATH: process.env["PATH"] };
  one = await createAudioLibrary({ folder: join(folder, "one"), environment });
  other = await createAudioLibrary({ folder: join(folder, "other"), environment });
  const text = "Kính chào bà con. Mời bà con đến nhà văn hóa thôn dự lớp học kỹ năng số.";
  const speech = await one.library.makeSpeech({ text, language: "vie" });
  if (!speech.ok) throw new Error(speech.code);
  made = speech;
  sound = await readFile(one.store.path(speech.sha256));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

test("a sound of another library is taken as it is, with what was measured here", async () => {
  const looked = await other.library.adopt(sound, { keep: false });
  expect(looked).toMatchObject({ ok: true, sha256: "" });
  expect(await other.store.list()).toEqual([]);
  const taken = await other.library.adopt(sound, { keep: true });
  expect(taken).toMatchObject({ ok: true, sha256: made.sha256, bytes: sound.length });
  if (!taken.ok) return;
  expect(Math.abs(taken.lufs + 16)).toBeLessThanOrEqual(0.5);
  expect(Math.abs(taken.seconds - made.seconds)).toBeLessThan(0.1);
  expect(Math.max(...taken.peaks)).toBeGreaterThan(100);
  expect(await other.store.verify(made.sha256)).toBe("good");
}, 60_000);

test("what is no Opus, or not what it says, is refused", async () => {
  const cut = sound.subarray(0, 200);
  const lying = Buffer.from(sound);
  const last = lying.lastIndexOf("OggS");
  lying.writeBigUInt64LE(BigInt(2 ** 50), last + 6);
  const short = Buffer.from(sound);
  short.writeBigUInt64LE(48_000n, last + 6);
  for (const bytes of [Buffer.from("ID3"), Buffer.alloc(0), cut, lying, short])
    expect(await other.library.adopt(bytes, { keep: true })).toMatchObject({ code: "not-audio" });
}, 60_000);

/** An ear that hears one loudness, whatever the file. */
const deafTo = (amplitude: number): BoardEar => ({
  hear: async (_file, { take }) => {
    const frames = 4 * BOARD_HERTZ;
    take(
      Float32Array.from(
        { length: frames },
        (_, at) => amplitude * Math.sin((at * 2_000) / BOARD_HERTZ),
      ),
    );
    return frames;
  },
});

test("what is too soft or too loud is not levelled again but refused", async () => {
  const page = Buffer.alloc(60);
  page.write("OggS");
  page.write("OggS", 33);
  page.writeBigUInt64LE(BigInt(4 * BOARD_HERTZ), 39);
  for (const amplitude of [0.02, 0.6, 0.99]) {
    const adopt = adopting({ ear: deafTo(amplitude), store: other.store });
    expect(await adopt(page, { keep: true })).toMatchObject({ code: "not-level" });
  }
  const adopt = adopting({ ear: deafTo(0.22), store: other.store });
  expect(await adopt(page, { keep: false })).toMatchObject({ ok: true, seconds: 4 });
});

test("the end of a sound stands in its last page", () => {
  expect((oggFrames(sound) ?? 0) / BOARD_HERTZ).toBeCloseTo(made.seconds, 0);
  expect(oggFrames(Buffer.from("OggS"))).toBeUndefined();
  expect(oggFrames(Buffer.from("RIFF".repeat(20)))).toBeUndefined();
  const first = Buffer.alloc(40);
  first.write("OggS");
  expect(oggFrames(first)).toBeUndefined();
});
