import { useState } from "preact/hooks";
import type { Static } from "typebox";
import { dateOfDay, dayOfDate } from "../../contract/station-time.ts";
import type { AgendaItem } from "../schedule/agenda-api.ts";
import type { DayList } from "../schedule/calendar-api.ts";
import type { CheckView } from "../schedule/check-api.ts";
import type { TimelineView } from "../schedule/schedule-api.ts";
import { isMovable } from "./airing.ts";
import { BroadcastDialog } from "./broadcast-dialog.tsx";
import { DayList as DayListView } from "./calendar-day.tsx";
import { MoveDialog } from "./calendar-move.tsx";
import { dayNote, overbooked, refusalsOf } from "./calendar-notes.ts";
import { PriorityTurns } from "./calendar-priority.tsx";
import { WeekGrid } from "./calendar-week.tsx";
import { call } from "./call.ts";
import { CommunePicker } from "./commune-picker.tsx";
import { useData } from "./data.ts";
import { blocksOf, type Slot } from "./grid.ts";
import { Link, setQuery, usePlace } from "./navigate.tsx";
import { can, canAt, usePerson } from "./session.ts";
import { clock, dateShort, dateText, dayOf, isoAt, mondayOf, ms } from "./station.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Icon } from "./ui/icon.tsx";
import { Act, Card, Field, Waiting } from "./ui/parts.tsx";
import { sayDone, sayNo, sayWrong } from "./ui/toast.tsx";
import { usePlaces } from "./where.tsx";
import { words } from "./words-calendar.ts";

const MOST_COMMUNES = 8;

export function Calendar() {
  const session = usePerson();
  const asked = dayOfDate(usePlace().query.get("week") ?? "");
  const today = dayOf(Date.now());
  const monday = mondayOf(asked ?? today);
  const [from, to] = [isoAt(monday, 0), isoAt(monday + 7, 0)];
  // A week of many communes beside each other cannot be read: then one of them is looked at.
  const { communes } = session;
  const many = communes.length > MOST_COMMUNES;
  const commune = usePlace().query.get("commune") ?? (many ? (communes[0]?.code ?? "") : "");
  const agenda = useData<{ items: AgendaItem[] }>(
    `/api/agenda?${new URLSearchParams({ from, to, ...(commune ? { commune } : {}) })}`,
    { live: ["broadcast", "outcome"], keep: "week" },
  );
  const { tree } = usePlaces();
  const clusters = tree
    .filter(({ code }) => commune === "" || code === commune)
    .flatMap((one) => one.clusters);
  const looked = usePlace().query.get("cluster") ?? clusters[0]?.id ?? "";
  const line = useData<Static<typeof TimelineView>>(
    looked === ""
      ? undefined
      : `/api/timeline?cluster=${looked}&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`,
    { live: ["broadcast", "outcome"] },
  );
  const days = useData<DayList>(
    `/api/holidays?from=${dateOfDay(monday)}&to=${dateOfDay(monday + 6)}`,
  );
  const [open, setOpen] = useState<string | undefined>();
  const [moving, setMoving] = useState<{ item: AgendaItem; to: Slot } | undefined>();
  const shown = (agenda.value?.items ?? []).filter((item) => !item.cancelled);
  const noteOf = (day: number) =>
    dayNote(days.value, dateOfDay(day), overbooked(line.value, shown, day));
  const refusals = refusalsOf(line.value);
  const week = (day: number) => setQuery({ week: dateOfDay(day) });
  const isMine = (item: AgendaItem) =>
    isMovable(item, canAt(session, "broadcast.write", item.place), Date.now());
  const move = (item: AgendaItem, to: Slot) => {
    if (item.repeats) setMoving({ item, to });
    else void save(item, to, "all").catch(sayWrong).finally(agenda.reload);
  };
  return (
    <>
      <Heading
        title={t.screens.calendar}
        about={t.calendar.week(dateShort(monday), dateText(monday + 6))}
      >
        <Act icon="left" onAct={() => week(monday - 7)}>
          {t.calendar.before}
        </Act>
        <Act onAct={() => week(today)}>{t.calendar.thisWeek}</Act>
        <Act icon="right" onAct={() => week(monday + 7)}>
          {t.calendar.after}
        </Act>
        {can(session, "broadcast.write") ? (
          <Link to="compose" query={{ plan: "1" }} class="button main">
            <Icon name="plus" />
            <span>{t.calendar.add}</span>
          </Link>
        ) : null}
      </Heading>
      <Waiting data={agenda} />
      <Card>
        <p class="muted small wide-only" id="grid-help">
          {t.calendar.help}
        </p>
        <CommunePicker value={commune} all={!many} />
        {clusters.length > 1 ? (
          <Field label={words.on} help={words.onHelp}>
            <select
              value={looked}
              onChange={(event) => setQuery({ cluster: event.currentTarget.value })}
            >
              {clusters.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </Field>
        ) : null}
        <WeekGrid
          noteOf={noteOf}
          refusals={refusals}
          blocks={blocksOf(shown, monday)}
          monday={monday}
          isMovable={isMine}
          onOpen={(item) => setOpen(item.broadcast)}
          onMove={move}
        />
        <DayListView
          noteOf={noteOf}
          refusals={refusals}
          items={shown}
          monday={monday}
          isMovable={isMine}
          onOpen={(item) => setOpen(item.broadcast)}
          onMove={(item) =>
            setMoving({
              item,
              to: { day: dayOf(ms(item.plannedAt)), minute: minuteOf(item) },
            })
          }
        />
      </Card>
      <PriorityTurns />
      {open ? <BroadcastDialog id={open} onClose={() => setOpen(undefined)} /> : null}
      {moving ? (
        <MoveDialog
          {...moving}
          onClose={() => setMoving(undefined)}
          onSave={async (to, scope) => {
            await save(moving.item, to, scope);
            setMoving(undefined);
            await agenda.reload();
          }}
        />
      ) : null}
    </>
  );
}

const minuteOf = (item: AgendaItem): number => {
  const [hour, minute] = clock(ms(item.plannedAt)).split(":");
  return Number(hour) * 60 + Number(minute);
};

async function save(
  item: AgendaItem,
  to: Slot,
  scope: "this" | "following" | "all",
): Promise<void> {
  const patch = (at: string) =>
    call(`/api/broadcasts/${item.broadcast}`, {
      method: "PATCH",
      body: {
        scope,
        ...(item.repeats ? { occurrence: item.occurrence } : {}),
        change: { at },
      },
    });
  const before = item.plannedAt;
  const asked = await call<CheckView>(`/api/broadcasts/${item.broadcast}/check`, {
    method: "POST",
    body: {
      at: isoAt(to.day, to.minute),
      ...(scope === "this" ? { occurrence: item.occurrence } : {}),
    },
  });
  // Where it would not sound it is not put: the block goes back, and says why.
  const error = asked.findings.find((one) => one.severity === "error");
  if (error) return sayNo(error.text, error.suggestion);
  await patch(isoAt(to.day, to.minute));
  // One airing goes back like an order of its own; of a series that was split or moved as a whole there is no single way back.
  const undo =
    item.repeats && scope !== "this" ? undefined : () => void patch(before).catch(sayWrong);
  sayDone(
    t.calendar.moved(item.title, clock(ms(isoAt(to.day, to.minute))), dateText(to.day)),
    undo,
  );
}
