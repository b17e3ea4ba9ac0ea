import { FRAMES_PER_SECOND } from "./player.ts";

const PER_MS = FRAMES_PER_SECOND / 1_000;

/** A device that consumes frames at an even pace from a moment on, on the steady clock. */
export interface Pace {
  position(now: number, written: number): number;
  /** Frames that should have been written by now and were not: the ear heard silence. */
  missed(now: number, written: number): number;
  room(now: number, written: number, lead: number): number;
  frameAt(steady: number): number;
  steadyAt(frame: number): number;
}

export function paceFrom(zero: number): Pace {
  const due = (now: number) => Math.max(0, Math.floor((now - zero) * PER_MS));
  return {
    position: (now, written) => Math.min(written, due(now)),
    missed: (now, written) => Math.max(0, due(now) - written),
    room: (now, written, lead) => Math.max(0, due(now) + lead - written),
    frameAt: (steady) => Math.round((steady - zero) * PER_MS),
    steadyAt: (frame) => zero + frame / PER_MS,
  };
}
