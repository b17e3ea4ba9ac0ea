/** How stored sound and streams may be coded, as boards tell what they can decode. */
export const soundForms = [
  "ogg-opus",
  "wav",
  "ogg",
  "mp3",
  "aac",
  "mpegts",
  "mp4",
  "flac",
  "hls",
] as const;
export type SoundForm = (typeof soundForms)[number];

/** What the controller delivers: every message is stored so. */
export const DELIVERED: SoundForm = "ogg-opus";

const ENDINGS: Readonly<Record<string, SoundForm>> = {
  opus: "ogg-opus",
  wav: "wav",
  ogg: "ogg",
  mp3: "mp3",
  aac: "aac",
  ts: "mpegts",
  mp4: "mp4",
  m4a: "mp4",
  flac: "flac",
  m3u8: "hls",
};

/** The form that the address of a stream promises by its ending; `undefined` where it promises nothing, as most do. */
export function formOfAddress(url: string): SoundForm | undefined {
  const [, ending] =
    /^[a-z]+:\/\/[^/?#]+\/(?:[^?#]*\/)?[^/?#]*\.([A-Za-z0-9]+)(?:[?#].*)?$/s.exec(url) ?? [];
  return ending === undefined ? undefined : ENDINGS[ending.toLowerCase()];
}
