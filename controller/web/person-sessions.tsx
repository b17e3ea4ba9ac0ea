import type { PersonSession } from "../access/access-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { dateAndClock, ms } from "./station.ts";
import { Act, Badge, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-admin.ts";

/** Where somebody is logged in; each log-in can be ended by that person and by whoever administers them. */
export function PersonSessions({ person, may }: { person: string; may: boolean }) {
  const path = `/api/people/${person}/sessions`;
  const sessions = useData<{ items: PersonSession[] }>(path);
  const end = async (id: string) => {
    await call(`${path}/${id}`, { method: "DELETE" });
    await sessions.reload();
    sayDone(words.ended);
  };
  return (
    <section class="stack">
      <h3>{words.sessionsOf}</h3>
      <Waiting data={sessions} />
      <ul class="list">
        {(sessions.value?.items ?? []).map((one) => (
          <li key={one.id} class="item">
            <span class="item-side">
              <span>{deviceOf(one.about)}</span>
              <span class="small muted number">
                {one.address} · {words.seen(dateAndClock(ms(one.seenAt)))}
              </span>
              {one.current ? <Badge tone="good">{words.current}</Badge> : null}
            </span>
            {may && !one.current ? (
              <span class="row">
                <Act kind="quiet" icon="out" onAct={() => end(one.id)}>
                  {words.endSession}
                </Act>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A browser's long name of itself, as far as a person knows it by. */
export function deviceOf(about: string): string {
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(about)?.[0];
  const browser = /Edg|OPR|Firefox|Chrome|Safari/.exec(about)?.[0];
  const names: Readonly<Record<string, string>> = { Edg: "Edge", OPR: "Opera" };
  if (!browser) return about.slice(0, 40) || "–";
  return [names[browser] ?? browser, system].filter(Boolean).join(", ");
}
