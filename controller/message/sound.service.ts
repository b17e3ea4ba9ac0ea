import { done, type ProblemCode, type Refusal, type Result, refuse } from "../problems.ts";
import type { MessageTable } from "../store/tables.ts";
import type {
  AudioPort,
  AudioRefused,
  Chime,
  Made,
  Progress,
  SpeechAsk,
  SpeechMade,
  UploadMade,
} from "./audio.ts";
import { garbled } from "./garbled.ts";
import { cleanText } from "./message.ts";

/** What the audio library's refusals are called here. */
const codes: Readonly<Record<string, ProblemCode>> = {
  "nothing-to-say": "nothing-to-say",
  "not-vietnamese": "language-not-spoken",
  "no-voice": "no-voice",
  "too-much-text": "text-too-long",
  "no-codec": "no-codec",
  "too-large": "too-large",
  "too-long": "not-audio",
  "too-short": "not-audio",
  silent: "not-audio",
  "not-level": "not-level",
  "not-audio": "not-audio",
  playlist: "not-audio",
  inflated: "not-audio",
  "wrong-extension": "not-audio",
  "unknown-extension": "not-audio",
};

export const refusalOf = ({ code, vi }: AudioRefused): Refusal =>
  refuse(codes[code] ?? "speech-failed", { detail: vi });

export interface SpeechWish {
  readonly text: string | undefined;
  readonly language: string;
  readonly voice: string | undefined;
  readonly rate: number | undefined;
  readonly pause: number | undefined;
  readonly chime: Chime | undefined;
}

/** How a place says its terms; `sign` adds to each stretch that it changed who wanted it so. */
export interface Terms {
  readonly entries: NonNullable<SpeechAsk["lexicon"]>;
  sign(spans: readonly unknown[]): readonly unknown[];
}

/** Speech of a text, or why a machine must not or cannot read it. */
export async function speak(
  audio: AudioPort,
  { text, language, voice, rate, pause, chime }: SpeechWish,
  terms: Terms,
  progress?: Progress,
): Promise<Result<SpeechMade>> {
  const words = cleanText(text ?? "");
  if (words === "") return refuse("nothing-to-say");
  // Another people's language in a Vietnamese mouth is wrong and disrespectful: only a recording may carry it.
  if (language !== "vie") return refuse("language-not-spoken");
  const broken = garbled(words);
  if (broken) {
    const detail = `Khoảng ${Math.round(broken.share * 100)} % số chữ bị sai, ví dụ: ${broken.words.join(", ")}.`;
    return refuse("garbled-text", { detail });
  }
  const made = await audio.makeSpeech({
    text: words,
    language,
    ...(voice === undefined ? {} : { voice }),
    ...(rate === undefined ? {} : { rate }),
    ...(pause === undefined ? {} : { pause }),
    ...(chime === undefined ? {} : { chime }),
    lexicon: terms.entries,
    ...(progress === undefined ? {} : { progress }),
  });
  return made.ok ? done({ ...made, spans: terms.sign(made.spans) }) : refusalOf(made);
}

export async function record(
  audio: AudioPort,
  file: AsyncIterable<Uint8Array>,
  { filename, chime = "none" }: { readonly filename: string; readonly chime: Chime | undefined },
  progress?: Progress,
): Promise<Result<UploadMade>> {
  const about = { filename, chime, ...(progress === undefined ? {} : { progress }) };
  const made = await audio.makeFromUpload(file, about);
  return made.ok ? done(made) : refusalOf(made);
}

type Sound = Pick<
  MessageTable,
  | "spoken"
  | "spans"
  | "voice"
  | "origin"
  | "sha256"
  | "bytes"
  | "length"
  | "lufs"
  | "true_peak"
  | "peaks"
  | "engine"
  | "notes"
  | "shared"
>;

// Rounded up: a little of the message's own is lost, nothing of the chime is counted.
function sharedColumn({ before, after }: NonNullable<Made["shared"]> = { before: 0, after: 0 }) {
  if (before + after === 0) return null;
  return JSON.stringify({ before: Math.ceil(before * 1_000), after: Math.ceil(after * 1_000) });
}

const soundOf = (made: Made) => ({
  sha256: made.sha256,
  bytes: made.bytes,
  length: Math.round(made.seconds * 1_000),
  lufs: made.lufs,
  true_peak: made.truePeak,
  peaks: JSON.stringify(made.peaks),
  notes: JSON.stringify(made.notes),
  shared: sharedColumn(made.shared),
});

/** The columns of a message that say how it sounds. */
export const spokenColumns = (made: SpeechMade): Sound => ({
  ...soundOf(made),
  spoken: made.spoken,
  spans: JSON.stringify({ spans: made.spans, flags: made.flags }),
  voice: `${made.engine.id}/${made.engine.voice}`,
  origin: "speech",
  engine: `${made.engine.id} ${made.engine.version}; ${made.codec}`,
});

export const recordedColumns = (made: Made): Sound => ({
  ...soundOf(made),
  spoken: null,
  spans: JSON.stringify({ spans: [], flags: [] }),
  voice: null,
  origin: "recording",
  engine: made.codec,
});
