import type { Reason } from "../../contract/reasons.ts";

/**
 * A sound device, 48 kHz mono s16. Frames are counted from each `start`; moments are steady milliseconds. Nothing is written ahead
 * by more than it says it has room for, so that a cut is heard soon.
 */
export interface Sink {
  /** How long before its first sound it wants to be started, milliseconds. */
  readonly preroll: number;
  start(now: number): void;
  running(): boolean;
  /** How many frames it takes now; accounts for what was missed if the writer came late. */
  room(now: number): number;
  written(): number;
  write(chunk: Int16Array): void;
  /** Gives back what was written and will not sound within `guard` frames; nothing where the device cannot. */
  takeBack(now: number, guard: number): Int16Array;
  /** Frames that it has consumed. */
  position(now: number): number;
  frameAt(steady: number): number;
  steadyAt(frame: number): number;
  /** Why it cannot go on, once it cannot. */
  trouble(): Reason | undefined;
  /** For a sink that keeps a record: an item begins at this frame. */
  note(frame: number, label: string): void;
  /** Plays out what it holds and lets the device go. */
  stop(): void;
}
