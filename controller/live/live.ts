import { encodeFrame, signedPart } from "../../contract/live.ts";
import { pageReader } from "./pages.ts";

/** Signs the frames of one stream; `x` is the public half as the order names it. */
export interface StreamKey {
  readonly x: string;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}

/** A board that listens: takes bytes, says how many still wait for its line. */
export interface Listener {
  write(bytes: Uint8Array): number;
  end(): void;
}

/** Bytes that may wait for one board; a line that is slower loses sound instead of falling behind. */
const MOST_WAITING = 32_768;
/** Pages of the head of an Ogg Opus stream: what it is, and its comments. */
const HEAD_PAGES = 2;

/** One stream as boards hear it: its head first, then what is new, each frame signed. */
export interface LiveStream {
  /** More of the Ogg stream. */
  push(bytes: Uint8Array): void;
  /** Tells the boards that it is over: a frame without sound. */
  end(): void;
  /** Returns how to leave. */
  join(listener: Listener): () => void;
  listeners(): number;
}

export function liveStream(key: StreamKey): LiveStream {
  const reader = pageReader();
  const waiting = new Map<Listener, number>();
  let head: Uint8Array[] = [];
  let first: Uint8Array | undefined;
  let sequence = 1;

  function frame(number: number, payload: Uint8Array): Uint8Array {
    const signature = key.sign(signedPart(number, payload));
    return encodeFrame({ sequence: number, payload, signature });
  }

  function tell(bytes: Uint8Array, always = false): void {
    for (const [listener, waits] of waiting) {
      const lost = !always && waits > MOST_WAITING;
      waiting.set(listener, listener.write(lost ? new Uint8Array(0) : bytes));
    }
  }

  function take(page: Uint8Array): void {
    if (first !== undefined) {
      tell(frame(sequence++, page));
      return;
    }
    head.push(page);
    if (head.length < HEAD_PAGES) return;
    first = frame(0, Uint8Array.from(head.flatMap((one) => [...one])));
    head = [];
    tell(first, true);
  }

  return {
    push(bytes) {
      for (const page of reader.push(bytes)) take(page);
    },
    end() {
      tell(frame(sequence++, new Uint8Array(0)), true);
      for (const listener of waiting.keys()) listener.end();
      waiting.clear();
    },
    join(listener) {
      waiting.set(listener, first === undefined ? 0 : listener.write(first));
      return () => void waiting.delete(listener);
    },
    listeners: () => waiting.size,
  };
}
