import type { SoundForm } from "../../contract/sound-forms.ts";

/** How a stream is coded; all but the first need ffmpeg. */
export type StreamForm = Exclude<SoundForm, "wav">;

const has = (bytes: Uint8Array, text: string, at = 0): boolean =>
  [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

/** Somewhere in the first bytes, because a stream is joined in the middle. */
const holds = (bytes: Uint8Array, text: string): boolean =>
  bytes.some((_, at) => has(bytes, text, at));

const TYPES: readonly (readonly [RegExp, StreamForm])[] = [
  [/^audio\/(mpeg|mp3)$/, "mp3"],
  [/^audio\/(aac|aacp|x-aac)$/, "aac"],
  [/^(video|audio)\/mp2t$/, "mpegts"],
  [/^audio\/(x-)?flac$/, "flac"],
];

/**
 * The form of a stream by its first bytes; what the server calls it counts only where bytes cannot tell. `undefined` for everything
 * that is not on this list, playlists of addresses included: a board opens no list that could lead elsewhere.
 */
export function sniffStream(bytes: Uint8Array, type: string): StreamForm | undefined {
  if (has(bytes, "#EXTM3U")) return "hls";
  if (has(bytes, "OggS")) return holds(bytes, "OpusHead") ? "ogg-opus" : "ogg";
  if (has(bytes, "fLaC")) return "flac";
  if (has(bytes, "ftyp", 4)) return "mp4";
  if (has(bytes, "ID3")) return type === "audio/aac" ? "aac" : "mp3";
  if (bytes[0] === 0x47 && bytes[188] === 0x47) return "mpegts";
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return "aac";
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) >= 0xe2) return "mp3";
  const name = type.replace(/;.*/s, "").trim().toLowerCase();
  return TYPES.find(([pattern]) => pattern.test(name))?.[1];
}
