import type { AudioLibrary } from "../library.ts";
import { BOARD_HERTZ, type BoardEar } from "../render/board-ear.ts";
import type { AudioStore } from "../store/audio-store.ts";
import { fingerprinter, toText } from "./fingerprint.ts";

export interface PrintParts {
  readonly ear: BoardEar;
  readonly store: AudioStore;
}

/** What a stored sound is like, heard as a board hears it. */
export function printing({ ear, store }: PrintParts): AudioLibrary["fingerprintOf"] {
  return async (sha256) => {
    if ((await store.size(sha256)) === undefined) return undefined;
    const pieces: Uint8Array[] = [];
    for await (const piece of store.read(sha256)) pieces.push(piece);
    const prints = fingerprinter(BOARD_HERTZ);
    const frames = await ear.hear(Buffer.concat(pieces), { take: prints.push });
    return frames === undefined ? undefined : toText(prints.words());
  };
}
