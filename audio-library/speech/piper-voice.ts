import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { isVietnamese, type Voice } from "./speech.ts";

/** The part that we need of the description beside a Piper voice. */
const Description = Type.Object({
  audio: Type.Object({ sample_rate: Type.Integer({ minimum: 8_000, maximum: 48_000 }) }),
  language: Type.Optional(Type.Object({ code: Type.String() })),
  espeak: Type.Optional(Type.Object({ voice: Type.String() })),
});

export interface PiperVoiceFile {
  readonly name: string;
  readonly voice: Voice;
  readonly description: Static<typeof Description>;
}

export const sampleRateOf = ({ description }: PiperVoiceFile): number =>
  description.audio.sample_rate;

/** A voice of another language is no voice of ours, whatever its file is called. */
export function voiceOf(description: unknown, name: string): PiperVoiceFile | undefined {
  if (!Value.Check(Description, description)) return undefined;
  const language = description.language?.code ?? description.espeak?.voice ?? "";
  if (!isVietnamese(language.replace("_", "-"))) return undefined;
  const voice: Voice = { id: name, name: `Piper ${name}`, region: "unknown", gender: "unknown" };
  return { name, voice, description };
}
