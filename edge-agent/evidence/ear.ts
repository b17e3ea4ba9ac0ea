import type { Sha256 } from "../../contract/ids.ts";
import type { Evidence } from "../../contract/receipt.ts";
import type { Duration } from "../../contract/time.ts";
import type { SoundLevel } from "./sound-level.ts";
import type { Shared } from "./verdict.ts";

export type Acoustic = NonNullable<Evidence["acoustic"]>;

/** A stretch of a file that sounded. */
export interface Sounding {
  readonly sha256: Sha256;
  /** Into the file. */
  readonly offset: Duration;
  /** At 48 kHz. */
  readonly frames: number;
  /** When its first frame sounded, on the steady clock. */
  readonly at: Duration;
  /** Seconds of the file that other messages have too; nothing of them counts. */
  readonly shared: readonly Shared[];
}

/** A microphone with somebody behind it who knows every message. No recording leaves it, only scores. */
export interface Ear {
  /** Waits until the last sound has arrived. `undefined` = it cannot say anything. */
  recognise(stretches: readonly Sounding[]): Promise<Acoustic | undefined>;
  /** How loud the last second was, each second; `undefined` = the microphone delivers nothing. */
  onLevel(listen: (level: SoundLevel | undefined) => void): void;
  close(): Promise<void>;
}

/** Where it listens. */
export type EarChoice =
  | { readonly kind: "file"; readonly path: string }
  | {
      readonly kind: "alsa";
      readonly device: string;
      /** The program that records; a test gives its own. */
      readonly program?: string;
      readonly args?: readonly string[];
    };
