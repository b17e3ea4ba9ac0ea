import { type Static, Type } from "typebox";
import type { AudioRefusal } from "./refusals.ts";
import type { ChimeKind } from "./render/chime.ts";
import type { Shared } from "./render/render.ts";
import type { Voice } from "./speech/speech.ts";
import type { Sha256 } from "./store/audio-store.ts";
import type { LexiconEntry } from "./text/lexicon.ts";
import type { Flag, Span } from "./text/normalise.ts";

/** What is known of a finished sound: the same for speech and for recordings. */
export const Rendition = Type.Object(
  {
    /** Of the bytes that boards fetch. */
    sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    bytes: Type.Integer({ minimum: 1 }),
    seconds: Type.Number({ exclusiveMinimum: 0 }),
    /** Integrated loudness of what a board will decode. */
    lufs: Type.Number(),
    /** dBTP of what a board will decode. */
    truePeak: Type.Number(),
    /** The drawn wave, 0-255. */
    peaks: Type.Array(Type.Integer({ minimum: 0, maximum: 255 })),
    /** Programs and versions that made it. */
    codec: Type.String(),
  },
  { additionalProperties: false },
);
export type Rendition = Static<typeof Rendition>;

export type Stage = "speaking" | "reading-file" | "levelling" | "encoding" | "checking";
/** `done` goes from 0 to 1 over all stages. */
export type Progress = (stage: Stage, done: number) => void;

export interface SpeechRequest {
  /** Written text; or give `spoken`, words that a person has already looked at. */
  readonly text?: string;
  readonly spoken?: string;
  /** ISO 639-3, as the message is tagged. */
  readonly language: string;
  readonly lexicon?: readonly LexiconEntry[];
  /** Southern number words: ngàn, lẻ. */
  readonly south?: boolean;
  /** `<engine>/<voice>` as `voices()` lists them; the built-in northern voice when left out. */
  readonly voice?: string;
  /** Speed, 0.5-2. */
  readonly rate?: number;
  /** How long the rests between sentences are, 0.5-3; 1 is ordinary. */
  readonly pause?: number;
  readonly chime?: ChimeKind;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Which engine and voice read it. */
export interface ReadBy {
  readonly id: string;
  readonly version: string;
  readonly voice: string;
  readonly rate: number;
}

export interface MadeSpeech extends Rendition {
  readonly ok: true;
  readonly engine: ReadBy;
  readonly spoken: string;
  readonly spans: readonly Span[];
  readonly flags: readonly Flag[];
  /** Vietnamese sentences that belong on the message, such as a change of voice. */
  readonly notes: readonly string[];
  readonly shared: Shared;
}

export interface MadeRecording extends Rendition {
  readonly ok: true;
  readonly original: { readonly sha256: Sha256; readonly bytes: number; readonly filename: string };
  readonly notes: readonly string[];
  readonly shared: Shared;
  /** What the recording is like (`fingerprint/`); absent for a file that was here before. */
  readonly fingerprint?: string;
}

export interface UploadAbout {
  /** As the sender named it; only its ending is used. */
  readonly filename: string;
  readonly chime?: ChimeKind;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** The one entry to speech and recordings; what comes out is levelled, stored and measured. */
export interface AudioLibrary {
  makeSpeech(request: SpeechRequest): Promise<MadeSpeech | AudioRefusal>;
  makeFromUpload(
    file: AsyncIterable<Uint8Array>,
    about: UploadAbout,
  ): Promise<MadeRecording | AudioRefusal>;
  /** A finished Opus file of another library; without `keep` it is only looked at, and `sha256` is empty. */
  adopt(
    bytes: Uint8Array,
    how: { readonly keep: boolean },
  ): Promise<(Rendition & { readonly ok: true; readonly notes: readonly string[] }) | AudioRefusal>;
  /** What a stored sound is like (`fingerprint/`); nothing where it is missing or no board could play it. */
  fingerprintOf(sha256: Sha256): Promise<string | undefined>;
  voices(): Promise<readonly (Voice & { readonly engine: string })[]>;
}

/** Remembers which recipe gave which file, over restarts. It may forget. */
export interface Recipes {
  recall(line: string): Promise<Rendition | undefined>;
  keep(line: string, rendition: Rendition): Promise<void>;
}

/** Raise it when the same words would sound different: earlier results are then not used again. */
const CHAIN = 5;

export interface Recipe {
  readonly engine: ReadBy;
  readonly codec: string;
  readonly chime: ChimeKind;
  readonly pause: number;
  readonly spoken: string;
}

/** One line that is equal exactly when the sound would be. */
export const recipeLine = ({ engine, codec, chime, pause, spoken }: Recipe): string =>
  JSON.stringify([
    CHAIN,
    engine.id,
    engine.version,
    engine.voice,
    engine.rate,
    codec,
    chime,
    pause,
    spoken,
  ]);
