import { useState } from "preact/hooks";
import type { ClusterView } from "../fleet/fleet-api.ts";
import type { AgendaItem } from "../schedule/agenda-api.ts";
import type { BroadcastView } from "../schedule/schedule-api.ts";
import { countsOf, isMovable, phaseOf, progressOf, toneOf } from "./airing.ts";
import { BroadcastDialog } from "./broadcast-dialog.tsx";
import { call } from "./call.ts";
import { useData, useNow } from "./data.ts";
import { Inbox } from "./inbox.tsx";
import { isOpen } from "./menu.ts";
import { Link } from "./navigate.tsx";
import { Pending } from "./pending.tsx";
import { maySecond } from "./second.ts";
import { can, canAt, type Session, usePerson } from "./session.ts";
import { clock, dateText, dayOf, isoAt, lengthText, ms, weekdayOf } from "./station.ts";
import { t } from "./text.ts";
import { Missed } from "./today-missed.tsx";
import { Quarantined, ReadOnlyDisks, Reminders } from "./today-notices.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Heading } from "./ui/heading.tsx";
import { Icon } from "./ui/icon.tsx";
import { Act, Badge, Card, Empty, Waiting } from "./ui/parts.tsx";
import { sayDone, sayWrong } from "./ui/toast.tsx";

type Agenda = { items: AgendaItem[] };

