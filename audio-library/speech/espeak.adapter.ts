import { seconds } from "../../contract/time.ts";
import { childRunner } from "../child/child.adapter.ts";
import type { ChildEnd, RunChild } from "../child/child.ts";
import { findOnPath } from "../child/find-program.adapter.ts";
import { readWav } from "../render/wav.ts";
import {
  FASTEST,
  fits,
  plainText,
  SLOWEST,
  type Speaking,
  type Speech,
  type SpeechAbout,
  speechFailure,
  type Voice,
} from "./speech.ts";

const VOICES: readonly Voice[] = [
  { id: "vi", name: "Miền Bắc", region: "north", gender: "male" },
  { id: "vi-VN-x-central", name: "Miền Trung", region: "central", gender: "male" },
  { id: "vi-VN-x-south", name: "Miền Nam", region: "south", gender: "male" },
];

const ABOUT: SpeechAbout = {
  longest: { characters: 6_000, bytes: 24_000 },
  offline: true,
  answers: "now",
};

const WORDS_A_MINUTE = 150;
const PATIENCE = seconds(60);
const PROBE_PATIENCE = seconds(10);
/** Ten minutes of sound at 22,050 Hz and a bit: the longest text at the slowest rate fits. */
const MOST_OUTPUT = 128_000_000;
const MOST_MEMORY = 600_000_000;

export interface EspeakSettings {
  /** VANGXA_ESPEAK: a program that takes the arguments of Debian's espeak-ng. */
  readonly operator?: string | undefined;
  /** PATH */
  readonly searchPath: string;
  readonly launcher: string;
}

interface Engine {
  readonly program: string;
  readonly version: string;
  readonly speakArgs: (voice: string, wordsAMinute: number) => string[];
}

const outputOf = (end: ChildEnd): string =>
  end.ok && end.code === 0 ? Buffer.from(end.output).toString("utf8") : "";

/** espeak-ng as Debian ships it: a program with its own data. */
async function installed(run: RunChild, program: string): Promise<Engine | undefined> {
  const ask = (...args: string[]) =>
    run({ program, args, longest: PROBE_PATIENCE, mostOutput: 1_000_000 });
  const version = /eSpeak NG[^:]*: (\S+)/.exec(outputOf(await ask("--version")))?.[1];
  if (version === undefined || !/\bvi-vn-x-south\b/i.test(outputOf(await ask("--voices=vi"))))
    return undefined;
  return {
    program,
    version: `espeak-ng ${version}`,
    speakArgs: (voice, rate) => ["-v", voice, "-s", String(rate), "-b", "1", "--stdin", "--stdout"],
  };
}

/** The one that npm brings, started by our launcher script. */
async function brought(run: RunChild, launcher: string): Promise<Engine | undefined> {
  const program = process.execPath;
  const args = [launcher, "--version"];
  const end = await run({ program, args, longest: PROBE_PATIENCE, mostOutput: 10_000 });
  const version = outputOf(end).trim();
  if (version === "") return undefined;
  return {
    program,
    version,
    speakArgs: (voice, rate) => [launcher, "--voice", voice, "--words-a-minute", String(rate)],
  };
}

async function findEngine(run: RunChild, settings: EspeakSettings): Promise<Engine | undefined> {
  const onPath = await findOnPath("espeak-ng", settings.searchPath);
  for (const program of [settings.operator, onPath]) {
    const engine = program === undefined ? undefined : await installed(run, program);
    if (engine !== undefined) return engine;
  }
  return brought(run, settings.launcher);
}

function answerOf(end: ChildEnd): Speaking {
  if (!end.ok) {
    if (end.code === "timed-out" || end.code === "aborted") return speechFailure(end.code);
    return speechFailure(end.code === "not-started" ? "engine-missing" : "engine-failed");
  }
  const sound = end.code === 0 ? readWav(end.output) : undefined;
  if (sound === undefined || sound.pcm.length === 0) return speechFailure("engine-failed");
  return { ok: true, ...sound };
}

/** The built-in engine. Order: operator's program, the search path, npm; kept once found. */
export function espeakSpeech(settings: EspeakSettings, environment: NodeJS.ProcessEnv): Speech {
  const run = childRunner(environment);
  let looking: Promise<Engine | undefined> | undefined;
  const find = (): Promise<Engine | undefined> => {
    looking ??= findEngine(run, settings);
    return looking;
  };
  return {
    id: "espeak-ng",
    about: ABOUT,
    probe: async () => {
      const engine = await find();
      if (engine !== undefined) return { ok: true, version: engine.version };
      return {
        ok: false,
        why: "Không tìm thấy espeak-ng. Hãy cài gói espeak-ng hoặc chạy lại npm install.",
      };
    },
    voices: async () => VOICES,
    speak: async ({ text, voice, rate, signal }) => {
      const words = plainText(text);
      if (!VOICES.some((known) => known.id === voice)) return speechFailure("no-voice", voice);
      if (!fits(words, ABOUT)) return speechFailure("too-long");
      const engine = await find();
      if (engine === undefined) return speechFailure("engine-missing");
      const pace = Math.round(WORDS_A_MINUTE * Math.min(Math.max(rate, SLOWEST), FASTEST));
      return answerOf(
        await run({
          program: engine.program,
          args: engine.speakArgs(voice, pace),
          input: [Buffer.from(`${words}\n`, "utf8")],
          signal,
          longest: PATIENCE,
          mostOutput: MOST_OUTPUT,
          mostMemory: MOST_MEMORY,
        }),
      );
    },
  };
}
