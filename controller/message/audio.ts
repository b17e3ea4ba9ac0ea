import type { LexiconEntry } from "../../audio-library/text/lexicon.ts";

/** What a message needs of the audio library; `audio-library/app.ts` fits. */
export interface AudioPort {
  makeSpeech(ask: SpeechAsk): Promise<SpeechMade | AudioRefused>;
  makeFromUpload(
    file: AsyncIterable<Uint8Array>,
    about: UploadAsk,
  ): Promise<UploadMade | AudioRefused>;
  /** A finished sound of another library, heard and measured; kept only if so wished, else `sha256` is empty. */
  adopt(bytes: Uint8Array, how: { readonly keep: boolean }): Promise<Made | AudioRefused>;
  /** What a stored sound is like; nothing where it cannot be heard. */
  fingerprintOf(sha256: string): Promise<string | undefined>;
  voices(): Promise<readonly VoiceOffered[]>;
}

export interface VoiceOffered {
  readonly id: string;
  readonly name: string;
  readonly engine: string;
}

/** Which stage it is at, and how far over all stages, 0–1. */
export type Progress = (stage: string, done: number) => void;

/** Before and after the words. */
export const chimes = ["none", "normal", "emergency"] as const;
export type Chime = (typeof chimes)[number];

export interface SpeechAsk {
  readonly text: string;
  /** ISO 639-3. */
  readonly language: string;
  /** `<engine>/<voice>`; the built-in northern voice when absent. */
  readonly voice?: string;
  /** Speed, 0.5–2. */
  readonly rate?: number;
  /** Rests between sentences, 0.5–3; 1 is ordinary. */
  readonly pause?: number;
  readonly chime?: Chime;
  /** How places say their terms, the larger place first. */
  readonly lexicon?: readonly LexiconEntry[];
  readonly progress?: Progress;
}

export interface UploadAsk {
  readonly filename: string;
  readonly chime?: Chime;
  readonly progress?: Progress;
}

export interface Made {
  readonly ok: true;
  readonly sha256: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly lufs: number;
  /** dBTP. */
  readonly truePeak: number;
  /** The drawn wave, 0–255. */
  readonly peaks: readonly number[];
  readonly codec: string;
  /** Vietnamese sentences that belong on the message. */
  readonly notes: readonly string[];
  /** Seconds of its beginning and of its end that other messages have too; absent = none that is known. */
  readonly shared?: { readonly before: number; readonly after: number };
}

export interface SpeechMade extends Made {
  readonly engine: { readonly id: string; readonly version: string; readonly voice: string };
  readonly spoken: string;
  /** Which stretch of the text is read as what. */
  readonly spans: readonly unknown[];
  /** Readings that a person should look at. */
  readonly flags: readonly unknown[];
}

export interface UploadMade extends Made {
  readonly original: { readonly sha256: string; readonly bytes: number; readonly filename: string };
  /** What the recording is like; absent for a file that was here before. */
  readonly fingerprint?: string;
}

export interface AudioRefused {
  readonly ok: false;
  readonly code: string;
  readonly vi: string;
}

/** Finished sounds by the hash of their bytes. */
export interface AudioFiles {
  size(sha256: string): Promise<number | undefined>;
  read(
    sha256: string,
    range?: { readonly first: number; readonly last: number },
  ): AsyncIterable<Uint8Array>;
}

/** What boards and browsers get. */
export const AUDIO_TYPE = "audio/ogg";
