import type { ScopeId } from "../../contract/ids.ts";

/** What a browser may hear about; `place` decides who hears it (the scope's own people and those above). */
export const eventKinds = [
  "message",
  "broadcast",
  "occurrence",
  "outcome",
  "agent",
  "alarm",
  "alert",
  "document",
  "deadline",
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Kept in the event table and pushed to every listening browser. */
export interface Emit {
  emit(kind: EventKind, place: ScopeId, body: Readonly<Record<string, unknown>>): Promise<void>;
}
