import type { Reason } from "../../contract/reasons.ts";
import { applyRamp, framesLeft, gainOf, type Ramp, rampTo, still } from "./mix.ts";
import { FRAMES_PER_SECOND, type Spans } from "./player.ts";
import type { Source, StreamSide } from "./source.ts";

/** 10 ms: the grain in which a cut takes effect. */
export const CHUNK = FRAMES_PER_SECOND / 100;
/** Fade at every start, end and cut. */
export const RAMP = FRAMES_PER_SECOND / 100;
/** A source that brings nothing for so long has failed. */
const STARVED = 3 * FRAMES_PER_SECOND;
/** A stream connects so long before it is due. */
const SOON = 3 * FRAMES_PER_SECOND;

export interface PumpRun {
  readonly id: number;
  /** Steady milliseconds. */
  readonly at: number;
  readonly gain: number;
  readonly pieces: readonly { readonly source: Source; readonly frames: number }[];
}

export type PumpEvent =
  | { readonly kind: "started"; readonly run: number; readonly lead?: number }
  | { readonly kind: "piece"; readonly run: number; readonly piece: number; readonly lead?: number }
  | {
      readonly kind: "ended";
      readonly run: number;
      readonly how: "done" | "stopped" | "failed";
      readonly reason?: Reason;
      readonly frames: readonly number[];
      readonly spans?: Spans;
    };

/** An event and the frame of the sink at which it becomes true for the ear. */
export interface Mark {
  readonly frame: number;
  readonly event: PumpEvent;
}

interface Active {
  readonly run: PumpRun;
  readonly frames: number[];
  piece: number;
  ramp: Ramp;
  begun: boolean;
  stopping: boolean;
  starved: number;
}

/** What fills the sink: takes runs, gives chunks and the marks that belong to their frames. */
export interface Pump {
  add(run: PumpRun): void;
  stop(run: number, frame: number): readonly Mark[];
  /**
   * Stops what sounds inside frames that were taken back from the sink, the first of them number `frame`: fades them out in place
   * and says how many of them to write again. Zero = it cannot; then they go back as they are and `stop` does it.
   */
  cut(
    run: number,
    tail: Int16Array,
    frame: number,
  ): { readonly keep: number; readonly marks: readonly Mark[] };
  /** Ends a run of which nothing will be heard, although some of it was filled in. */
  abandon(run: number, frame: number): readonly Mark[];
  /** Fills `chunk`, whose first frame is number `frame` of the sink; `frameAt` says where a moment lies. */
  fill(chunk: Int16Array, frame: number, frameAt: (steady: number) => number): readonly Mark[];
  /** Ends everything at once, for a sink that broke. */
  fail(reason: Reason, frame: number): readonly Mark[];
  /** The moment of the next waiting run. */
  nextAt(): number | undefined;
  /** A run is due and its sound is not there yet: silence written far ahead would only delay it. */
  waiting(): boolean;
  /** The run that sounds, and its frames so far (written, of which the device may still hold the last few). */
  sounding():
    | { readonly run: number; readonly frames: readonly number[]; readonly spans?: Spans }
    | undefined;
  /** Frames that the sink may hold ahead of the ear of what sounds now. */
  lead(): number;
}

