import { useEffect, useState } from "preact/hooks";
import type { ScopeId } from "../../contract/ids.ts";
import { type Action, may } from "../access/access.ts";
import type { SessionNow, SessionView } from "../access/access-api.ts";
import type { CommuneView } from "../fleet/fleet-api.ts";
import { call, callAll, whenLoggedOut } from "./call.ts";
import { forgetKept } from "./data.ts";
import { startLive, stopLive } from "./live.ts";

export interface Session extends SessionNow {
  /** The communes that this person sees, by name. */
  readonly communes: readonly CommuneView[];
}

/** `undefined` = not known yet, `null` = nobody is logged in. */
type Known = Session | null | undefined;

let session: Known;
const watchers = new Set<(now: Known) => void>();

function become(now: Known): void {
  session = now;
  if (now) startLive(now.lastEventId);
  else stopLive();
  for (const watch of watchers) watch(now);
}

const readCommunes = () => callAll<CommuneView>("/api/communes");

const KEPT = "vangxa.session";

/** Whoever was here last is probably still logged in: their communes are then asked for with the session, not after it. */
function early(): Promise<readonly CommuneView[] | undefined> | undefined {
  const kept = localStorage.getItem(KEPT);
  if (kept === null || !can(JSON.parse(kept) as Session, "place.read")) return undefined;
  return readCommunes().catch(() => undefined);
}

/** Whether somebody was logged in at this browser when it was last used. */
export const isKnownHere = (): boolean => localStorage.getItem(KEPT) !== null;

/** Who is logged in. Without a network the last one is believed for looking; the controller decides about everything else. */
export async function openSession(): Promise<void> {
  try {
    const communes = early();
    const view = await call<SessionNow>("/api/session");
    const seen = can(view, "place.read") ? ((await communes) ?? (await readCommunes())) : [];
    const now = { ...view, communes: seen };
    localStorage.setItem(KEPT, JSON.stringify(now));
    become(now);
  } catch (error) {
    const offline = !(error instanceof Error && error.name === "CallError");
    const kept = localStorage.getItem(KEPT);
    become(offline && kept !== null ? (JSON.parse(kept) as Session) : null);
  }
}

export async function logIn(username: string, password: string): Promise<void> {
  await call("/api/session", { method: "POST", body: { username, password } });
  await openSession();
}

export async function logOut(): Promise<void> {
  await call("/api/session", { method: "DELETE" }).catch(() => undefined);
  forgetKept();
  become(null);
}

whenLoggedOut(() => become(null));

export function useSession(): Known {
  const [now, set] = useState(session);
  useEffect(() => {
    set(session);
    watchers.add(set);
    return () => void watchers.delete(set);
  }, []);
  return now;
}

/** Inside the frame somebody is always logged in. */
export function usePerson(): Session {
  const now = useSession();
  if (!now) throw new Error("a screen without a person");
  return now;
}

export const can = (now: Pick<SessionView, "actions">, action: string): boolean =>
  now.actions.includes(action);

/** Whether somebody may do something with what lies in this place: what a province ordered is not a commune's to stop. */
export const canAt = (now: Pick<Session, "roles" | "communes">, action: Action, place: string) =>
  may(now, action, place as ScopeId, (at) => {
    if (at === "centre") return undefined;
    const commune = now.communes.find(({ code }) => at === `c-${code}`);
    return (commune ? `p-${commune.province}` : "centre") as ScopeId;
  });
