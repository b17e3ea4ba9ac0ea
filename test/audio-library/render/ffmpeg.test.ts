import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Codec, DecodeHow } from "../../../audio-library/render/codec.ts";
import { ffmpegCodec } from "../../../audio-library/render/ffmpeg.adapter.ts";
import { toFloat, toInt16 } from "../../../audio-library/render/pcm.ts";
import type { Container } from "../../../audio-library/render/sniff.ts";
import { seconds } from "../../../contract/time.ts";
import { babble, HERTZ, joined, tone, wavBytes } from "../../support/audio.ts";
import { needing, programPath } from "../../support/needs.ts";

const launcher = fileURLToPath(
  new URL("../../../audio-library/render/ffmpeg-launcher.mjs", import.meta.url),
);
const searchPath = process.env["PATH"] ?? "";
const brought = ffmpegCodec({ searchPath: "", launcher }, { PATH: "" });
const installed = ffmpegCodec({ searchPath, launcher: "/nowhere" }, { PATH: searchPath });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-codec-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function* soundStream(sound: Float32Array): AsyncGenerator<Int16Array> {
  for (let at = 0; at < sound.length; at += 10_000) yield toInt16(sound.subarray(at, at + 10_000));
}

const how = (container: Container, longest = 60): DecodeHow => ({
  container,
  hertz: HERTZ,
  longest: seconds(longest),
});

async function decoded(codec: Codec, path: string, as: DecodeHow) {
  const pieces: Float32Array[] = [];
  const answer = await codec.decode({ path }, as, (samples) => pieces.push(toFloat(samples)));
  return { answer, sound: joined(...pieces) };
}

async function fileOf(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const rms = (sound: Float32Array): number =>
  Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / sound.length);

const programs = [
  { name: "the program that npm brings", codec: brought, test, origin: "npm" },
  {
    name: "the program that is installed",
    codec: installed,
    test: needing("ffmpeg"),
    origin: "path",
  },
];

for (const { name, codec, test: check, origin } of programs)
  describe(name, () => {
    check(
      "passes its self-test and says which it is",
      async () => {
        const found = await codec.find();
        expect(found).toMatchObject({ ok: true, about: { origin } });
        expect(found.ok && found.about.version).toMatch(/^\d+\.\d+/);
      },
      60_000,
    );

    check(
      "makes the same Opus file of the same sound, and reads it back",
      async () => {
        const sound = babble(2);
        const [one, two] = await Promise.all(
          [0, 1].map(() => codec.encode(soundStream(sound), { encoding: "opus", hertz: HERTZ })),
        );
        if (!one?.ok || !two?.ok) throw new Error("not encoded");
        expect(one.value).toEqual(two.value);
        expect(Buffer.from(one.value.subarray(0, 4)).toString("latin1")).toBe("OggS");
        const path = await fileOf(`${origin}.opus`, one.value);
        const back = await decoded(codec, path, how("ogg"));
        expect(back.answer).toEqual({ ok: true, value: back.sound.length });
        expect(Math.abs(back.sound.length - sound.length)).toBeLessThan(0.03 * HERTZ);
      },
      60_000,
    );

    check(
      "reads stereo at another rate as one channel at ours",
      async () => {
        const path = await fileOf(`${origin}.wav`, wavBytes(tone(700, 1, 0.4, 44_100), 44_100, 2));
        const probe = await codec.probe(path, { container: "wav" });
        expect(probe).toMatchObject({ ok: true, value: { container: "wav", seconds: 1 } });
        const { sound } = await decoded(codec, path, how("wav"));
        expect(sound.length).toBe(HERTZ);
        expect(rms(sound)).toBeCloseTo(0.4 / Math.SQRT2, 1);
      },
      60_000,
    );

    check(
      "stops a sound that is longer than allowed",
      async () => {
        const path = await fileOf(`${origin}-long.wav`, wavBytes(tone(700, 8)));
        const { answer, sound } = await decoded(codec, path, how("wav", 2));
        expect(answer).toMatchObject({ ok: false, code: "too-long" });
        expect(sound.length).toBeLessThan(5 * HERTZ);
      },
      60_000,
    );

    check(
      "opens a file as what it should be, and as nothing else",
      async () => {
        const path = await fileOf(`${origin}-other.wav`, wavBytes(tone(700, 1)));
        for (const other of ["ogg", "flac"] as const) {
          const { answer } = await decoded(codec, path, how(other));
          expect(answer).toMatchObject({ ok: false, code: "not-audio" });
        }
      },
      60_000,
    );
  });