export function createPump(): Pump {
  const queue: PumpRun[] = [];
  let active: Active | undefined;

  function end(frame: number, how: "done" | "stopped" | "failed", reason?: Reason): Mark {
    const { run, frames } = active as Active;
    active = undefined;
    for (const { source } of run.pieces) source.close();
    return { frame, event: ended(run, how, frames, reason) };
  }

  /** The next run if it is due before the chunk ends; returns where in the chunk it begins. */
  function begin(
    from: number,
    frame: number,
    size: number,
    frameAt: (ms: number) => number,
  ): number {
    const next = queue[0];
    if (!next) return size;
    const at = Math.max(from, frameAt(next.at) - frame);
    if (at >= size) return size;
    queue.shift();
    next.pieces[1]?.source.warm();
    active = {
      run: next,
      frames: next.pieces.map(() => 0),
      piece: 0,
      ramp: rampTo(still(0), next.gain, RAMP),
      begun: false,
      stopping: false,
      starved: 0,
    };
    return at;
  }

  /** Sound of the active run into `chunk[from, size)`; returns how far it came. */
  function sound(chunk: Int16Array, from: number, frame: number, marks: Mark[]): number {
    const a = active as Active;
    const piece = a.run.pieces[a.piece];
    if (!piece) {
      const streams = a.run.pieces.flatMap(({ source }) => source.stream ?? []);
      const mute = a.begun ? undefined : streams[0];
      const why = mute && (mute.trouble() ?? "source-lost");
      marks.push(mute ? end(frame + from, "failed", why) : end(frame + from, "done"));
      return from;
    }
    const left = piece.frames - a.frames[a.piece]!;
    const most = Math.min(chunk.length - from, untilChange(a, left));
    if (left <= SOON) a.run.pieces[a.piece + 1]?.source.stream?.soon();
    const got = piece.source.pull(chunk, from, most);
    if (got > 0) {
      marks.push(...beginnings(a, frame + from));
      a.begun = true;
      a.starved = 0;
      a.ramp = applyRamp(a.ramp, chunk, from, from + got);
      a.frames[a.piece]! += got;
    }
    return from + got + judge(piece, chunk, from + got, frame, got < most || left <= got, marks);
  }

  /** After a pull: has the fade ended, the piece, or has the source dried up? Returns frames of silence to leave. */
  function judge(
    piece: PumpRun["pieces"][number],
    chunk: Int16Array,
    at: number,
    frame: number,
    short: boolean,
    marks: Mark[],
  ): number {
    const a = active as Active;
    if (a.stopping && gainOf(a.ramp) === 0) {
      marks.push(end(frame + at, "stopped"));
      return 0;
    }
    if (!short) return 0;
    const state = a.frames[a.piece]! >= piece.frames ? "ended" : piece.source.state();
    if (state === "ended") {
      a.piece += 1;
      a.run.pieces[a.piece + 1]?.source.warm();
    } else if (state === "open" && piece.source.stream)
      return hush(piece.source.stream, piece.frames, chunk.length - at, frame + at, marks);
    else if (state === "open") return starve(chunk.length - at, frame + chunk.length, marks);
    else marks.push(end(frame + at, "failed", state));
    return 0;
  }

  function starve(frames: number, frame: number, marks: Mark[]): number {
    const a = active as Active;
    a.starved += frames;
    if (a.stopping) marks.push(end(frame, "stopped"));
    else if (a.starved > STARVED) marks.push(end(frame, "failed", "undecodable"));
    return frames;
  }

  /** A stream that brings nothing: once it had its time to open, its time goes by in silence. */
  function hush(
    stream: StreamSide,
    whole: number,
    room: number,
    frame: number,
    marks: Mark[],
  ): number {
    const a = active as Active;
    if (a.stopping) {
      marks.push(end(frame, "stopped"));
      return room;
    }
    const before = a.frames[a.piece]!;
    if (before === 0 && a.starved < stream.opens) {
      a.starved += room;
      return room;
    }
    const frames = Math.min(room, whole - before);
    if (a.begun && before === 0) marks.push({ frame, event: pieceOf(a) });
    stream.skip(frames);
    a.frames[a.piece] = before + frames;
    a.starved = frames;
    return frames;
  }

  return {
    add(run) {
      run.pieces[0]?.source.warm();
      run.pieces[0]?.source.stream?.soon();
      queue.push(run);
      queue.sort((one, other) => one.at - other.at);
    },
    stop(id, frame) {
      if (active?.run.id === id) {
        if (!active.begun) return [end(frame, "stopped")];
        active.stopping = true;
        active.ramp = rampTo(active.ramp, 0, RAMP);
        return [];
      }
      const at = queue.findIndex((run) => run.id === id);
      const [run] = at < 0 ? [] : queue.splice(at, 1);
      return run ? [drop(run, frame, "stopped")] : [];
    },
    cut(id, tail, frame) {
      const keep = Math.min(tail.length, RAMP);
      const sounded = active?.frames[active.piece] ?? 0;
      // Only a tail that is all of one piece and without holes can be given back to it.
      const clean = active?.begun && !active.stopping && active.starved === 0;
      if (!active || active.run.id !== id || !clean || keep < RAMP || sounded < tail.length) {
        return { keep: 0, marks: [] };
      }
      applyRamp(rampTo(still(1), 0, keep), tail, 0, keep);
      active.frames[active.piece] = sounded - (tail.length - keep);
      return { keep, marks: [end(frame + keep, "stopped")] };
    },
    abandon(id, frame) {
      if (active?.run.id !== id) return [];
      active.frames.fill(0);
      return [end(frame, "stopped")];
    },
    fill(chunk, frame, frameAt) {
      chunk.fill(0);
      const marks: Mark[] = [];
      for (let at = 0; at < chunk.length; ) {
        if (!active) at = begin(at, frame, chunk.length, frameAt);
        if (active && at < chunk.length) at = sound(chunk, at, frame, marks);
      }
      return marks;
    },
    fail(reason, frame) {
      const marks = active ? [end(frame, "failed", reason)] : [];
      return [...marks, ...queue.splice(0).map((run) => drop(run, frame, "failed", reason))];
    },
    waiting() {
      if (!active) return false;
      const stream = active.run.pieces[active.piece]?.source.stream;
      return !active.begun || active.starved > 0 || (stream?.ready() ?? CHUNK) < CHUNK;
    },
    nextAt: () => queue[0]?.at,
    sounding: () =>
      active && {
        run: active.run.id,
        frames: [...active.frames],
        ...spansOf(active.run, active.frames),
      },
    lead: () => active?.run.pieces[active.piece]?.source.stream?.lead ?? Number.POSITIVE_INFINITY,
  };
}

