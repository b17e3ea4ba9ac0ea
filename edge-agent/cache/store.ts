import type { Sha256 } from "../../contract/ids.ts";
import type { Stored } from "./want.ts";

export type Fetched =
  | { readonly ok: true; readonly received: number }
  | {
      readonly ok: false;
      readonly code: "unreachable" | "absent" | "wrong-hash" | "disk-full";
      readonly received: number;
    };

/** The audio folder: only a file whose content has its hash ever carries its final name. */
export interface AudioStore {
  list(): Promise<readonly Stored[]>;
  pathOf(sha256: Sha256): string;
  /** Downloads, going on where an earlier attempt stopped; `received` counts the bytes of this attempt. */
  fetch(base: string, sha256: Sha256, bytes: number, signal: AbortSignal): Promise<Fetched>;
  remove(sha256: Sha256): Promise<void>;
  /** Bytes free where the audio lies. */
  free(): Promise<number>;
}
