import type { ClusterView } from "../fleet/fleet-api.ts";
import type { BroadcastDetail } from "../schedule/schedule-api.ts";
import { toneOf } from "./airing.ts";
import { useData } from "./data.ts";
import { Link } from "./navigate.tsx";
import { clockSeconds, dateAndClock, lengthText, ms } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Badge, Waiting } from "./ui/parts.tsx";

/** One order as it stands on each cluster, live. */
export function BroadcastDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const order = useData<BroadcastDetail>(`/api/broadcasts/${id}`, {
    live: ["broadcast", "occurrence", "outcome"],
  });
  const clusters = useData<{ items: ClusterView[] }>("/api/clusters?limit=5000");
  const names = new Map((clusters.value?.items ?? []).map((one) => [one.id as string, one.name]));
  const shown = (order.value?.occurrences ?? []).slice(-20);
  return (
    <Dialog
      title={order.value?.title ?? t.loading}
      onClose={onClose}
      foot={
        <Link to="play-log" query={{ broadcast: id }} class="button">
          {t.today.showLog}
        </Link>
      }
    >
      <Waiting data={order} />
      {order.value ? (
        <p class="muted">
          {t.levels[order.value.level]} · {t.clusters(order.value.clusters)}
        </p>
      ) : null}
      {shown.map((one) => (
        <section key={one.id} class="stack">
          <h3 class="number">{dateAndClock(ms(one.notBefore))}</h3>
          <ul class="list">
            {one.clusters.map((pair) => {
              const word = pair.outcome ?? pair.state;
              return (
                <li key={pair.cluster} class="item">
                  <span class="item-title">{names.get(pair.cluster) ?? pair.cluster}</span>
                  <span class="item-side">
                    <Badge tone={toneOf(word)}>{t.words[word] ?? word}</Badge>
                    {pair.startedAt ? (
                      <span class="small number">
                        {t.today.startedAt} {clockSeconds(ms(pair.startedAt))}
                      </span>
                    ) : null}
                    {pair.outcome ? (
                      <span class="small number">
                        {t.today.played(lengthText(pair.seconds, t.length))}
                      </span>
                    ) : null}
                  </span>
                  {pair.reasonText ? <span class="small muted">{pair.reasonText}</span> : null}
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}
