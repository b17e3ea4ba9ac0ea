import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ffmpegCodec } from "../../../audio-library/render/ffmpeg.adapter.ts";
import { configuredEngines } from "../../../audio-library/speech/configured.adapter.ts";
import { parseVoices } from "../../../audio-library/speech/configured.ts";

const entries = [
  { engine: "piper", voiceFile: "/voices/a.onnx", program: "/usr/bin/piper" },
  { engine: "fpt", key: "k1" },
  { engine: "vnpt", key: "k2", tokenId: "a", tokenKey: "b" },
  { engine: "azure", key: "k3", region: "southeastasia", base: "https://proxy.example" },
];

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-voices-"));
});
afterAll(() => rm(folder, { recursive: true }));

const codec = ffmpegCodec({ searchPath: "", launcher: "/nowhere" }, { PATH: "" });

async function engines(value: unknown, mode = 0o600) {
  const path = join(folder, `${Math.random()}.json`);
  await writeFile(path, typeof value === "string" ? value : JSON.stringify(value), { mode });
  return configuredEngines({ VANGXA_VOICES: path, PATH: "" }, codec);
}

test("engines come in the order of the file", async () => {
  const made = await engines(entries);
  expect(made.map(({ id }) => id)).toEqual(["piper", "fpt", "vnpt", "azure"]);
  expect(await made[3]?.probe()).toMatchObject({ ok: true });
});

test("without a file there are none", async () => {
  expect(await configuredEngines({}, codec)).toEqual([]);
});

test("a file of keys that others may read is not used", async () => {
  await expect(engines(entries, 0o644)).rejects.toThrow("chmod 600");
});

test("what is wrong is named by its place, without showing a key", () => {
  const wrong = [entries[1], { engine: "fpt", key: "s3cret", colour: "red" }];
  expect(() => parseVoices(JSON.stringify(wrong))).toThrow("entry 2");
  expect(() => parseVoices(JSON.stringify(wrong))).not.toThrow("s3cret");
  expect(() => parseVoices('[{"key":"s3cret"')).toThrow(/not JSON$/);
  expect(() => parseVoices('{"engine":"fpt"}')).toThrow("not a list");
  expect(() => parseVoices('[{"engine":"siri","key":"x"}]')).toThrow("entry 1");
});
