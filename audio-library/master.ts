import type { Progress, Rendition } from "./library.ts";
import { type AudioRefusal, refuseAudio } from "./refusals.ts";
import type { CodecFailure } from "./render/codec.ts";
import type { Tape } from "./render/tape.ts";

export interface MasterHow {
  readonly signal?: AbortSignal | undefined;
  readonly progress: Progress;
}

export type Mastered = { readonly ok: true; readonly rendition: Rendition } | AudioRefusal;

/** A place that was made ready for one sound. Close it, used or not. */
export interface Desk {
  /** Changes the tape. */
  master(tape: Tape): Promise<Mastered>;
  close(): void;
}

export type OpenDesk = (how: MasterHow) => Desk;

/** The last line of a program's log usually names the reason; it goes to our log, not to people. */
export function codecRefusal(code: CodecFailure, log: string): AudioRefusal {
  const last = log.trim().split("\n").at(-1);
  return refuseAudio(code === "too-much-memory" ? "render-failed" : code, last);
}
