/** What somebody hears who listens to a stream for a moment. */
export type Heard =
  | {
      readonly ok: true;
      readonly form: string;
      readonly seconds: number;
      readonly peak: number | null;
      readonly mp3: Uint8Array;
    }
  | { readonly ok: false; readonly why: HeardNot; readonly detail: string };

export type HeardNot = "relay-unreachable" | "relay-moved" | "relay-playlist" | "relay-not-audio";

/** Listens for a few seconds; never throws. */
export type Listen = (url: string) => Promise<Heard>;

const forms = {
  "audio/mpeg": "mp3",
  "audio/mp3": "mp3",
  "audio/aac": "aac",
  "audio/aacp": "aac",
  "audio/ogg": "ogg",
  "application/ogg": "ogg",
  "audio/flac": "flac",
} as const;

/** The form that a server names; streams may begin in the middle of a frame, so their first bytes say less than those of a file. */
export const formOf = (type: string): (typeof forms)[keyof typeof forms] | undefined =>
  forms[type.split(";", 1)[0]?.trim().toLowerCase() as keyof typeof forms];

/** dBFS of the loudest sample, to a tenth. */
export function peakOf(samples: Int16Array): number | null {
  let most = 0;
  for (const one of samples) most = Math.max(most, Math.abs(one));
  return most === 0 ? null : Math.round(200 * Math.log10(most / 32_768)) / 10;
}
