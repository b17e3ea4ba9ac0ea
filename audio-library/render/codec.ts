import type { Duration } from "../../contract/time.ts";
import type { Container } from "./sniff.ts";

/** Where a program came from: named by the operator, found on the path, or brought by npm. */
export type Origin = "operator" | "path" | "npm";

export interface CodecAbout {
  readonly version: string;
  readonly origin: Origin;
  /** The longest sound it can take in one go. */
  readonly longest: Duration;
}

/** One program that was looked at, and why it cannot be used. `why` is Vietnamese. */
export interface Candidate {
  readonly origin: Origin;
  readonly program: string;
  readonly version?: string;
  readonly ok: boolean;
  readonly why?: string;
}

export type CodecFound =
  | { readonly ok: true; readonly about: CodecAbout; readonly candidates: readonly Candidate[] }
  | { readonly ok: false; readonly why: string; readonly candidates: readonly Candidate[] };

/** What a file says about itself; it may lie, so decoding has its own limits. */
export interface Probe {
  readonly container: string;
  /** Missing when the file does not say. */
  readonly seconds?: number;
  readonly audio: readonly { readonly codec: string }[];
}

export type CodecFailure =
  | "no-codec"
  | "not-audio"
  | "too-long"
  | "timed-out"
  | "aborted"
  | "too-much-memory";

export type CodecAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: CodecFailure; readonly log: string };

export type Source = { readonly path: string } | { readonly bytes: AsyncIterable<Uint8Array> };

export interface DecodeHow {
  /** The only container it may turn out to be; nothing else is even tried. */
  readonly container: Container;
  readonly hertz: number;
  readonly longest: Duration;
  readonly signal?: AbortSignal | undefined;
}

/** `opus` is what boards play, `flac` keeps everything, `mp3` is for foreign players. */
export type Encoding = "opus" | "flac" | "mp3";

export interface EncodeHow {
  readonly encoding: Encoding;
  readonly hertz: number;
  readonly signal?: AbortSignal | undefined;
}

/** Files to sound and back. Sound is one channel of 16-bit samples. */
export interface Codec {
  find(): Promise<CodecFound>;
  probe(
    path: string,
    how: { container: Container; signal?: AbortSignal | undefined },
  ): Promise<CodecAnswer<Probe>>;
  /** Hands the samples over piece by piece and answers how many there were. */
  decode(
    source: Source,
    how: DecodeHow,
    take: (samples: Int16Array) => void,
  ): Promise<CodecAnswer<number>>;
  /** The same samples by the same program give the same bytes. */
  encode(sound: AsyncIterable<Int16Array>, how: EncodeHow): Promise<CodecAnswer<Uint8Array>>;
}
