import { useState } from "preact/hooks";
import type { ClusterView } from "../fleet/fleet-api.ts";
import type { MessageView } from "../message/message-api.ts";
import type { BroadcastDetail, BroadcastView, PairView } from "../schedule/schedule-api.ts";
import { toneOf } from "./airing.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { contactOf, Dial, useContacts } from "./emergency-contacts.tsx";
import { maySecond } from "./second.ts";
import { canAt, usePerson } from "./session.ts";
import { dateAndClock, ms } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Badge, Card, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";

const mine = (one: BroadcastView): boolean => one.level === "emergency";

/** What was ordered lately, and who has confirmed: live from each board. */
export function Board() {
  const orders = useData<{ items: BroadcastView[] }>("/api/broadcasts?limit=100", {
    live: ["broadcast"],
  });
  const shown = (orders.value?.items ?? []).filter(mine).slice(0, 5);
  return (
    <>
      <Waiting data={orders} />
      {shown.map((one) => (
        <Ordered key={one.id} order={one} />
      ))}
    </>
  );
}

/** States in which a board has told that it sounds or has sounded. */
const heard = ["playing", "cut", "ended"];

function Ordered({ order }: { order: BroadcastView }) {
  const session = usePerson();
  const detail = useData<BroadcastDetail>(`/api/broadcasts/${order.id}`, {
    live: ["broadcast", "occurrence", "outcome"],
  });
  const clusters = useData<{ items: ClusterView[] }>(
    order.state === "proposed" ? "/api/clusters?limit=5000" : undefined,
  );
  const pairs = (detail.value?.occurrences ?? []).flatMap((one) => one.clusters);
  const words = [...new Set(pairs.map((pair) => pair.outcome ?? pair.state))];
  const over = pairs.length > 0 && pairs.every((pair) => pair.outcome !== null);
  const open = order.state === "active" || order.state === "proposed";
  const done = pairs.filter((pair) => pair.outcome !== null || pair.state === "playing").length;
  const late = pairs.filter((pair) => pair.outcome === null && !heard.includes(pair.state));
  const clears =
    order.state === "active" &&
    order.approvals.length > 0 &&
    canAt(session, "broadcast.cancel", order.place);
  const [clearing, clear] = useState(false);
  const act = (path: string, method: "POST" | "DELETE", said: string) => async () => {
    await call(`/api/broadcasts/${order.id}${path}`, {
      method,
      ...(method === "POST" ? { body: {} } : {}),
    });
    await detail.reload();
    sayDone(said);
  };
  const second =
    order.state === "proposed" &&
    order.author !== session.person.id &&
    maySecond(session, order, clusters.value?.items ?? []);
  return (
    <Card
      title={`${order.status === "exercise" ? `${t.emergency.exercise}: ` : ""}${order.title}`}
      side={<span class="muted number small">{dateAndClock(ms(order.createdAt))}</span>}
    >
      {order.state === "proposed" ? <p class="notice warn">{t.emergency.waits}</p> : null}
      {order.state === "cancelled" ? (
        <p class="notice">
          {detail.value && detail.value.notYetStopped > 0
            ? t.emergency.stopping(detail.value.notYetStopped)
            : t.emergency.stopped}
        </p>
      ) : null}
      <p role="status">{t.emergency.progress(done, pairs.length)}</p>
      <div class="pips">
        {words.map((word) => (
          <Badge key={word} tone={toneOf(word)}>
            {t.words[word] ?? word}{" "}
            {pairs.filter((pair) => (pair.outcome ?? pair.state) === word).length}
          </Badge>
        ))}
      </div>
      {open && late.length > 0 ? <Call clusters={late} /> : null}
      <div class="row">
        {second ? (
          <Act kind="danger" icon="check" onAct={act("/approve", "POST", t.today.approved)}>
            {t.emergency.approve}
          </Act>
        ) : null}
        {open && !over && canAt(session, "broadcast.cancel", order.place) ? (
          <Act icon="stop" onAct={act("", "DELETE", t.today.stopDone)}>
            {t.emergency.retract}
          </Act>
        ) : null}
        {clears ? (
          <Act icon="check" onAct={() => clear(true)}>
            {t.emergency.allClear}
          </Act>
        ) : null}
      </div>
      {clearing && detail.value ? (
        <AllClear order={detail.value} onClose={() => clear(false)} onDone={detail.reload} />
      ) : null}
    </Card>
  );
}

/** What no board confirmed is told by telephone: the list is there before anybody has to look for it. */
function Call({ clusters }: { clusters: readonly PairView[] }) {
  const all = useData<{ items: ClusterView[] }>("/api/clusters?limit=5000", { live: ["agent"] });
  const contacts = useContacts();
  const known = new Map((all.value?.items ?? []).map((one) => [one.id as string, one]));
  return (
    <div class="notice warn">
      <div>
        <strong>{t.emergency.call}</strong>
        <ul>
          {clusters.map((pair) => {
            const cluster = known.get(pair.cluster);
            const contact = contactOf(contacts, pair.cluster);
            return (
              <li key={pair.cluster}>
                {cluster?.name ?? pair.cluster}
                {cluster?.board?.online ? "" : ` · ▲ ${t.offline}`}
                {contact ? (
                  <>
                    {" · "}
                    <Dial contact={contact} />
                  </>
                ) : null}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

interface AllClearProps {
  readonly order: BroadcastDetail;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

/** "Báo yên": what was prepared with the warning airs at once, other words find their second person. */
function AllClear({ order, onClose, onDone }: AllClearProps) {
  const [chosen, choose] = useState("");
  const messages = useData<{ items: MessageView[] }>(
    "/api/messages?status=approved&theme=khan-cap&limit=100",
  );
  const send = async () => {
    const body = chosen === "" ? {} : { messageIds: [chosen] };
    await call(`/api/broadcasts/${order.id}/all-clear`, { method: "POST", body });
    sayDone(t.emergency.allClearDone);
    onClose();
    await onDone();
  };
  return (
    <Dialog
      title={t.emergency.allClearTitle(order.title)}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act
            kind="main"
            icon="check"
            disabled={chosen === "" && !order.allClearPrepared}
            onAct={send}
          >
            {t.emergency.allClear}
          </Act>
        </>
      }
    >
      <p>{t.emergency.allClearAbout}</p>
      <Field label={t.emergency.allClearWords}>
        <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">
            {order.allClearPrepared ? t.emergency.allClearPrepared : t.compose.oldPick}
          </option>
          {(messages.value?.items ?? []).map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
      </Field>
    </Dialog>
  );
}
