import { isOffered, type Screen } from "./route.ts";
import type { Session } from "./session.ts";

/** The four of a telephone's bar; the fifth place there is "more". */
export const bar: readonly Screen[] = ["today", "compose", "calendar", "clusters"];
export const rest: readonly Screen[] = ["library", "play-log", "reach", "reports", "admin"];

export const offered = (session: Pick<Session, "actions">, all: readonly Screen[]): Screen[] =>
  all.filter((screen) => isOffered(screen, session.actions));
