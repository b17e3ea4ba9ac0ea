import type { Api } from "./api.ts";
import type { Child } from "./child.ts";

export interface DemoDeps {
  readonly dataDir: string;
  /** The text to be spoken and where it comes from, for the screen. */
  readonly text: { readonly body: string; readonly from: string };
  /** Lines for people. */
  readonly say: (line: string) => void;
  /** Redraws these lines in place where the terminal can; else prints what changed. */
  readonly draw: (lines: readonly string[]) => void;
  readonly monotonic: () => number;
  /** Milliseconds of the wall clock. */
  readonly now: () => number;
  /** Milliseconds of an ISO time. */
  readonly instantOf: (iso: string) => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly startController: () => Promise<{ child: Child; http: string; password: string }>;
  readonly startAgent: (
    cluster: string,
    controller: string,
    claim: string,
    wav: string,
  ) => Promise<Child>;
  readonly connect: (base: string) => Api;
  readonly newPassword: () => string;
}

export interface DemoResult {
  readonly ok: boolean;
  readonly dataDir: string;
  readonly http: string;
  readonly message: { id: string; sha256: string; seconds: number; lufs: number };
  readonly clusters: readonly {
    cluster: string;
    outcome: string | null;
    seconds: number;
    wav: string;
    startedAt: string | null;
  }[];
  readonly reach: {
    households: number;
    of: number;
    hamlets: number;
    ofHamlets: number;
    rung: string;
  };
  /** The second airing: an emergency cuts in, what it cut goes on. */
  readonly emergency: {
    readonly played: number;
    readonly resumed: number;
    readonly of: number;
    /** Milliseconds from the order to the start at the last cluster. */
    readonly startedAfter: number;
  };
  readonly timings: Readonly<Record<string, number>>;
}

export interface Running {
  readonly result: DemoResult;
  /** An administrator, and a second person who may approve what the first one writes. */
  readonly logins: readonly { username: string; password: string }[];
  stop(): Promise<void>;
}

export interface Message {
  id: string;
  sha256: string | null;
  seconds: number | null;
  lufs: number | null;
  spoken: string | null;
  status: string;
}
export interface Pair {
  cluster: string;
  state: string;
  outcome: string | null;
  startedAt: string | null;
  seconds: number;
}
export interface Broadcast {
  id: string;
  occurrences: { clusters: Pair[] }[];
}
export interface ReachFigure {
  households: { reached: number; of: number };
  hamlets: { reached: number; of: number };
  rung: string;
  line: string;
}
