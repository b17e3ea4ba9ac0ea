/** What browsers record in, and how ffmpeg calls it. */
export const MICROPHONES: Readonly<Record<string, string>> = {
  "audio/webm": "matroska",
  "audio/ogg": "ogg",
  "audio/mp4": "mov",
};

/** The kind without its parameters; `undefined` for what is not taken. */
export const microphoneOf = (mime: string): string | undefined =>
  MICROPHONES[mime.replace(/;.*/su, "").trim().toLowerCase()];

/** A voice on its way: recorded bytes go in, bytes of one Ogg Opus stream come out while it speaks. */
export interface LiveEncoder {
  /** Bytes that still wait inside: the sender shall rest while they are many. */
  push(bytes: Uint8Array): number;
  /** No more comes in; the rest comes out. */
  end(): void;
  /** Ends by itself some moments after `end`. */
  readonly out: AsyncIterable<Uint8Array>;
  kill(): void;
}

/** `undefined`: there is no program for it on this machine. */
export type OpenLiveEncoder = (demuxer: string) => Promise<LiveEncoder | undefined>;
