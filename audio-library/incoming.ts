import type { Sha256 } from "./store/audio-store.ts";

/** A file from outside, whole on our disk under a name that we made. */
export interface Received {
  readonly ok: true;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Sha256;
}

export interface ReceiveHow<R> {
  readonly mostBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Looks at the first bytes; an answer means that the rest is not wanted. */
  readonly refuse: (head: Uint8Array) => R | undefined;
}

/** Bytes that `refuse` gets, or fewer when the file is smaller. */
export const HEAD = 64;

export interface Incoming {
  receive<R>(
    file: AsyncIterable<Uint8Array>,
    how: ReceiveHow<R>,
  ): Promise<Received | { readonly ok: false; readonly code: "too-large" | "aborted" } | R>;
  discard(path: string): Promise<void>;
}
