import type { Reason } from "../../contract/reasons.ts";
import type { Spans } from "./player.ts";

/** Decoded sound of one piece, as far as it is decoded. */
export interface Source {
  /** Begins to decode; harmless when it has begun. */
  warm(): void;
  /** Copies up to `most` frames; fewer = no more decoded yet, or the end. */
  pull(into: Int16Array, at: number, most: number): number;
  /** `ended` counts once `pull` gives nothing; a reason says why there will never be more. */
  state(): "open" | "ended" | Reason;
  close(): void;
  readonly stream?: StreamSide;
}

/** What a source has beside it that is made elsewhere while it plays: its time runs whether it brings sound or not. */
export interface StreamSide {
  /** It is due within a few seconds: connect. */
  soon(): void;
  /** So many frames of its time went by in silence. */
  skip(frames: number): void;
  /** Whose sound it was, up to a frame. */
  spans(upTo: number): NonNullable<Spans[number]>;
  /** Frames that the sink may hold of it, so that it is heard soon after it was made. */
  readonly lead: number;
  /** Frames for which its first sound is waited for before its time runs. */
  readonly opens: number;
  /** Frames that can be taken now. */
  ready(): number;
  /** Why nothing came. */
  trouble(): Reason | undefined;
}
