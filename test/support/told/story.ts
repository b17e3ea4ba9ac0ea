import type { OrderWorld } from "../order-world.ts";
import type { Asker, Reply, Wire } from "../people-world.ts";

/** Who writes: the people of the world in which the stories happen, or nobody who is logged in. */
export type Who =
  | "admin"
  | "editor"
  | "approver"
  | "province"
  | "second"
  | "stranger"
  | "leaver"
  | "nobody";

export interface ToldWorld extends OrderWorld {
  readonly by: Readonly<Record<Who, Asker>>;
  /** An approved message of the commune. */
  readonly said: string;
}

/** One write of the API, and all that the log of people must say of it. */
export interface Story {
  readonly by: Who;
  /** Whose row it is, by name of log-in, where that is not whoever asked; `null` = no person's. */
  readonly person?: string | null;
  readonly action: string;
  /** The code of the commune or the scope that the row names; absent = the write concerns the whole system. */
  readonly place?: string;
  /** What the row says of how it was; `null` = it was not there. */
  readonly before: unknown;
  /** What the row says of how it became; `null` = it is not there any more. */
  readonly after: unknown;
  readonly reason?: string;
  /** It happens in a system that has no places yet. */
  readonly empty?: true;
  /** Everything that must stand before the write; it says how to write. */
  readonly ready: (world: ToldWorld) => Promise<(who: Asker) => Promise<Reply<Wire>>>;
}

export type Stories = Readonly<Record<string, Story>>;

export const once = { at: "2026-06-20T07:30:00+07:00" };
export const reason = "Trùng với cuộc họp thôn.";
