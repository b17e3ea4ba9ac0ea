import type { AgentId } from "../../contract/ids.ts";
import type { Health, Presence } from "../../contract/presence.ts";
import { type Duration, type Instant, later, times } from "../../contract/time.ts";

export type Alive = Extract<Presence, { state: "birth" | "heartbeat" }>;

/** The last word of a board about itself. */
export interface BoardState {
  readonly agent: AgentId;
  readonly session: string;
  readonly state: "online" | "gone" | "lost";
  readonly seenAt: Instant;
  readonly alive: Alive | undefined;
  readonly health: KeptHealth | undefined;
}

/** The last health of a board; `diskSince`: when it first said that its disk refuses writes. */
export type KeptHealth = Health & { readonly diskSince?: Instant | undefined };

/** What a board says of its health, as it is kept; `turned` = its disk refuses writes since now. */
export function healthHeard(
  before: KeptHealth | undefined,
  said: Health,
  at: Instant,
): { readonly health: KeptHealth; readonly turned: boolean } {
  // Only the controller says since when: a board that sends the word itself is not listened to.
  if (said.disk !== "read-only")
    return { health: { ...said, diskSince: undefined }, turned: false };
  const since = before?.diskSince;
  return { health: { ...said, diskSince: since ?? at }, turned: since === undefined };
}

/** Three heartbeats of silence; a will only makes it quicker. */
export const isLost = (
  state: Pick<BoardState, "state" | "seenAt">,
  heartbeat: Duration,
  now: Instant,
): boolean => state.state === "online" && later(state.seenAt, times(heartbeat, 3)) < now;

const KNOWN = 5;

/** A boot that speaks while a younger one lives: a board has one program, and an old one never comes back. */
export function bootHeard(
  boots: readonly string[],
  boot: string,
): { readonly twin: string | undefined; readonly known: readonly string[] } {
  const newest = boots.at(-1);
  if (newest === boot) return { twin: undefined, known: boots };
  const known = [...boots.filter((one) => one !== boot), boot].slice(-KNOWN);
  return { twin: boots.includes(boot) ? newest : undefined, known };
}

/** What a message makes of the state; `changed` = people should hear of it. */
export function heard(
  before: BoardState | undefined,
  agent: AgentId,
  said: Presence,
  at: Instant,
): { readonly state: BoardState; readonly changed: boolean } | undefined {
  if (said.state === "farewell" || said.state === "lost") {
    // A takeover ends the old connection after the new one began: only the current session can be lost.
    if (!before || before.session !== said.session || before.state !== "online") return undefined;
    const state = said.state === "lost" ? "lost" : "gone";
    return { state: { ...before, state, seenAt: at }, changed: true };
  }
  const state: BoardState = {
    agent,
    session: said.session,
    state: "online",
    seenAt: at,
    alive: said,
    health: before?.health,
  };
  const changed =
    before?.state !== "online" ||
    before.session !== said.session ||
    before.alive?.armed !== said.armed;
  return { state, changed };
}
