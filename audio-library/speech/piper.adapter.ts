import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { seconds } from "../../contract/time.ts";
import { childRunner } from "../child/child.adapter.ts";
import type { ChildEnd, RunChild } from "../child/child.ts";
import { findOnPath } from "../child/find-program.adapter.ts";
import { readWav } from "../render/wav.ts";
import { type PiperVoiceFile, sampleRateOf, voiceOf } from "./piper-voice.ts";
import {
  FASTEST,
  fits,
  plainText,
  SLOWEST,
  type Speaking,
  type Speech,
  type SpeechAbout,
  type SpeechProbe,
  speechFailure,
} from "./speech.ts";

const ABOUT: SpeechAbout = {
  longest: { characters: 2_000, bytes: 8_000 },
  offline: true,
  answers: "now",
};
/** The model is loaded at each run, and a small machine speaks not much faster than a person. */
const PATIENCE = seconds(120);
const PROBE_PATIENCE = seconds(30);
const MOST_OUTPUT = 128_000_000;
const MOST_MEMORY = 1_500_000_000;

export interface PiperSettings {
  /** The operator's voice: a `.onnx` file with its `.onnx.json` beside it. */
  readonly voiceFile: string;
  /** VANGXA_PIPER; else `piper` on the search path. */
  readonly operator?: string | undefined;
  readonly searchPath: string;
}

interface Ready {
  readonly program: string;
  readonly about: PiperVoiceFile;
  readonly version: string;
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

async function readVoiceFile(path: string): Promise<PiperVoiceFile | undefined> {
  try {
    return voiceOf(JSON.parse(await readFile(`${path}.json`, "utf8")), basename(path, ".onnx"));
  } catch {
    return undefined;
  }
}

async function isProgram(run: RunChild, program: string): Promise<boolean> {
  const args = ["--help"];
  const end = await run({ program, args, longest: PROBE_PATIENCE, mostOutput: 1_000_000 });
  const said = end.ok ? Buffer.from(end.output).toString("utf8") + end.log : "";
  return said.includes("--model") && said.includes("--output");
}

async function prepare(
  run: RunChild,
  settings: PiperSettings,
): Promise<(Ready & { ok: true }) | Extract<SpeechProbe, { ok: false }>> {
  const program = settings.operator ?? (await findOnPath("piper", settings.searchPath));
  if (program === undefined) return { ok: false, why: "Không tìm thấy chương trình piper." };
  const size = await stat(settings.voiceFile).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) return { ok: false, why: "Không có tệp giọng đọc của piper." };
  const about = await readVoiceFile(settings.voiceFile);
  if (about === undefined)
    return {
      ok: false,
      why: "Tệp mô tả giọng (.onnx.json) thiếu, hỏng hoặc không phải tiếng Việt.",
    };
  if (!(await isProgram(run, program)))
    return { ok: false, why: "Chương trình piper không chạy được." };
  // Another file under the same name is another voice, and its sounds are other sounds.
  const version = `piper ${about.name} ${(await sha256OfFile(settings.voiceFile)).slice(0, 16)}`;
  return { ok: true, program, about, version };
}

/** With `--output-raw` there is no header; newer builds write a WAV file whatever one asks. */
function soundIn(bytes: Uint8Array, about: PiperVoiceFile): Speaking {
  const wav = readWav(bytes);
  if (wav !== undefined && wav.pcm.length > 0) return { ok: true, ...wav };
  if (wav !== undefined || bytes.length < 2) return speechFailure("engine-failed");
  const whole = new Uint8Array(bytes.subarray(0, bytes.length & ~1));
  return { ok: true, pcm: new Int16Array(whole.buffer), sampleRate: sampleRateOf(about) };
}

function answerOf(end: ChildEnd, about: PiperVoiceFile): Speaking {
  if (end.ok) return end.code === 0 ? soundIn(end.output, about) : speechFailure("engine-failed");
  if (end.code === "timed-out" || end.code === "aborted") return speechFailure(end.code);
  return speechFailure(end.code === "not-started" ? "engine-missing" : "engine-failed");
}

/** Piper's command line with a voice file of the operator's. Text in, samples out, a process a part. */
export function piperSpeech(settings: PiperSettings, environment: NodeJS.ProcessEnv): Speech {
  const run = childRunner(environment);
  let looking: ReturnType<typeof prepare> | undefined;
  const find = (): ReturnType<typeof prepare> => {
    looking ??= prepare(run, settings);
    return looking;
  };
  return {
    id: "piper",
    about: ABOUT,
    probe: async () => {
      const ready = await find();
      return ready.ok ? { ok: true, version: ready.version } : { ok: false, why: ready.why };
    },
    voices: async () => {
      const ready = await find();
      return ready.ok ? [ready.about.voice] : [];
    },
    speak: async ({ text, voice, rate, signal }) => {
      const ready = await find();
      if (!ready.ok) return speechFailure("engine-missing", ready.why);
      if (voice !== ready.about.voice.id) return speechFailure("no-voice", voice);
      const words = plainText(text);
      if (!fits(words, ABOUT)) return speechFailure("too-long");
      const stretch = 1 / Math.min(Math.max(rate, SLOWEST), FASTEST);
      const model = ["--model", settings.voiceFile, "--length-scale", stretch.toFixed(3)];
      // One line is one utterance to Piper; ours is one request.
      const line = `${words.replace(/\s+/g, " ")}\n`;
      const end = await run({
        program: ready.program,
        args: [...model, "--output-raw"],
        input: [Buffer.from(line, "utf8")],
        signal,
        longest: PATIENCE,
        mostOutput: MOST_OUTPUT,
        mostMemory: MOST_MEMORY,
      });
      return answerOf(end, ready.about);
    },
  };
}
