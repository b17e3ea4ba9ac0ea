import type { Sha256 } from "../../contract/ids.ts";
import type { SilenceRule } from "../../contract/plan.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { Duration } from "../../contract/time.ts";

export const FRAMES_PER_SECOND = 48_000;
/** How many frames a length of audio has at 48 kHz. */
export const framesOf = (length: Duration): number =>
  Math.round(length * (FRAMES_PER_SECOND / 1_000));
export const lengthOf = (frames: number): Duration =>
  Math.round(frames / (FRAMES_PER_SECOND / 1_000)) as Duration;

/** One source of sound that is made elsewhere while it plays; `path` is below the controller's address. */
export type PieceSource =
  | { readonly kind: "relay"; readonly name: string; readonly url: string }
  | { readonly kind: "live"; readonly name: string; readonly path: string; readonly key: string }
  | { readonly kind: "local"; readonly name: string };

/** Sound whose time runs whether it says something or not; `fallback` stands in where every source is silent. */
export interface PieceStream {
  readonly sources: readonly PieceSource[];
  readonly fallback?: Sha256;
  readonly silence?: SilenceRule;
}

/** A stretch of a piece and whose sound it was; frames are counted from the start of the piece, silence included. */
export interface Span {
  readonly source: string;
  readonly from: number;
  readonly frames: number;
}
/** Of each piece; nothing for recorded sound, which has no other source than itself. */
export type Spans = readonly (readonly Span[] | undefined)[];

/** A stretch of one part: audio of the cache from `offset`, a stream, or silence. */
export interface Piece {
  readonly part: number;
  readonly offset: Duration;
  /** At most so long; audio that ends by itself ends the piece earlier. */
  readonly length: Duration;
  readonly sha256?: Sha256;
  readonly stream?: PieceStream;
}

/** Pieces that sound one after another without a gap. */
export interface Run {
  readonly id: number;
  /** The occurrence, for a sink that keeps a record. */
  readonly label: string;
  readonly pieces: readonly Piece[];
  /** dB. */
  readonly gain: number;
  /** When its first frame shall sound, on the steady clock; a moment that is past means at once. */
  readonly at: Duration;
}

/**
 * `frames`: what the sound device has consumed of each piece. Times are on the steady clock. `lead`: frames of silence before the
 * first sound of a stream; its time ran already.
 */
export type PlayerEvent =
  | {
      readonly kind: "started";
      readonly run: number;
      readonly at: Duration;
      readonly lead?: number;
    }
  | {
      readonly kind: "piece";
      readonly run: number;
      readonly piece: number;
      readonly at: Duration;
      readonly lead?: number;
    }
  | {
      readonly kind: "progress";
      readonly run: number;
      readonly frames: readonly number[];
      readonly spans?: Spans;
    }
  | {
      readonly kind: "ended";
      readonly run: number;
      readonly how: "done" | "stopped" | "failed";
      readonly reason?: Reason;
      readonly at: Duration;
      readonly frames: readonly number[];
      readonly spans?: Spans;
    };

/**
 * One loudspeaker. Runs never overlap: one that is due waits until the one before it has ended. Every run that was given ends
 * with exactly one `ended`, even one that never started.
 */
export interface Player {
  play(run: Run): void;
  /** Fades out within 20 ms; a run that waits is forgotten. */
  stop(run: number): void;
  onEvent(listen: (event: PlayerEvent) => void): void;
  close(): Promise<void>;
}
