import type { Sha256 } from "../contract/ids.ts";
import type { Stored } from "./cache/want.ts";

/** A file that is given up when the disk is full, so that receipts still fit. */
export interface Ballast {
  /** Puts it back if there is room; a full disk is no error here. */
  load(): Promise<void>;
  /** True when there was one to drop. */
  drop(): Promise<boolean>;
}

/** Who knows which audio some order still needs, and whom a full disk concerns. */
export interface RoomListener {
  needed(): ReadonlySet<string>;
  gone(sha256: Sha256): void;
  /** Once each time that the disk becomes full. */
  full(detail: string): void;
}

/** Makes room where the disk is full: ballast first, then audio, oldest first; never a receipt. */
export interface Room {
  /** False where nothing is left to give. */
  make(): Promise<boolean>;
  listen(listener: RoomListener): void;
  /** Gives up old audio that nobody needs until the ballast fits again. */
  refill(): Promise<void>;
}

/** In which order audio is given up: what no order needs, longest unused first; then the rest alike. */
export const sacrifice = (stored: readonly Stored[], needed: ReadonlySet<string>): Sha256[] =>
  [...stored]
    .sort(
      (one, other) =>
        Number(needed.has(one.sha256)) - Number(needed.has(other.sha256)) ||
        one.usedAt - other.usedAt,
    )
    .map(({ sha256 }) => sha256);
