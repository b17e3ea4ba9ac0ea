import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { espeakSpeech } from "../../../audio-library/speech/espeak.adapter.ts";
import type { Speaking, Speech } from "../../../audio-library/speech/speech.ts";
import { needing, programPath } from "../../support/needs.ts";

const launcher = fileURLToPath(
  new URL("../../../audio-library/speech/espeak-launcher.mjs", import.meta.url),
);

/** Only what npm brings: nothing is found on an empty search path. */
const brought = espeakSpeech({ searchPath: "", launcher }, { PATH: "" });
const searchPath = process.env["PATH"] ?? "";
const installed = espeakSpeech({ searchPath, launcher }, { PATH: searchPath });

const text = "Kính thưa bà con, sáng mai xã họp dân tại nhà văn hóa.";
const say = (speech: Speech, words = text, rate = 1, voice = "vi"): Promise<Speaking> =>
  speech.speak({ text: words, voice, rate });

function soundOf(spoken: Speaking): { pcm: Int16Array; seconds: number } {
  if (!spoken.ok) throw new Error(spoken.why);
  return { pcm: spoken.pcm, seconds: spoken.pcm.length / spoken.sampleRate };
}

const engines = [
  { name: "the engine that npm brings", speech: brought, test, version: /emscripten 0\.3\.5/ },
  {
    name: "the engine that is installed",
    speech: installed,
    test: needing("espeak-ng"),
    version: /^espeak-ng 1\./,
  },
];

/** Half a second each on an idle machine. */
const PATIENCE = 90_000;

for (const { name, speech, test: check, version } of engines)
  describe(name, () => {
    check(
      "names its version and three voices",
      async () => {
        const probe = await speech.probe();
        expect(probe.ok && probe.version).toMatch(version);
        expect((await speech.voices()).map((voice) => voice.region)).toEqual([
          "north",
          "central",
          "south",
        ]);
      },
      PATIENCE,
    );

    check(
      "says the same words with the same samples, and other voices otherwise",
      async () => {
        const [one, again, south] = await Promise.all([
          say(speech),
          say(speech),
          say(speech, text, 1, "vi-VN-x-south"),
        ]);
        expect(soundOf(one).pcm).toEqual(soundOf(again).pcm);
        expect(soundOf(one).pcm).not.toEqual(soundOf(south).pcm);
        expect(soundOf(one).seconds).toBeGreaterThan(2.5);
        expect(soundOf(one).seconds).toBeLessThan(7);
      },
      PATIENCE,
    );

    check(
      "speaks faster and slower, within bounds",
      async () => {
        const [slow, ordinary, fast, faster] = await Promise.all(
          [0.7, 1, 1.6, 99].map(async (rate) => soundOf(await say(speech, text, rate)).seconds),
        );
        expect(slow).toBeGreaterThan((ordinary as number) * 1.2);
        expect(fast).toBeLessThan((ordinary as number) * 0.8);
        expect(faster).toBeGreaterThan(1);
      },
      PATIENCE,
    );

    check(
      "takes markup, phoneme brackets and shell signs for nothing but text",
      async () => {
        const words = [
          "[[x'in]] chào bà con",
          "-w /tmp/out $(reboot); `id` | Xin chào <break time='60s'/>",
          "Xin\u0001\u0002200S chào bà con",
        ];
        const spoken = await Promise.all(words.map((one) => say(speech, one)));
        for (const { seconds } of spoken.map(soundOf)) {
          expect(seconds).toBeGreaterThan(0.5);
          expect(seconds).toBeLessThan(12);
        }
      },
      PATIENCE,
    );

    check(
      "stops when it is told to",
      async () => {
        const stop = new AbortController();
        const speaking = speech.speak({ text, voice: "vi", rate: 1, signal: stop.signal });
        stop.abort();
        expect(await speaking).toMatchObject({ ok: false, code: "aborted" });
      },
      PATIENCE,
    );
  });

test("an unknown voice and a text that is too long are refused", async () => {
  expect(await say(brought, text, 1, "en")).toMatchObject({ ok: false, code: "no-voice" });
  expect(await say(brought, "dài ".repeat(3_000))).toMatchObject({ ok: false, code: "too-long" });
});

test("an engine that breaks is a failure with its code", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-espeak-"));
  const operator = join(folder, "espeak-ng");
  const script = [
    "#!/bin/sh",
    'case "$1" in',
    "--version) echo 'eSpeak NG text-to-speech: 9.9  Data at: /' ;;",
    "--voices=vi) echo ' 5  vi-vn-x-south  --/M  Vietnamese' ;;",
    "*) echo broken >&2; exit 1 ;;",
    "esac",
  ];
  await writeFile(operator, script.join("\n"), { mode: 0o755 });
  const speech = espeakSpeech({ operator, searchPath: "", launcher }, { PATH: searchPath });
  expect(await speech.probe()).toEqual({ ok: true, version: "espeak-ng 9.9" });
  expect(await say(speech)).toMatchObject({ ok: false, code: "engine-failed" });
  await writeFile(operator, [...script.slice(0, 4), "*) : ;;", "esac"].join("\n"), { mode: 0o755 });
  expect(await say(speech)).toMatchObject({ ok: false, code: "engine-failed" });
  await rm(folder, { recursive: true });
});

test("without any engine the reason is said in Vietnamese", async () => {
  const none = espeakSpeech({ searchPath: "", launcher: "/nowhere.mjs" }, { PATH: "" });
  expect(await none.probe()).toMatchObject({
    ok: false,
    why: expect.stringContaining("espeak-ng"),
  });
  expect(await say(none)).toMatchObject({ ok: false, code: "engine-missing" });
});

needing("espeak-ng")("the operator's program goes before the search path", async () => {
  const operator = programPath("espeak-ng");
  const speech = espeakSpeech({ operator, searchPath: "", launcher: "/nowhere.mjs" }, { PATH: "" });
  expect(await speech.probe()).toMatchObject({ ok: true });
});

test("an operator's program that is no espeak-ng is passed over", async () => {
  const speech = espeakSpeech(
    { operator: process.execPath, searchPath: "", launcher },
    { PATH: "" },
  );
  const probe = await speech.probe();
  expect(probe.ok && probe.version).toMatch(/emscripten/);
});
