import type { Receipt } from "../../contract/receipt.ts";

/** What the board has said about one occurrence so far, in words for the screen; the outcome is another matter. */
export type PairState = "planned" | "delivered" | "armed" | "playing" | "cut" | "ended" | "refused";

const after: Partial<Record<Receipt["kind"], PairState>> = {
  delivered: "delivered",
  armed: "armed",
  started: "playing",
  ended: "ended",
  refused: "refused",
};

/** The state after the receipts of one boot after another, oldest first. */
export function stateAfter(receipts: readonly Receipt[]): PairState {
  let state: PairState = "planned";
  for (const receipt of receipts) {
    const next = after[receipt.kind];
    if (next === undefined) continue;
    if (receipt.kind === "ended" && receipt.as === "preempted") state = "cut";
    else if (rank[next] >= rank[state] || next === "playing") state = next;
  }
  return state;
}

const rank: Record<PairState, number> = {
  planned: 0,
  delivered: 1,
  armed: 2,
  playing: 3,
  cut: 3,
  ended: 4,
  refused: 4,
};
