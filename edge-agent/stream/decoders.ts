import type { SoundForm } from "../../contract/sound-forms.ts";
import type { StreamForm } from "./sniff.ts";

/** What ffmpeg calls a form. */
export const DEMUXERS: Readonly<Record<Exclude<StreamForm, "ogg-opus" | "hls">, string>> = {
  ogg: "ogg",
  mp3: "mp3",
  aac: "aac",
  mpegts: "mpegts",
  mp4: "mov",
  flac: "flac",
};

/** One decoder of these makes the usual content of a form audible. */
const CODECS: Readonly<Record<keyof typeof DEMUXERS, readonly string[]>> = {
  ogg: ["vorbis", "libvorbis"],
  mp3: ["mp3", "mp3float"],
  aac: ["aac", "libfdk_aac"],
  mpegts: ["aac", "libfdk_aac"],
  mp4: ["aac", "libfdk_aac"],
  flac: ["flac"],
};

/** What every board of ours decodes by itself. */
const OWN: readonly SoundForm[] = ["ogg-opus", "wav"];

/** Names in a table of ffmpeg (`-demuxers`, `-decoders`): flags, then names that may share a line. */
const namesIn = (table: string): ReadonlySet<string> =>
  new Set(
    table
      .split("\n")
      .flatMap((line) => /^ [A-Za-z.]{1,6} +([a-z0-9_,]+) /.exec(line)?.[1]?.split(",") ?? []),
  );

/** What a board can decode, by the tables of its ffmpeg; without one what it brings itself. */
export function decodersOf(
  tables: { demuxers: string; decoders: string } | undefined,
): SoundForm[] {
  if (!tables) return [...OWN];
  const [demuxers, decoders] = [namesIn(tables.demuxers), namesIn(tables.decoders)];
  const forms = (Object.keys(DEMUXERS) as (keyof typeof DEMUXERS)[]).filter(
    (form) => demuxers.has(DEMUXERS[form]) && CODECS[form].some((decoder) => decoders.has(decoder)),
  );
  // A playlist's pieces are MPEG transport streams.
  return [...OWN, ...forms, ...(forms.includes("mpegts") ? (["hls"] as const) : [])];
}
