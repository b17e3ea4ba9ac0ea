import type { PriorityItem } from "../schedule/priority-api.ts";
import { swapped } from "./calendar-notes.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { can, usePerson } from "./session.ts";
import { dateAndClock, lengthText, ms } from "./station.ts";
import { t } from "./text.ts";
import { Act, Card } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-calendar.ts";

/** A commune puts the items that it must play in their turn (Circular 39/2020); one commune after the other. */
export function PriorityTurns() {
  const session = usePerson();
  if (!can(session, "inbox.decide")) return null;
  return (
    <>
      {session.communes.slice(0, 5).map(({ code, name }) => (
        <Turn key={code} code={code} name={name} />
      ))}
    </>
  );
}

function Turn({ code, name }: { code: string; name: string }) {
  const path = `/api/communes/${code}/priority-order`;
  const found = useData<{ items: PriorityItem[] }>(path, { live: ["broadcast"] });
  const items = found.value?.items ?? [];
  // One item has no turn.
  if (items.length < 2) return null;
  const move = (at: number, by: -1 | 1) => async () => {
    const occurrences = swapped(items, at, by).map((one) => one.occurrence);
    await call(path, { method: "PUT", body: { occurrences } });
    sayDone(words.ordered);
    await found.reload();
  };
  return (
    <Card title={`${words.priority} · ${name}`}>
      <p class="muted small">{words.priorityAbout}</p>
      <ol class="list">
        {items.map((item, at) => (
          <li key={item.occurrence} class="item">
            <span class="item-title">
              {at + 1}. {item.title}
            </span>
            <span class="item-side small muted">
              <span>{lengthText(item.seconds, t.length)}</span>
              <span class="number">{words.until(dateAndClock(ms(item.deadline)))}</span>
            </span>
            <div class="row">
              {at === 0 ? null : (
                <Act kind="quiet" onAct={move(at, -1)}>
                  {words.up(item.title)}
                </Act>
              )}
              {at === items.length - 1 ? null : (
                <Act kind="quiet" onAct={move(at, 1)}>
                  {words.down(item.title)}
                </Act>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