export function Today() {
  const session = usePerson();
  const now = useNow();
  const day = dayOf(now);
  const agenda = useData<Agenda>(
    `/api/agenda?from=${encodeURIComponent(isoAt(day, 0))}&to=${encodeURIComponent(isoAt(day + 1, 0))}`,
    { live: ["broadcast", "occurrence", "outcome"], keep: "today" },
  );
  const [open, setOpen] = useState<string | undefined>();
  const items = agenda.value?.items ?? [];
  const by = (phase: string) => items.filter((item) => phaseOf(item, now) === phase);
  const show = { now, session, onOpen: setOpen };
  const past = [...by("past"), ...by("cancelled")].reverse();
  return (
    <>
      <Heading
        title={t.screens.today}
        about={`${t.weekdays[weekdayOf(day) - 1]}, ${dateText(day)} · ${clock(now)}`}
      >
        {can(session, "message.write") ? (
          <Link to="compose" class="button main">
            <Icon name="compose" />
            <span>{t.today.write}</span>
          </Link>
        ) : null}
      </Heading>
      {session.communes.length === 0 && isOpen(session, "start") ? (
        <Card>
          <Empty title={t.start.nothing}>
            <Link to="start" class="button main">
              {t.start.open}
            </Link>
          </Empty>
        </Card>
      ) : null}
      {agenda.value || agenda.problem ? <Warnings session={session} /> : null}
      <Pending />
      <Inbox />
      <ReadOnlyDisks />
      <Quarantined />
      <Reminders />
      <Waiting data={agenda} />
      {agenda.value && items.length === 0 ? (
        <Card>
          <Empty title={t.today.nothing}>
            {can(session, "message.write") ? (
              <Link to="compose" class="button">
                {t.today.first}
              </Link>
            ) : null}
          </Empty>
        </Card>
      ) : null}
      <Slots title={t.today.running} items={by("running")} {...show} />
      <Slots title={t.today.next} items={by("coming")} {...show} />
      {agenda.value ? <Missed /> : null}
      <Slots title={t.today.past} items={past} {...show} />
      {open ? <BroadcastDialog id={open} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

interface SlotsProps {
  readonly title: string;
  readonly items: readonly AgendaItem[];
  readonly now: number;
  readonly session: Session;
  readonly onOpen: (broadcast: string) => void;
}

/** So many stand on the page at once; a province's day has hundreds. */
const STEP = 30;

function Slots({ title, items, ...show }: SlotsProps) {
  const [most, showMost] = useState(STEP);
  if (items.length === 0) return null;
  return (
    <Card title={title}>
      <ul class="list">
        {items.slice(0, most).map((item) => (
          <li key={item.occurrence}>
            <Slot item={item} {...show} />
          </li>
        ))}
      </ul>
      {items.length > most ? (
        <div class="row">
          <Act onAct={() => showMost(most + STEP)}>{t.today.more(items.length - most)}</Act>
        </div>
      ) : null}
    </Card>
  );
}

function Slot({
  item,
  now,
  session,
  onOpen,
}: Omit<SlotsProps, "title" | "items"> & { item: AgendaItem }) {
  const phase = phaseOf(item, now);
  return (
    <div class="slot">
      <p class="slot-time number">
        {clock(ms(item.startedAt ?? item.plannedAt))}
        {item.placement === "session" && !item.startedAt ? (
          <span class="small muted"> {t.today.sessionTime}</span>
        ) : null}
      </p>
      <div class="stack slot-body">
        <button type="button" class="item slot-open" onClick={() => onOpen(item.broadcast)}>
          <span class="item-title">{item.title}</span>
          <span class="item-side small muted">
            <span>{t.levels[item.level]}</span>
            <span>{lengthText(item.seconds, t.length)}</span>
            <span>{t.clusters(item.clusters)}</span>
            {item.repeats ? <span>{t.today.repeats}</span> : null}
          </span>
        </button>
        {phase === "running" ? <Running item={item} now={now} /> : <Counts item={item} now={now} />}
        <SlotActs item={item} phase={phase} session={session} />
      </div>
    </div>
  );
}

function Running({ item, now }: { item: AgendaItem; now: number }) {
  const { elapsed, left, sounding } = progressOf(item, now);
  const share = item.seconds === 0 ? 0 : (elapsed / item.seconds) * 100;
  return (
    <div class="stack">
      <div class="item-side">
        <Badge tone="info">{t.today.onClusters(sounding, item.clusters)}</Badge>
        <span class="number muted">{t.today.left(lengthText(left, t.length))}</span>
      </div>
      <div class="bar" aria-hidden="true">
        <span style={{ width: `${share}%` }} />
      </div>
      <Counts item={item} now={now} />
    </div>
  );
}

function Counts({ item, now }: { item: AgendaItem; now: number }) {
  if (item.cancelled) return <Badge tone="plain">{t.words["cancelled"]}</Badge>;
  const until = ms(item.plannedAt) - now;
  const armed = (item.counts["armed"] ?? 0) + (item.counts["playing"] ?? 0);
  if (phaseOf(item, now) === "coming") {
    return (
      <div class="item-side">
        <Badge tone={armed === item.clusters ? "good" : "warn"}>
          {t.today.armed(armed, item.clusters)}
        </Badge>
        {until > 0 ? (
          <span class="muted number">
            {t.today.in(
              lengthText(
                until < 60_000 ? until / 1_000 : Math.floor(until / 60_000) * 60,
                t.length,
              ),
            )}
          </span>
        ) : null}
      </div>
    );
  }
  return (
    <div class="pips">
      {countsOf(item).map(([word, n]) => (
        <Badge key={word} tone={toneOf(word)}>
          {t.words[word] ?? word} {n}/{item.clusters}
        </Badge>
      ))}
    </div>
  );
}

function SlotActs({ item, phase, session }: { item: AgendaItem; phase: string; session: Session }) {
  const [asked, ask] = useState(false);
  const stoppable = phase === "running" || phase === "coming";
  if (stoppable && canAt(session, "broadcast.cancel", item.place)) {
    const stop = async () => {
      const one = item.repeats ? `?occurrence=${item.occurrence}` : "";
      await call(`/api/broadcasts/${item.broadcast}${one}`, { method: "DELETE" });
      ask(false);
      sayDone(t.today.stopDone);
    };
    return (
      <div class="row">
        <Act icon="stop" onAct={() => ask(true)}>
          {t.today.stop}
        </Act>
        {isMovable(item, canAt(session, "broadcast.write", item.place), Date.now()) ? (
          <Act icon="clock" onAct={() => move(item, ms(item.plannedAt) + QUARTER)}>
            {t.today.later}
          </Act>
        ) : null}
        {asked ? (
          <Dialog
            title={t.today.stopTitle}
            onClose={() => ask(false)}
            foot={
              <>
                <Act onAct={() => ask(false)}>{t.cancelButton}</Act>
                <Act kind="danger" icon="stop" onAct={stop}>
                  {t.today.stop}
                </Act>
              </>
            }
          >
            <p>
              {item.repeats
                ? t.today.stopOnce(item.title, item.clusters)
                : t.today.stopAsk(item.title, item.clusters)}
            </p>
          </Dialog>
        ) : null}
      </div>
    );
  }
  return null;
}

const QUARTER = 15 * 60_000;

/** "Hoãn": this airing alone moves, and may be moved back for ten seconds. */
async function move(item: AgendaItem, at: number): Promise<void> {
  const to = (when: number) => {
    const which = item.repeats ? { scope: "this", occurrence: item.occurrence } : { scope: "all" };
    const change = { at: new Date(when).toISOString() };
    return call(`/api/broadcasts/${item.broadcast}`, {
      method: "PATCH",
      body: { ...which, change },
    });
  };
  await to(at);
  sayDone(t.calendar.moved(item.title, clock(at), dateText(dayOf(at))), () => {
    void to(ms(item.plannedAt)).catch(sayWrong);
  });
}

function Warnings({ session }: { session: Session }) {
  const clusters = useData<{ items: ClusterView[] }>("/api/clusters?limit=5000", {
    live: ["agent"],
    every: 60_000,
  });
  const orders = useData<{ items: BroadcastView[] }>(
    can(session, "broadcast.approve") ? "/api/broadcasts?limit=100" : undefined,
    { live: ["broadcast"] },
  );
  const offline = (clusters.value?.items ?? []).filter((one) => one.board && !one.board.online);
  const proposed = (orders.value?.items ?? []).filter(
    (one) =>
      one.state === "proposed" &&
      one.author !== session.person.id &&
      maySecond(session, one, clusters.value?.items ?? []),
  );
  return (
    <>
      {offline.length > 0 ? (
        <p class="notice bad">
          <Icon name="warning" />
          <span>
            {t.today.offline(offline.length)}.{" "}
            <Link to="clusters" query={{ state: "offline" }}>
              {t.today.offlineLook}
            </Link>
          </span>
        </p>
      ) : null}
      {proposed.map((order) => (
        <div class="notice" key={order.id}>
          <Icon name="check" />
          <div>
            <span>
              <strong>{order.title}</strong> · {t.levels[order.level]} ·{" "}
              {t.clusters(order.clusters)}
            </span>
            <Act
              icon="check"
              onAct={async () => {
                await call(`/api/broadcasts/${order.id}/approve`, { method: "POST", body: {} });
                sayDone(t.today.approved);
              }}
            >
              {t.today.approve}
            </Act>
          </div>
        </div>
      ))}
    </>
  );
}
