/** SHA-256 of the bytes of a file, 64 lower-case hexadecimal digits. */
export type Sha256 = string;

export const isSha256 = (text: string): text is Sha256 => /^[0-9a-f]{64}$/.test(text);

export interface Stored {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** The very same bytes were there already. */
  readonly existed: boolean;
}

/** Both ends belong to the range. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Files by the hash of their bytes. A name that exists is whole, durable and never changes. */
export interface AudioStore {
  put(bytes: Uint8Array): Promise<Stored>;
  /** Takes over a finished file on the same disk. */
  adopt(path: string): Promise<Stored>;
  /** Bytes of a stored file; nothing when it is not there. */
  size(sha256: Sha256): Promise<number | undefined>;
  /** Where a program of this machine can read it. It must not be written to. */
  path(sha256: Sha256): string;
  /** The caller has asked `size` before, and the range lies inside it. */
  read(sha256: Sha256, range?: ByteRange): AsyncIterable<Uint8Array>;
  list(): Promise<readonly Sha256[]>;
  /** Reads the whole file again. */
  verify(sha256: Sha256): Promise<"good" | "missing" | "damaged">;
  remove(sha256: Sha256): Promise<void>;
}
