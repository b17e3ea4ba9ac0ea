import type { Actor } from "../access/access.ts";

/** Whose speech a spooled recording is, as it began. */
export interface SpoolHead {
  /** Of the session. */
  readonly id: string;
  readonly by: Actor;
  readonly title: string;
  readonly theme: string;
  /** What the browser records in. */
  readonly mime: string;
}

/** A recording that is being made. */
export interface Spooling {
  /** Never waits and never throws: who speaks is heard whatever becomes of the recording. */
  write(bytes: Uint8Array): void;
  /** The speech ended as it should; resolves when all of it is on disk, rejects with what went wrong on the way. */
  close(): Promise<void>;
}

/** A recording on disk that is not in the library yet. */
export interface Spooled {
  readonly head: SpoolHead;
  /** Its speech ended as it should; else it was cut where this program died. */
  readonly isWhole: boolean;
  /** Of sound, without the head. */
  readonly bytes: number;
  read(): AsyncIterable<Uint8Array>;
}

/** Keeps what is said on disk from its first byte until the library has it. */
export interface Spool {
  begin(head: SpoolHead): Spooling;
  one(id: string): Promise<Spooled | undefined>;
  /** What an earlier run left, oldest first; of very many only the newest `MOST_LEFT`. */
  left(): Promise<readonly Spooled[]>;
  drop(id: string): Promise<void>;
}

/** Recordings that no library took are tried again at each start, but never more than these. */
export const MOST_LEFT = 20;

/** What the library says about where it comes from; the longest that a source may be is 300 characters. */
export function sourceOf({ by }: SpoolHead, isWhole: boolean): string {
  const cut = isWhole ? "" : ", bị cắt giữa chừng do máy chủ ngừng đột ngột";
  return `Ghi lại buổi nói trực tiếp của ${by.name}`.slice(0, 300 - cut.length) + cut;
}

export const filenameOf = ({ id, mime }: SpoolHead): string =>
  `${id}.${mime.includes("mp4") ? "m4a" : mime.includes("ogg") ? "ogg" : "webm"}`;

/** One recording, one message, however often it is tried. */
export const messageOf = ({ id }: SpoolHead): string => `m-${id}`;

/** The first line of a spooled file. */
export const headLine = (head: SpoolHead): string => `${JSON.stringify(head)}\n`;

/** The head of a file and how long it is, bytes; nothing where it broke off inside it or is none. */
export function headIn(
  beginning: Uint8Array,
): { readonly head: SpoolHead; readonly length: number } | undefined {
  const end = beginning.indexOf(10);
  const line = new TextDecoder().decode(beginning.subarray(0, Math.max(0, end)));
  try {
    return { head: JSON.parse(line) as SpoolHead, length: end + 1 };
  } catch {
    return undefined;
  }
}