/** What becomes true with the first frame of a pull: the run has started, another piece sounds. */
function beginnings(a: Active, frame: number): Mark[] {
  const marks: Mark[] = [];
  const mute = a.frames.reduce((sum, frames) => sum + frames, 0);
  const lead = mute > 0 ? { lead: mute } : {};
  if (!a.begun) marks.push({ frame, event: { kind: "started", run: a.run.id, ...lead } });
  if (a.piece > 0 && (a.frames[a.piece] === 0 || !a.begun))
    marks.push({ frame, event: pieceOf(a) });
  return marks;
}

function pieceOf(a: Active): PumpEvent {
  const mute = a.frames[a.piece]!;
  return {
    kind: "piece",
    run: a.run.id,
    piece: a.piece,
    ...(mute > 0 ? { lead: mute } : {}),
  };
}

/** Whose sound the streams of a run brought; nothing for a run of recorded sound. */
function spansOf({ pieces }: PumpRun, frames: readonly number[]): { spans?: Spans } {
  if (pieces.every(({ source }) => !source.stream)) return {};
  return { spans: pieces.map(({ source }, i) => source.stream?.spans(frames[i]!)) };
}

/** How many frames may be taken until the gain must change; begins the fade at the end of the last piece. */
function untilChange(a: Active, left: number): number {
  if (a.stopping) return Math.min(left, framesLeft(a.ramp));
  if (a.piece < a.run.pieces.length - 1) return left;
  if (left > RAMP) return left - RAMP;
  if (a.ramp.target > 0) a.ramp = rampTo(a.ramp, 0, left);
  return left;
}

function ended(
  run: PumpRun,
  how: "done" | "stopped" | "failed",
  frames: readonly number[],
  reason?: Reason,
): PumpEvent {
  const base = {
    ...({ kind: "ended", run: run.id, how, frames: [...frames] } as const),
    ...spansOf(run, frames),
  };
  return reason ? { ...base, reason } : base;
}

function drop(run: PumpRun, frame: number, how: "stopped" | "failed", reason?: Reason): Mark {
  for (const { source } of run.pieces) source.close();
  return {
    frame,
    event: ended(
      run,
      how,
      run.pieces.map(() => 0),
      reason,
    ),
  };
}
