import { useState } from "preact/hooks";
import type { Static } from "typebox";
import type { ClusterView } from "../fleet/fleet-api.ts";
import type { QuarantineList } from "../playlog/quarantine-api.ts";
import type { ReminderList } from "../schedule/calendar-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { Link } from "./navigate.tsx";
import { hiddenIn, hide, unseen } from "./reminders-seen.ts";
import { can, usePerson } from "./session.ts";
import { dateAndClock, ms } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Card, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words as clusterWords } from "./words-clusters.ts";
import { words } from "./words-notices.ts";

/** Reports that fall due, as the reminder says it. */
export function Reminders() {
  const session = usePerson();
  const found = useData<Static<typeof ReminderList>>(
    can(session, "report.write") ? "/api/reminders" : undefined,
    { live: ["deadline"] },
  );
  // Not among what a log-out forgets: it says nothing but what this person has read.
  const key = `vangxa.set.reminders.${session.person.id}`;
  const [hidden, keep] = useState(() => hiddenIn(localStorage.getItem(key)));
  const told = found.value?.items ?? [];
  const items = unseen(told, hidden).slice(0, 3);
  const drop = (one: (typeof told)[number]) => {
    const next = hide(told, hidden, one);
    localStorage.setItem(key, JSON.stringify(next));
    keep(next);
    sayDone(words.reminderHidden);
  };
  if (items.length === 0) return null;
  return (
    <Card title={words.reminders}>
      <ul class="list">
        {items.map((one) => (
          <li key={`${one.rule} ${one.due}`} class="item">
            <Link to="reports">{one.text}</Link>
            <div class="row">
              <button
                type="button"
                class="button quiet"
                aria-label={words.hideReminder(one.name)}
                onClick={() => drop(one)}
              >
                {words.hide}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Boards whose card takes no writes any more: they play on, and somebody must go there. */
export function ReadOnlyDisks() {
  const session = usePerson();
  const found = useData<{ items: ClusterView[] }>(
    can(session, "place.read") ? "/api/clusters?trouble=disk-read-only&limit=100" : undefined,
    { live: ["alarm", "agent"] },
  );
  const items = found.value?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={clusterWords.readOnlyTitle}>
      <p class="muted">
        {clusterWords.readOnlyWhy} {clusterWords.readOnlyDo}
      </p>
      <ul class="list">
        {items.map(({ id, name, board }) => (
          <li key={id} class="item">
            <Link to="clusters" query={{ cluster: id }}>
              {name}
            </Link>
            <span class="muted small number">
              {words.since(dateAndClock(ms(board?.readOnlySince ?? "")))}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Held = Static<typeof QuarantineList>["items"][number];

/** Boards whose word does not count, with the way back for those who may decide it. */
export function Quarantined() {
  const session = usePerson();
  const found = useData<Static<typeof QuarantineList>>(
    can(session, "play-log.read") ? "/api/quarantine" : undefined,
    { live: ["alarm"] },
  );
  const [open, set] = useState<Held | undefined>();
  const held = (found.value?.items ?? []).filter((one) => one.releasedAt === null);
  const clusters = useData<{ items: ClusterView[] }>(
    held.length === 0 ? undefined : "/api/clusters?limit=5000",
  );
  const nameOf = (id: string) => clusters.value?.items.find((one) => one.id === id)?.name ?? id;
  if (held.length === 0) return null;
  return (
    <Card title={words.quarantine}>
      <p class="muted">{words.quarantineAbout}</p>
      <ul class="list">
        {held.map((one) => (
          <li key={one.agent} class="item">
            <span class="item-title">{nameOf(one.cluster)}</span>
            <span>{one.vi}</span>
            <span class="muted small number">{words.since(dateAndClock(ms(one.since)))}</span>
            {can(session, "quarantine.release") ? (
              <div class="row">
                <Act onAct={() => set(one)}>{words.release}</Act>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {open ? (
        <Release
          board={open}
          name={nameOf(open.cluster)}
          onClose={() => set(undefined)}
          onDone={found.reload}
        />
      ) : null}
    </Card>
  );
}

interface ReleaseProps {
  readonly board: Held;
  readonly name: string;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

function Release({ board, name, onClose, onDone }: ReleaseProps) {
  const [reason, set] = useState("");
  const release = async () => {
    const path = `/api/quarantine/${board.agent}/release`;
    await call(path, { method: "POST", body: { reason: reason.trim() } });
    onClose();
    sayDone(words.released);
    await onDone();
  };
  return (
    <Dialog
      title={words.releaseTitle(name)}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act kind="main" disabled={reason.trim() === ""} onAct={release}>
            {words.release}
          </Act>
        </>
      }
    >
      <p>
        {board.vi} {board.detail}
      </p>
      <Field label={words.reason} help={words.reasonHelp}>
        <input value={reason} maxLength={500} onInput={(event) => set(event.currentTarget.value)} />
      </Field>
    </Dialog>
  );
}
