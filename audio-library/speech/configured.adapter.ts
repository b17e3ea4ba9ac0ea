import type { Codec } from "../render/codec.ts";
import { parseVoices, type VoicesFile } from "./configured.ts";
import { httpSpeech, keyFromFile } from "./http-speech.adapter.ts";
import { piperSpeech } from "./piper.adapter.ts";
import type { Speech } from "./speech.ts";

function engineOf(entry: VoicesFile[number], codec: Codec, environment: NodeJS.ProcessEnv): Speech {
  if (entry.engine === "piper") {
    const { voiceFile, program } = entry;
    const searchPath = environment["PATH"] ?? "";
    return piperSpeech({ voiceFile, operator: program, searchPath }, environment);
  }
  const { engine, key, tokenId, tokenKey, region, base } = entry;
  return httpSpeech(
    {
      service: engine,
      account: {
        key,
        ...(tokenId === undefined ? {} : { tokenId }),
        ...(tokenKey === undefined ? {} : { tokenKey }),
      },
      ...(region === undefined ? {} : { region }),
      ...(base === undefined ? {} : { base }),
    },
    codec,
  );
}

/** The engines of the file that VANGXA_VOICES names, in its order; none without it. */
export async function configuredEngines(
  environment: NodeJS.ProcessEnv,
  codec: Codec,
): Promise<readonly Speech[]> {
  const path = environment["VANGXA_VOICES"];
  if (!path) return [];
  return parseVoices(await keyFromFile(path)).map((entry) => engineOf(entry, codec, environment));
}
