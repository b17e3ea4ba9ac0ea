import { minutes } from "../contract/time.ts";
import { adopting } from "./adopt.service.ts";
import { printing } from "./fingerprint/print.service.ts";
import { breathe, folderRecipes } from "./host.adapter.ts";
import { incomingFolder } from "./incoming.adapter.ts";
import type { AudioLibrary } from "./library.ts";
import { mastering } from "./master.service.ts";
import { boardEar } from "./render/board-ear.adapter.ts";
import type { Codec } from "./render/codec.ts";
import { ffmpegCodec } from "./render/ffmpeg.adapter.ts";
import { recorder } from "./render/recording.adapter.ts";
import { HERTZ } from "./render/render.ts";
import { configuredEngines } from "./speech/configured.adapter.ts";
import { espeakSpeech } from "./speech/espeak.adapter.ts";
import type { Speech } from "./speech/speech.ts";
import { speechMaking } from "./speech.service.ts";
import type { AudioStore } from "./store/audio-store.ts";
import { folderStore } from "./store/folder.adapter.ts";
import { type UploadLimits, uploadMaking } from "./upload.service.ts";

export interface AudioLibrarySettings {
  /** Folder of the store, the cache and unfinished uploads; all on one disk. */
  readonly folder: string;
  /** Of the process: PATH, VANGXA_FFMPEG, VANGXA_ESPEAK, VANGXA_VOICES. Children get a clean copy. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits?: UploadLimits;
  /** Engines beside the built-in one, which reads for them when they fail. */
  readonly engines?: readonly Speech[];
  /** Scripts that make the npm programs look like programs; found beside the code when left out. */
  readonly launchers?: { readonly espeak: string; readonly ffmpeg: string };
}

const LIMITS: UploadLimits = { bytes: 200 * 1_048_576, length: minutes(60) };
/** Five minutes are 58 MB; what is longer is worked on from the disk. */
const IN_MEMORY = 5 * 60 * HERTZ;

export interface AudioLibraryParts {
  readonly library: AudioLibrary;
  /** What boards fetch. */
  readonly store: AudioStore;
  /** What people sent. */
  readonly originals: AudioStore;
  readonly codec: Codec;
  readonly engines: readonly [Speech, ...Speech[]];
}

const beside = (name: string): string =>
  decodeURIComponent(new URL(name, import.meta.url).pathname);

export async function createAudioLibrary(
  settings: AudioLibrarySettings,
): Promise<AudioLibraryParts> {
  const { folder, environment } = settings;
  const searchPath = environment["PATH"] ?? "";
  const launchers = settings.launchers ?? {
    espeak: beside("./speech/espeak-launcher.mjs"),
    ffmpeg: beside("./render/ffmpeg-launcher.mjs"),
  };
  const codec = ffmpegCodec(
    {
      operator: environment["VANGXA_FFMPEG"],
      searchPath,
      launcher: launchers.ffmpeg,
      memory: `${folder}/programs.json`,
    },
    environment,
  );
  const engines: [Speech, ...Speech[]] = [
    espeakSpeech(
      { operator: environment["VANGXA_ESPEAK"], searchPath, launcher: launchers.espeak },
      environment,
    ),
    ...(await configuredEngines(environment, codec)),
    ...(settings.engines ?? []),
  ];
  const store = await folderStore(`${folder}/sha256`);
  const recipes = await folderRecipes(`${folder}/recipes`);
  const ear = boardEar(breathe);
  const openDesk = mastering({ codec, ear, store, breathe });
  const makeSpeech = speechMaking({ engines, codec, store, recipes, openDesk, breathe });
  const originals = await folderStore(`${folder}/originals`);
  const incoming = await incomingFolder(`${folder}/incoming`);
  const makeFromUpload = uploadMaking({
    incoming,
    codec,
    record: () => recorder(`${folder}/incoming`, IN_MEMORY),
    openDesk,
    store,
    originals,
    recipes,
    limits: settings.limits ?? LIMITS,
    breathe,
  });
  const voices = async () => {
    const lists = engines.map(async (engine) =>
      (await engine.voices()).map((voice) => ({ ...voice, engine: engine.id })),
    );
    return (await Promise.all(lists)).flat();
  };
  const library = {
    makeSpeech,
    makeFromUpload,
    adopt: adopting({ ear, store }),
    fingerprintOf: printing({ ear, store }),
    voices,
  };
  return { store, originals, codec, engines, library };
}
