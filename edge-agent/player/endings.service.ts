import type { Evidence } from "../../contract/receipt.ts";
import type { Instant } from "../../contract/time.ts";
import type { EndReport, Row } from "../outbox/rows.ts";

/** What the board's senses say about what sounded; nothing where they can say nothing. */
export type Prove = (end: EndReport) => Promise<Evidence | undefined>;

export interface EndingsDeps {
  readonly now: () => Instant;
  readonly note: (row: Extract<Row, { k: "over" }>) => void;
  readonly say: (end: EndReport) => void;
  readonly prove: Prove | undefined;
}

export interface Endings {
  tell(end: EndReport): void;
  /** Tells what still waits for its proof, without it. */
  flush(): void;
}

/**
 * An end is told once, with its proof. Making that takes seconds, so the end goes to the journal first: a crash in between costs the
 * proof, never the end.
 */
export function createEndings({ now, note, say, prove }: EndingsDeps): Endings {
  const owed = new Map<string, EndReport>();

  function settle(end: EndReport, evidence: Evidence | undefined): void {
    if (owed.delete(end.occurrence)) say(evidence ? { ...end, evidence } : end);
  }

  return {
    tell(end) {
      if (!prove || end.frames === 0) return say(end);
      owed.set(end.occurrence, end);
      note({ k: "over", occurrence: end.occurrence, at: now(), end });
      prove(end).then(
        (evidence) => settle(end, evidence),
        () => settle(end, undefined),
      );
    },
    flush() {
      for (const end of [...owed.values()]) settle(end, undefined);
    },
  };
}
