/** The screens, by the last part of their address. */
export const screens = [
  "today",
  "calendar",
  "compose",
  "library",
  "clusters",
  "emergency",
  "speak",
  "play-log",
  "reach",
  "reports",
  "province",
  "admin",
  "more",
  "start",
  "claim",
  "guide",
  "login",
] as const;
export type Screen = (typeof screens)[number];

export interface Place {
  readonly screen: Screen;
  readonly query: URLSearchParams;
}

/** Where an address leads; an unknown one leads to today. */
export function placeOf(path: string, search: string): Place {
  const name = path.replace(/^\/+|\/+$/g, "");
  const screen = screens.find((one) => one === name) ?? "today";
  return { screen, query: new URLSearchParams(search) };
}

/** The address of a screen with its filters; empty ones are left out, so that an address can be read. */
export function addressOf(
  screen: Screen,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const parts = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
  const text = new URLSearchParams(parts).toString();
  return `/${screen}${text === "" ? "" : `?${text}`}`;
}

/** What a role must be allowed to do for a screen to be offered at all. */
export const needs: Readonly<Record<Screen, readonly string[]>> = {
  today: ["broadcast.read"],
  calendar: ["broadcast.read"],
  compose: ["message.write"],
  library: ["message.read"],
  clusters: ["place.read"],
  emergency: ["emergency.write", "emergency.approve"],
  // Who may speak is not always who may write.
  speak: ["live.speak"],
  "play-log": ["play-log.read"],
  reach: ["reach.read"],
  reports: ["report.read"],
  province: ["broadcast.read"],
  // Writers keep how local names are read.
  admin: [
    ...["person.read", "person.write", "place.write", "agent.write", "regulation.write"],
    "message.write",
  ],
  more: [],
  start: ["person.write"],
  claim: ["agent.write"],
  guide: [],
  login: [],
};

export const isOffered = (screen: Screen, actions: readonly string[]): boolean =>
  needs[screen].length === 0 || needs[screen].some((action) => actions.includes(action));
