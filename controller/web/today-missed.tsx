import type { MakeGoodItem } from "../schedule/make-good-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { can, usePerson } from "./session.ts";
import { clock, dateText, dayOf, ms } from "./station.ts";
import { t } from "./text.ts";
import { Act, Badge, Card } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";

const MOST = 20;

/** What some clusters did not play, with the next room for it in their sessions. */
export function Missed() {
  const session = usePerson();
  const missed = useData<{ items: MakeGoodItem[] }>(
    can(session, "broadcast.write") ? `/api/make-good?limit=${MOST}` : undefined,
    { live: ["outcome", "broadcast"] },
  );
  const items = missed.value?.items ?? [];
  if (items.length === 0) return null;
  const order = async (item: MakeGoodItem) => {
    const key = `make-good-${item.occurrence}-${item.commune}`;
    await call("/api/broadcasts", { method: "POST", key, body: item.order });
    sayDone(t.today.repairDone);
    await missed.reload();
  };
  return (
    <Card title={t.today.missed}>
      <ul class="list">
        {items.map((item) => (
          <li key={`${item.occurrence} ${item.commune}`} class="item">
            <span class="item-title">{item.title}</span>
            <span class="item-side">
              <Badge tone="bad">{t.today.missedOn(item.clusters.length)}</Badge>
              <span class="small muted">
                {item.clusters
                  .map((one) => one.name)
                  .slice(0, 4)
                  .join(", ")}
              </span>
            </span>
            {item.order && item.slot ? (
              <div class="row">
                <Act icon="play" onAct={() => order(item)}>
                  {t.today.repair(clock(ms(item.slot)), dateText(dayOf(ms(item.slot))))}
                </Act>
              </div>
            ) : (
              <span class="small muted">{t.today.noRoom}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
