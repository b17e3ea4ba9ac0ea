import type { Sounded } from "../../contract/facts.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Occurrence, Part } from "../../contract/plan.ts";
import { lengthOfPart, type Place, settle } from "../../contract/programme.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { EndedAs, PlayedPart } from "../../contract/receipt.ts";
import { FALLBACK, isHeard, LIVE, LOCAL, relaySource } from "../../contract/sources.ts";
import { type Duration, type Instant, instant, later, milliseconds } from "../../contract/time.ts";
import type { Stretch } from "../plan/next.ts";
import { summed } from "../stream/tally.ts";
import {
  framesOf,
  lengthOf,
  type Piece,
  type PieceStream,
  type Span,
  type Spans,
} from "./player.ts";

/** At least this share of the frames makes `played` (design section 6). */
const PLAYED = 0.98;

/** What the player must sound for a stretch, or why the board may not or cannot. `localInput`: the signed configuration allows it. */
export function piecesOf(
  stretch: Stretch,
  occurrence: Occurrence,
  localInput: boolean,
): readonly Piece[] | Reason {
  const pieces: Piece[] = [];
  for (const { part: index, offset, start, end } of stretch.segments) {
    const part = occurrence.parts[index];
    if (!part) return "source-lost";
    if (part.kind === "local" && !localInput) return "input-not-allowed";
    pieces.push({ part: index, offset, length: (end - start) as Duration, ...soundOf(part) });
  }
  return pieces;
}

function soundOf(part: Part): Pick<Piece, "sha256" | "stream"> {
  if (part.kind === "pause") return {};
  if (part.kind === "audio") return { sha256: part.audio.sha256 };
  return { stream: streamOf(part) };
}

function streamOf(part: Exclude<Part, { kind: "pause" | "audio" }>): PieceStream {
  if (part.kind === "local") return { sources: [{ kind: "local", name: LOCAL }] };
  const stands = part.fallback ? { fallback: part.fallback.sha256 } : {};
  if (part.kind === "live") {
    const { source: path, key } = part;
    return { sources: key ? [{ kind: "live", name: LIVE, path, key }] : [], ...stands };
  }
  const sources = part.sources.map((url, i) => {
    return { kind: "relay", name: relaySource(i + 1), url } as const;
  });
  return { sources, ...stands, ...(part.silence ? { silence: part.silence } : {}) };
}

/** Whether a stretch goes to the very end of its occurrence. */
export function goesToTheEnd(stretch: Stretch, occurrence: Occurrence): boolean {
  const last = stretch.segments.at(-1);
  const part = last && occurrence.parts[last.part];
  if (!last || !part || last.part !== occurrence.parts.length - 1) return false;
  return last.offset + last.end - last.start >= lengthOfPart(part);
}

/** Stretches that sounded, with what the device consumed of each; a piece that never began is left out. */
export function partsOf(
  pieces: readonly Piece[],
  starts: readonly (Instant | undefined)[],
  frames: readonly number[],
  spans: Spans = [],
): PlayedPart[] {
  return pieces.flatMap((piece, i) => {
    const { part, offset, sha256 } = piece;
    const start = starts[i];
    const heard = frames[i] ?? 0;
    if (start === undefined || heard === 0) return [];
    const own = spans[i];
    if (own) return streamParts(piece, start, own);
    return [{ part, offset, frames: heard, start, ...(sha256 ? { sha256 } : {}) }];
  });
}

/** The stretches of a stream, each with its source; the oldest of very many are only summed. */
function streamParts(
  { part, offset, stream }: Piece,
  start: Instant,
  spans: readonly Span[],
): PlayedPart[] {
  const { older, newest } = summed(spans);
  const stands = stream?.fallback ? { sha256: stream.fallback } : {};
  return [
    ...older.map(({ source, frames }) => ({ part, offset, frames, source })),
    ...newest.map(({ source, from, frames }) => ({
      part,
      offset: milliseconds(offset + lengthOf(from)),
      frames,
      start: later(start, lengthOf(from)),
      source,
      ...(source === FALLBACK ? stands : {}),
    })),
  ];
}

/** The pieces of a run that sounds: those before the last that began are over, the last is open. */
export function liveOf(
  occurrence: OccurrenceId,
  pieces: readonly Piece[],
  starts: readonly (Instant | undefined)[],
): Sounded[] {
  return pieces.flatMap(({ part, offset }, i) => {
    const [start, end] = [starts[i], starts[i + 1]];
    if (start === undefined) return [];
    return [{ occurrence, part, offset, start, ...(end === undefined ? {} : { end }) }];
  });
}

/** Where in its parts a run was at its first sound: of a stream that joined late some time had gone by. */
export function placeAtStart(
  pieces: readonly Piece[],
  [nominal]: readonly (Instant | undefined)[],
  start: Instant,
): Partial<Place> {
  let gone = start - (nominal ?? start);
  for (const { part, offset, length } of pieces) {
    if (gone < length) return { part, offset: milliseconds(offset + gone) };
    gone -= length;
  }
  return {};
}

/** Silence of a stream took its time and was not heard. */
export const framesIn = (parts: readonly PlayedPart[]): number =>
  parts.reduce((sum, part) => sum + (isHeard(part) ? part.frames : 0), 0);

