/** A voice that an engine offers. `id` is the engine's own name of it. */
export interface Voice {
  readonly id: string;
  readonly name: string;
  readonly region: "north" | "central" | "south" | "unknown";
  readonly gender: "female" | "male" | "unknown";
}

export interface SpeechAbout {
  /** The longest text of one request: both limits count. */
  readonly longest: { readonly characters: number; readonly bytes: number };
  readonly offline: boolean;
  /** `later`: the service answers with an address that has to be asked again. */
  readonly answers: "now" | "later";
}

/** `version` stands in the cache key: another version may sound different. `why` is Vietnamese. */
export type SpeechProbe =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly why: string };

export interface SpeechOrder {
  /** Plain spoken words, already normalised; at most `about.longest`. */
  readonly text: string;
  readonly voice: string;
  /** Speed: 1 is the engine's ordinary speed, 0.5 half of it, 2 twice. */
  readonly rate: number;
  readonly signal?: AbortSignal | undefined;
}

export const speechFailures = {
  "engine-missing": "Không có chương trình đọc.",
  "engine-failed": "Chương trình đọc gặp lỗi.",
  "timed-out": "Chương trình đọc trả lời quá chậm.",
  aborted: "Đã dừng theo yêu cầu.",
  quota: "Dịch vụ đọc đã hết hạn mức.",
  "key-refused": "Dịch vụ đọc không nhận khóa.",
  "too-long": "Đoạn văn quá dài đối với bộ đọc.",
  "no-voice": "Không có giọng đọc này.",
  "cut-short": "Dịch vụ đọc trả về âm thanh ngắn hơn văn bản.",
} as const;

export type SpeechFailure = keyof typeof speechFailures;

/** One channel of 16-bit samples at `sampleRate` hertz. `why` is Vietnamese and holds no secrets. */
export type Speaking =
  | { readonly ok: true; readonly pcm: Int16Array; readonly sampleRate: number }
  | { readonly ok: false; readonly code: SpeechFailure; readonly why: string };

/**
 * An engine that reads Vietnamese aloud. Text that is not Vietnamese never gets here: the caller
 * refuses it. What it said is kept, so an engine may say the same words a little otherwise each time.
 */
export interface Speech {
  readonly id: string;
  readonly about: SpeechAbout;
  probe(): Promise<SpeechProbe>;
  voices(): Promise<readonly Voice[]>;
  speak(order: SpeechOrder): Promise<Speaking>;
}

export const speechFailure = (code: SpeechFailure, detail?: string): Speaking => ({
  ok: false,
  code,
  why: detail === undefined ? speechFailures[code] : `${speechFailures[code]} (${detail})`,
});

export const SLOWEST = 0.5;
export const FASTEST = 2;

/** ISO 639-3 and its short form; only these may be given to a Vietnamese voice. */
export const isVietnamese = (language: string): boolean => /^(vie|vi)(-|$)/i.test(language);

/**
 * Text without what an engine would take for commands: control characters, and the double brackets
 * that make espeak read phonemes.
 */
export function plainText(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, (mark) => (/\s/.test(mark) ? mark : " "))
    .replace(/[[\]<>{}|\\]+/g, " ")
    .trim();
}

const bytesIn = (text: string): number => encodeURIComponent(text).replace(/%../g, "x").length;

export const fits = (text: string, { longest }: SpeechAbout): boolean =>
  text.length <= longest.characters && bytesIn(text) <= longest.bytes;
