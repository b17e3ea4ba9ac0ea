import type { Foundation, PeopleSide } from "./compose-people.ts";
import type { Plug } from "./http/server.service.ts";
import { liveRoutes } from "./live/live.routes.ts";
import { createLive, type Live, type LiveDeps } from "./live/live.service.ts";

export interface LiveSide {
  readonly live: Live;
  readonly plug: Plug;
}

/** A person's microphone on the air. */
export function composeLive(
  base: Foundation,
  { guard, messages }: PeopleSide,
  schedule: LiveDeps["schedule"],
  parts: Pick<LiveDeps, "newKey" | "encoder" | "spool">,
): LiveSide {
  const live = createLive({ ...base, ...parts, schedule, messages });
  return { live, plug: (app) => app.register(liveRoutes, { live, guard }) };
}
