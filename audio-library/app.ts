import { breathe, folderRecipes } from "./host.adapter.ts";
import type { AudioLibrary, Reader } from "./library.ts";
import { mastering } from "./master.service.ts";
import { refuseAudio } from "./refusals.ts";
import type { Codec } from "./render/codec.ts";
import { ffmpegCodec } from "./render/ffmpeg.adapter.ts";
import { espeakSpeech } from "./speech/espeak.adapter.ts";
import type { Speech } from "./speech/speech.ts";
import { speechMaking } from "./speech.service.ts";
import type { AudioStore } from "./store/audio-store.ts";
import { folderStore } from "./store/folder.adapter.ts";

export interface AudioLibrarySettings {
  /** Folder of the store, the cache and unfinished uploads; all on one disk. */
  readonly folder: string;
  /** Of the process: PATH, VANGXA_FFMPEG, VANGXA_ESPEAK. Children get a clean copy. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly reader: Reader;
  /** Scripts that make the npm programs look like programs; found beside the code when left out. */
  readonly launchers?: { readonly espeak: string; readonly ffmpeg: string };
}

export interface AudioLibraryParts {
  readonly library: AudioLibrary;
  readonly store: AudioStore;
  readonly codec: Codec;
  readonly engines: readonly [Speech, ...Speech[]];
}

const beside = (name: string): string =>
  decodeURIComponent(new URL(name, import.meta.url).pathname);

export async function createAudioLibrary(
  settings: AudioLibrarySettings,
): Promise<AudioLibraryParts> {
  const { folder, environment, reader } = settings;
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
  ];
  const store = await folderStore(`${folder}/sha256`);
  const recipes = await folderRecipes(`${folder}/recipes`);
  const master = mastering({ codec, store, breathe });
  const makeSpeech = speechMaking({ engines, reader, codec, store, recipes, master, breathe });
  return {
    store,
    codec,
    engines,
    library: {
      makeSpeech,
      makeFromUpload: async () => refuseAudio("not-audio"),
      voices: async () => {
        const lists = engines.map(async ({ id, voices }) =>
          (await voices()).map((voice) => ({ ...voice, engine: id })),
        );
        return (await Promise.all(lists)).flat();
      },
    },
  };
}
