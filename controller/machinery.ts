import type { AgentId, ScopeId, Sha256 } from "../contract/ids.ts";
import type { Sign, Verify } from "../contract/signed.ts";
import type { ExportedAgent } from "./broker/export.ts";
import type { KeyFiles, KeyRecord } from "./dispatch/keys.ts";
import type { Wire } from "./link/wire.ts";
import type { Ledger } from "./playlog/turn.ts";

/** What the broker asks about a board. */
export interface BoardCredential {
  readonly secretHash: string;
  readonly scopes: readonly ScopeId[];
}

/** The broker as the controller meets it: its own client of it, and the address that boards use. */
export interface Brokerage {
  readonly wire: Wire;
  readonly address: string;
  /** Ends a board's connection; an outside broker ends it when its exported files are read again. */
  disconnect(agent: AgentId): void;
  /** Tells an outside broker who may connect and what each may touch. */
  readonly exportBoards?: (boards: readonly ExportedAgent[]) => Promise<void>;
  connected(): number;
  stop(): Promise<void>;
}

/** Programs, keys and chance, as `main.ts` builds them. */
export interface Machinery {
  readonly keyFiles: KeyFiles;
  readonly signWith: (key: KeyRecord) => Promise<Sign>;
  readonly verify: Verify;
  readonly hashBytes: (bytes: Uint8Array) => Sha256;
  /** URL-safe, without padding. */
  readonly base64Url: (bytes: Uint8Array) => string;
  readonly random: (bytes: number) => Uint8Array;
  readonly newSecret: () => string;
  readonly hashSecret: (secret: string) => Promise<string>;
  /** A thread of its own that commits receipts; without one, the thread of everything else does. */
  readonly ledger?: Ledger;
  readonly openBrokerage: (
    credential: (agent: AgentId) => Promise<BoardCredential | undefined>,
    denied: (what: string, client: string, topic: string) => void,
  ) => Promise<Brokerage>;
}