needing("ffmpeg")(
  "every container that we take is read",
  async () => {
    const sound = babble(1.5);
    const plain = await fileOf("all.wav", wavBytes(sound));
    for (const [encoding, container] of [
      ["flac", "flac"],
      ["mp3", "mp3"],
    ] as const) {
      const encoded = await installed.encode(soundStream(sound), { encoding, hertz: HERTZ });
      if (!encoded.ok) throw new Error(encoded.log);
      const path = await fileOf(`all.${encoding}`, encoded.value);
      const back = await decoded(installed, path, how(container));
      expect(back.answer.ok).toBe(true);
      expect(rms(back.sound)).toBeCloseTo(rms(sound), 1);
    }
    const { execFileSync } = await import("node:child_process");
    for (const [name, codec, container] of [
      ["a.m4a", "aac", "mov"],
      ["a.aac", "aac", "aac"],
      ["a.webm", "libopus", "matroska"],
    ] as const) {
      const path = join(folder, name);
      const args = ["-v", "error", "-y", "-i", plain, "-c:a", codec, path];
      execFileSync(programPath("ffmpeg") as string, args);
      const back = await decoded(installed, path, how(container));
      expect(rms(back.sound)).toBeCloseTo(rms(sound), 1);
    }
  },
  60_000,
);

needing("ffmpeg")("a caller that gives up stops the work", async () => {
  const stop = new AbortController();
  const endless = async function* (): AsyncGenerator<Int16Array> {
    for (let i = 0; i < 100_000; i += 1) yield new Int16Array(48_000);
  };
  const working = installed.encode(endless(), {
    encoding: "opus",
    hertz: HERTZ,
    signal: stop.signal,
  });
  setTimeout(() => stop.abort(), 300);
  expect(await working).toMatchObject({ ok: false, code: "aborted" });
});

const fake = async (name: string, version: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\necho "ffmpeg version ${version} Copyright"\n`, { mode: 0o755 });
  return path;
};

needing("ffmpeg")(
  "the operator's program goes first; why it does not count is named",
  async () => {
    const good = ffmpegCodec(
      { operator: programPath("ffmpeg"), searchPath: "", launcher: "/nowhere" },
      { PATH: "" },
    );
    expect(await good.find()).toMatchObject({ ok: true, about: { origin: "operator" } });
    for (const [operator, why] of [
      ["/nowhere/ffmpeg", "không có tệp"],
      [await fake("old", "4.2.7"), "quá cũ"],
      [await fake("bare", "6.0"), "thiếu"],
      [process.execPath, "không chạy được"],
    ] as const) {
      const codec = ffmpegCodec(
        { operator, searchPath, launcher: "/nowhere" },
        { PATH: searchPath },
      );
      const found = await codec.find();
      expect(found).toMatchObject({ ok: true, about: { origin: "path" } });
      expect(found.candidates[0]).toMatchObject({ origin: "operator", ok: false });
      expect(found.candidates[0]?.why).toContain(why);
    }
  },
  60_000,
);

test("without any program the work is refused with a reason", async () => {
  const none = ffmpegCodec({ searchPath: "", launcher: "/nowhere" }, { PATH: "" });
  expect(await none.find()).toMatchObject({ ok: false, why: expect.stringContaining("ffmpeg") });
  expect(await none.probe("/x", { container: "wav" })).toMatchObject({ code: "no-codec" });
});

needing("ffmpeg")(
  "a self-test is made once for a program and again when it changes",
  async () => {
    const memory = join(folder, "memory", "programs.json");
    const program = join(folder, "wrapped");
    const count = join(folder, "count");
    const script = `#!/bin/sh\necho x >> ${count}\nexec ${programPath("ffmpeg")} "$@"\n`;
    await writeFile(program, script, { mode: 0o755 });
    const find = () =>
      ffmpegCodec(
        { operator: program, searchPath: "", launcher: "/nowhere", memory },
        { PATH: searchPath },
      ).find();
    const runs = async (): Promise<number> => (await readFile(count, "utf8")).length / 2;
    expect(await find()).toMatchObject({ ok: true, about: { origin: "operator" } });
    const first = await runs();
    expect(first).toBeGreaterThanOrEqual(5);
    expect(await find()).toMatchObject({ ok: true });
    expect(await runs()).toBe(first);
    await utimes(program, new Date(1_000), new Date(1_000));
    await find();
    expect(await runs()).toBe(2 * first);
    await writeFile(memory, "not JSON");
    await find();
    expect(await runs()).toBe(3 * first);
  },
  60_000,
);
