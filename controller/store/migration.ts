import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

export interface Migration {
  readonly name: string;
  up(db: Kysely<Tables>): Promise<void>;
  /** The way back, or why there is none. */
  readonly down: ((db: Kysely<Tables>) => Promise<void>) | { readonly refused: string };
}
