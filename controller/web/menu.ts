import { isOffered, type Screen } from "./route.ts";
import type { Session } from "./session.ts";

/** The four of a telephone's bar; the fifth place there is "more". */
export const bar: readonly Screen[] = ["today", "compose", "calendar", "clusters"];
export const rest: readonly Screen[] = [
  "library",
  "speak",
  "play-log",
  "reach",
  "reports",
  "province",
  "admin",
];

type Person = Pick<Session, "actions" | "roles">;

/** Communes beside each other are for whoever has a role above the communes. */
const isAbove = ({ roles }: Person): boolean => roles.some(({ place }) => !place.startsWith("c-"));

/** Only the centre sets up a first province. */
const isCentre = ({ roles }: Person): boolean =>
  roles.some(({ role, place }) => role === "admin" && place === "centre");

export const isOpen = (session: Person, screen: Screen): boolean =>
  isOffered(screen, session.actions) &&
  (screen !== "province" || isAbove(session)) &&
  (screen !== "start" || isCentre(session));

export const offered = (session: Person, all: readonly Screen[]): Screen[] =>
  all.filter((screen) => isOpen(session, screen));
