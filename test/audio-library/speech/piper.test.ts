import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PiperSettings, piperSpeech } from "../../../audio-library/speech/piper.adapter.ts";
import { voiceOf } from "../../../audio-library/speech/piper-voice.ts";
import type { Speech } from "../../../audio-library/speech/speech.ts";

/** A program with Piper's command line: as long a hum as the text, written as Piper writes it. */
const stand = (how: string): string => `#!/usr/bin/env node
const { parseArgs } = require("node:util");
const { readFileSync, appendFileSync } = require("node:fs");
if (process.argv.includes("--help")) {
  console.error("usage: piper --model M --output_raw --length-scale N");
  process.exit(0);
}
const { values } = parseArgs({ options: {
  model: { type: "string" }, "length-scale": { type: "string" }, "output-raw": { type: "boolean" } } });
const text = readFileSync(0, "utf8");
appendFileSync(__filename + ".log", JSON.stringify({ ...values, text }) + "\\n");
const samples = new Int16Array(Math.round(text.length * 1000 * Number(values["length-scale"])));
samples.forEach((_, i) => { samples[i] = 8000 * Math.sin(i / 7); });
const raw = Buffer.from(samples.buffer);
${how}
`;

const raw = "process.stdout.write(raw);";
const wav = `
const h = Buffer.alloc(44); h.write("RIFF"); h.write("WAVEfmt ", 8); h.writeUInt32LE(16, 16);
h.writeUInt16LE(1, 20); h.writeUInt16LE(1, 22); h.writeUInt32LE(22050, 24); h.writeUInt32LE(44100, 28);
h.writeUInt16LE(2, 32); h.writeUInt16LE(16, 34); h.write("data", 36); h.writeUInt32LE(raw.length, 40);
process.stdout.write(Buffer.concat([h, raw]));`;

const vietnamese = { audio: { sample_rate: 22_050 }, language: { code: "vi_VN" } };

let folder = "";
let voiceFile = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-piper-"));
  voiceFile = join(folder, "vi_VN-test-medium.onnx");
  await writeFile(voiceFile, "model");
  await writeFile(`${voiceFile}.json`, JSON.stringify(vietnamese));
  await writeFile(join(folder, "piper"), stand(raw), { mode: 0o755 });
  await writeFile(join(folder, "piper-wav"), stand(wav), { mode: 0o755 });
  await writeFile(join(folder, "piper-fails"), stand("process.exit(1)"), { mode: 0o755 });
  await writeFile(join(folder, "piper-silent"), stand(""), { mode: 0o755 });
  await writeFile(join(folder, "piper-hangs"), stand("setInterval(() => 0, 1000)"), {
    mode: 0o755,
  });
});
afterAll(() => rm(folder, { recursive: true }));

const engine = (name = "piper", more: Partial<PiperSettings> = {}): Speech =>
  piperSpeech(
    { voiceFile, operator: join(folder, name), searchPath: "", ...more },
    { PATH: process.env["PATH"] },
  );
const text = "Xin chào\n\nbà con thôn Đông";
const say = (speech: Speech, rate = 1) => speech.speak({ text, voice: "vi_VN-test-medium", rate });

test.each(["piper", "piper-wav"])(
  "%s speaks a text as one line, with the operator's voice",
  async (name) => {
    const spoken = await say(engine(name), 2);
    if (!spoken.ok) throw new Error(spoken.why);
    expect(spoken.sampleRate).toBe(22_050);
    const sent = JSON.parse(await readFile(join(folder, `${name}.log`), "utf8"));
    expect(sent).toMatchObject({ model: voiceFile, text: "Xin chào bà con thôn Đông\n" });
    expect(sent["length-scale"]).toBe("0.500");
    expect(spoken.pcm.length).toBe(sent.text.length * 500);
  },
);

test("the voice is named after its file, the version after its contents", async () => {
  expect(await engine().voices()).toMatchObject([{ id: "vi_VN-test-medium", region: "unknown" }]);
  const probe = await engine().probe();
  expect(probe.ok && probe.version).toMatch(/^piper vi_VN-test-medium [0-9a-f]{16}$/);
});

test("it is found on the search path when the operator names none", async () => {
  const speech = engine("piper", { operator: undefined, searchPath: folder });
  expect(await speech.probe()).toMatchObject({ ok: true });
});

test.each(["piper-fails", "piper-silent"])("%s is a failure with its code", async (name) => {
  expect(await say(engine(name))).toMatchObject({ ok: false, code: "engine-failed" });
});

test("it stops when it is told to", async () => {
  const stop = new AbortController();
  const speech = engine("piper-hangs");
  await speech.probe();
  const order = { text, voice: "vi_VN-test-medium", rate: 1, signal: stop.signal };
  const speaking = speech.speak(order);
  setTimeout(() => stop.abort(), 100);
  expect(await speaking).toMatchObject({ ok: false, code: "aborted" });
});

test("another voice or too long a text is refused", async () => {
  const speech = engine();
  expect(await speech.speak({ text, voice: "other", rate: 1 })).toMatchObject({ code: "no-voice" });
  const long = { text: "dài ".repeat(600), voice: "vi_VN-test-medium", rate: 1 };
  expect(await speech.speak(long)).toMatchObject({ code: "too-long" });
});

test("what is missing is named in Vietnamese", async () => {
  const english = join(folder, "en_US-x.onnx");
  await writeFile(english, "model");
  await writeFile(
    `${english}.json`,
    JSON.stringify({ ...vietnamese, language: { code: "en_US" } }),
  );
  const cases: [Partial<PiperSettings>, string][] = [
    [{ operator: undefined }, "Không tìm thấy"],
    [{ voiceFile: join(folder, "none.onnx") }, "Không có tệp giọng"],
    [{ voiceFile: join(folder, "piper") }, "mô tả giọng"],
    [{ voiceFile: english }, "không phải tiếng Việt"],
    [{ operator: process.execPath }, "không chạy được"],
  ];
  for (const [settings, why] of cases) {
    const speech = engine("piper", settings);
    expect(await speech.probe()).toMatchObject({ ok: false, why: expect.stringContaining(why) });
    expect(await speech.voices()).toEqual([]);
    expect(await say(speech)).toMatchObject({ ok: false, code: "engine-missing" });
  }
});

test("only a description of a Vietnamese voice is one", () => {
  expect(voiceOf(vietnamese, "a")?.voice.id).toBe("a");
  expect(voiceOf({ audio: { sample_rate: 16_000 }, espeak: { voice: "vi" } }, "a")).toBeDefined();
  expect(voiceOf({ audio: { sample_rate: 16_000 } }, "a")).toBeUndefined();
  expect(voiceOf({ audio: { sample_rate: 1 }, language: { code: "vi" } }, "a")).toBeUndefined();
  expect(voiceOf("x", "a")).toBeUndefined();
});