export const framesOfOccurrence = ({ parts }: Occurrence): number =>
  parts.reduce((sum, part) => sum + framesOf(lengthOfPart(part)), 0);

/** A person who spoke live finished before the time was up. */
export function finishedEarly(pieces: readonly Piece[], frames: readonly number[]): boolean {
  const last = pieces.at(-1);
  const isLive = last?.stream?.sources.some(({ kind }) => kind === "live") ?? false;
  return last !== undefined && isLive && (frames.at(-1) ?? 0) < framesOf(last.length);
}

/** What there was to hear: of live sound that finished, what was said, without the wait for its first word. */
export function framesAsked(
  occurrence: Occurrence,
  parts: readonly PlayedPart[],
  finished: boolean,
): number {
  if (!finished) return framesOfOccurrence(occurrence);
  const waited = parts.filter((part, i) => !isHeard(part) && parts[i - 1]?.part !== part.part);
  const whole = [...parts, ...waited.map(({ frames }) => ({ frames: -frames }))];
  return whole.reduce((sum, { frames }) => sum + frames, 0);
}

/** The figures of an `ended` receipt. */
export function figures(
  occurrence: Occurrence,
  parts: readonly PlayedPart[],
  start: Instant | undefined,
  finished = false,
) {
  const frames = framesIn(parts);
  return {
    ...(start === undefined ? {} : { start: instant(start) }),
    heard: lengthOf(frames),
    frames,
    ofFrames: framesAsked(occurrence, parts, finished),
    parts: [...parts],
  };
}

export const isPlayed = (
  occurrence: Occurrence,
  parts: readonly PlayedPart[],
  finished = false,
): boolean => framesIn(parts) >= framesAsked(occurrence, parts, finished) * PLAYED;

/** Nothing is left that the timeline would sound: a cut in the last moment is an end like any other. */
export function reachesEnd({ parts }: Occurrence, sounded: readonly PlayedPart[]): boolean {
  const last = sounded.at(-1);
  if (!last) return false;
  const offset = milliseconds(last.offset + lengthOf(last.frames));
  return settle(parts, { part: last.part, offset }) === undefined;
}

/**
 * Why less was heard than there was, of what sounded to its end: what ran on elsewhere while something else sounded here is in no
 * stretch, what a source did not send is a stretch of silence; the larger of both is the reason.
 */
export function lackOf(
  occurrence: Occurrence,
  parts: readonly PlayedPart[],
  wasCut: boolean,
): Reason {
  const silent = parts.reduce((sum, part) => sum + (isHeard(part) ? 0 : part.frames), 0);
  const gone = framesOfOccurrence(occurrence) - framesIn(parts) - silent;
  if (wasCut && gone >= silent) return "preempted";
  return silent > 0 ? "source-lost" : "undecodable";
}

/** How a run came to its end. */
export interface RunEnd {
  /** Anything of its occurrence was heard, in this run or before. */
  readonly heard: boolean;
  /** It sounded through to the end of the occurrence. */
  readonly whole: boolean;
  readonly played: boolean;
  /** Of what sounded to its end: why it was less than there was. */
  readonly lack: Reason;
  /** Why it was stopped, if it was. */
  readonly why: "cut" | Reason | undefined;
  /** An emergency that may sound once more. */
  readonly mayRepeat: boolean;
}

export interface Ending {
  readonly kind: "end";
  readonly as: EndedAs;
  readonly reason?: Reason;
}

/** What a run's end means for its occurrence. `goes-on`: the timeline says whether more of it follows. */
export function fateOf(
  end: RunEnd,
): Ending | { readonly kind: "goes-on" } | { readonly kind: "nothing" } {
  if (!end.heard) return { kind: "nothing" };
  if (end.whole) {
    return end.played
      ? { kind: "end", as: "played" }
      : { kind: "end", as: "partial", reason: end.lack };
  }
  if (end.why === undefined || end.why === "cut") return { kind: "goes-on" };
  if (end.why === "power-loss") {
    // Stopped with the program: an emergency that was heard once may sound again after it.
    return end.mayRepeat
      ? { kind: "goes-on" }
      : { kind: "end", as: "interrupted", reason: end.why };
  }
  if (end.why === "cancelled") return { kind: "end", as: "cancelled" };
  return { kind: "end", as: end.why === "expired" ? "partial" : "preempted", reason: end.why };
}

/** How an occurrence ends that was begun, does not sound, and is refused its rest. */
export function endOfBegun(reason: Reason, crashed: boolean, cut: boolean): Ending {
  if (crashed) return { kind: "end", as: "interrupted", reason: "power-loss" };
  if (reason === "cancelled") return { kind: "end", as: "cancelled" };
  return { kind: "end", as: cut ? "preempted" : "partial", reason };
}

/** Gain in dB by the cluster's curve; an emergency takes the loudest of the day, because a quiet night must not hide it. */
export function gainAt(
  volume: readonly { readonly start: number; readonly gain: number }[],
  minute: number,
  level: Occurrence["level"],
): number {
  if (volume.length === 0) return 0;
  const curve = [...volume].sort((a, b) => a.start - b.start);
  if (level === "emergency") return Math.max(...curve.map(({ gain }) => gain));
  // Before its first entry the day goes on with the last one of yesterday.
  const past = curve.filter(({ start }) => start <= minute);
  return [...curve, ...past].slice(-1).reduce((_, { gain }) => gain, 0);
}
