import type { ScopeId } from "../../contract/ids.ts";

/** What a browser may hear about; `place` decides who hears it (the scope's own people and those above). */
export type EventKind =
  | "message"
  | "broadcast"
  | "occurrence"
  | "outcome"
  | "agent"
  | "alarm"
  | "alert"
  | "document"
  | "deadline";

/** Kept in the event table and pushed to every listening browser. */
export interface Emit {
  emit(kind: EventKind, place: ScopeId, body: Readonly<Record<string, unknown>>): Promise<void>;
}
