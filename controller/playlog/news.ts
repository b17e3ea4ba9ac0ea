import type { ScopeId } from "../../contract/ids.ts";
import type { Committed } from "./committing.ts";
import type { JudgedRow } from "./judging.ts";

/** A live event; what many clusters of one commune say about one occurrence is one event. */
export interface Told {
  readonly kind: "occurrence" | "outcome" | "alarm";
  readonly place: ScopeId;
  readonly body: Readonly<Record<string, unknown>>;
}

const states = { armed: "armed", started: "playing", ended: "ended", refused: "refused" } as const;

/** What a committed turn has to tell people. */
export function newsOf({ fresh, boards, judged, refused, doubts }: Committed): Told[] {
  const under = new Map<string, Told & { body: { clusters: string[] } }>();
  const alarms: Told[] = [];
  for (const { agent, receipt } of fresh) {
    const board = boards.get(agent);
    if (!board) continue;
    if (receipt.kind === "alarm") {
      alarms.push(
        alarm(board.place, receipt.alarm, {
          agent,
          cluster: board.cluster,
          detail: receipt.detail,
        }),
      );
    }
    if (!(receipt.kind in states) || !("occurrence" in receipt)) continue;
    const state = states[receipt.kind as keyof typeof states];
    const key = `${board.place} ${receipt.occurrence} ${state}`;
    const one = under.get(key) ?? {
      kind: "occurrence",
      place: board.place,
      body: { occurrence: receipt.occurrence, state, clusters: [] },
    };
    one.body.clusters.push(board.cluster);
    under.set(key, one);
  }
  for (const { board, occurrence, what } of judged.strange) {
    alarms.push(
      alarm(board.place, what, { agent: board.agent, cluster: board.cluster, occurrence }),
    );
  }
  for (const { batch, code } of refused) {
    const board = boards.get(batch.agent);
    if (board)
      alarms.push(
        alarm(board.place, `receipts-${code}`, {
          agent: batch.agent,
          cluster: board.cluster,
          boot: batch.boot,
          first: batch.first,
        }),
      );
  }
  for (const { agent, why, detail } of doubts) {
    const board = boards.get(agent);
    if (board)
      alarms.push(
        alarm(board.place, "quarantined", { agent, cluster: board.cluster, why, detail }),
      );
  }
  const placeOf = new Map([...boards.values()].map((board) => [board.cluster, board.place]));
  return [...under.values(), ...outcomeNews(judged.rows, placeOf), ...alarms];
}

const alarm = (place: ScopeId, what: string, body: Readonly<Record<string, unknown>>): Told => ({
  kind: "alarm",
  place,
  body: { alarm: what, ...body },
});

export function outcomeNews(
  rows: readonly JudgedRow[],
  placeOf: ReadonlyMap<string, ScopeId>,
): Told[] {
  const told = new Map<string, Told & { body: { outcomes: object[] } }>();
  for (const { broadcast, occurrence, cluster, outcome, rung, reason, late } of rows) {
    const place = placeOf.get(cluster);
    if (!place) continue;
    const key = `${place} ${occurrence}`;
    const one = told.get(key) ?? {
      kind: "outcome",
      place,
      body: { broadcast, occurrence, outcomes: [] },
    };
    one.body.outcomes.push({ cluster, outcome, rung, reason, late: late === 1 });
    told.set(key, one);
  }
  return [...told.values()];
}
