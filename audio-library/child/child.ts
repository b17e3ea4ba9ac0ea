import type { Duration } from "../../contract/time.ts";

/** Why a child process did not end by itself. */
export type Stopped = "timed-out" | "aborted" | "too-much-output" | "too-much-memory";

export type ChildEnd =
  | { readonly ok: true; readonly code: number; readonly output: Uint8Array; readonly log: string }
  | { readonly ok: false; readonly code: Stopped | "not-started"; readonly log: string };

export interface ChildOrder {
  readonly program: string;
  readonly args: readonly string[];
  /** What it reads on its standard input; nothing when left out. */
  readonly input?: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
  readonly longest: Duration;
  /** Processor time before it is killed: unlike `longest`, a busy machine does not shorten it. */
  readonly mostWork?: Duration;
  /** Bytes on its standard output before it is killed. */
  readonly mostOutput: number;
  /** Bytes of resident memory before it is killed; watched where the system tells. */
  readonly mostMemory?: number;
  /** Gets the output piece by piece; then `output` stays empty. `false` means enough: kill it. */
  readonly take?: (piece: Uint8Array) => boolean;
}

/** Runs a program to its end: arguments as a list, no shell, an environment without secrets. */
export type RunChild = (order: ChildOrder) => Promise<ChildEnd>;
