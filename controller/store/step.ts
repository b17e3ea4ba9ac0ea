import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** Something that a concept writes inside the transaction of another one. */
export type Step = (db: Kysely<Tables>) => Promise<void>;
