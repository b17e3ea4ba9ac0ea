import type { Kysely } from "kysely";
import type { AgentId } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import type { AgentStateTable } from "../store/board-tables.ts";
import type { Tables } from "../store/tables.ts";
import type { BoardState } from "./presence.ts";

export interface PresenceStore {
  /** One transaction for all that was heard in a moment. */
  save(states: readonly BoardState[]): Promise<void>;
  all(): Promise<readonly BoardState[]>;
}

const CHUNK = 500;

export const presenceStore = (db: Kysely<Tables>): PresenceStore => ({
  save: (states) =>
    db.transaction().execute(async (tx) => {
      for (let at = 0; at < states.length; at += CHUNK) {
        await tx
          .insertInto("agent_state")
          .values(states.slice(at, at + CHUNK).map(rowOf))
          .onConflict((conflict) =>
            conflict.column("agent").doUpdateSet((q) => ({
              session: q.ref("excluded.session"),
              boot: q.ref("excluded.boot"),
              state: q.ref("excluded.state"),
              seen_at: q.ref("excluded.seen_at"),
              version: q.ref("excluded.version"),
              applied: q.ref("excluded.applied"),
              armed: q.ref("excluded.armed"),
              wanted: q.ref("excluded.wanted"),
              clock: q.ref("excluded.clock"),
              outbox: q.ref("excluded.outbox"),
              health: q.ref("excluded.health"),
              // What is not said again stays: a board keeps its player while the controller restarts.
              player: q.fn.coalesce("excluded.player", "agent_state.player"),
            })),
          )
          .execute();
      }
    }),
  all: async () => (await db.selectFrom("agent_state").selectAll().execute()).map(stateOf),
});

const rowOf = ({ agent, session, state, seenAt, alive, health }: BoardState): AgentStateTable => ({
  agent,
  session,
  boot: alive?.boot ?? "",
  state,
  seen_at: seenAt,
  version: alive?.version ?? "",
  applied: JSON.stringify(alive?.applied ?? []),
  armed: alive?.armed ?? 0,
  wanted: alive?.wanted ?? 0,
  clock: JSON.stringify(alive?.clock ?? null),
  outbox: alive?.outbox ?? 0,
  health: health ? JSON.stringify(health) : null,
  player: alive?.player ? JSON.stringify(alive.player) : null,
});

/** After a start nothing is known about who is connected: what was online is heard again or becomes lost. */
const stateOf = (row: AgentStateTable): BoardState => ({
  agent: row.agent as AgentId,
  session: row.session,
  state: row.state as BoardState["state"],
  seenAt: row.seen_at as Instant,
  alive: undefined,
  health: row.health ? JSON.parse(row.health) : undefined,
});
