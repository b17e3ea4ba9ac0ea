import type { ComponentChildren } from "preact";
import { dateOfDay } from "../../contract/station-time.ts";
import type { LexiconView } from "../message/lexicon-api.ts";
import type { TargetView } from "../reach/target-api.ts";
import type { DayList } from "../schedule/calendar-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { useForm } from "./form.ts";
import { can, canAt, type Session, usePerson } from "./session.ts";
import { count, dateText, dayOf, ms } from "./station.ts";
import { t } from "./text.ts";
import { Table } from "./ui/chart.tsx";
import { Act, Empty, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { DateField } from "./ui/when-field.tsx";
import { words } from "./words-admin.ts";

/** The place in whose name somebody writes: the centre, a province, or their commune. */
export function placeOf({ roles, communes }: Session): string {
  const held = roles.map((role) => role.place);
  return (
    held.find((place) => place === "centre") ??
    held.find((place) => place.startsWith("p-")) ??
    held[0] ??
    `c-${communes[0]?.code ?? ""}`
  );
}

interface AddingProps {
  readonly may: boolean;
  readonly ready: boolean;
  readonly label: string;
  readonly onAdd: () => Promise<void>;
  readonly children: ComponentChildren;
}

/** The fields of a new line of a list, for those who may add one. */
function Adding({ may, ready, label, onAdd, children }: AddingProps) {
  if (!may) return null;
  return (
    <>
      <div class="filters">{children}</div>
      <div class="row">
        <Act icon="plus" disabled={!ready} onAct={onAdd}>
          {label}
        </Act>
      </div>
    </>
  );
}

export function Lexicon() {
  const session = usePerson();
  const place = placeOf(session);
  const terms = useData<{ items: LexiconView[] }>(`/api/lexicon?place=${place}`);
  const { input, form, filled, clear } = useForm({ term: "", reading: "" });
  const may = can(session, "message.write");
  const add = async () => {
    const body = { term: form.term.trim(), reading: form.reading.trim(), place };
    await call("/api/lexicon", { method: "POST", body });
    clear();
    await terms.reload();
    sayDone(words.added);
  };
  const remove = async (id: string) => {
    await call(`/api/lexicon/${id}`, { method: "DELETE" });
    await terms.reload();
    sayDone(words.removed);
  };
  const items = terms.value?.items ?? [];
  return (
    <>
      <Waiting data={terms} />
      {terms.value && items.length === 0 ? <Empty title={words.noTerms} /> : null}
      <ul class="list">
        {items.map((one) => (
          <li key={one.id} class="item">
            <span class="item-side">
              <strong>{one.term}</strong>
              <span>{one.reading}</span>
              {may && one.place === place ? (
                <Act kind="quiet" onAct={() => remove(one.id)}>
                  {`${words.remove} ${one.term}`}
                </Act>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      <Adding may={may} ready={filled("term", "reading")} label={words.add} onAdd={add}>
        <Field label={words.term} help={words.termHelp}>
          <input {...input("term")} maxLength={80} />
        </Field>
        <Field label={words.reading} help={words.readingHelp}>
          <input {...input("reading")} maxLength={200} />
        </Field>
      </Adding>
    </>
  );
}

export function Days() {
  const session = usePerson();
  const today = dayOf(Date.now());
  const span = `from=${dateOfDay(today)}&to=${dateOfDay(today + 365)}`;
  const days = useData<DayList>(`/api/holidays?${span}`);
  const { input, field, form, filled, clear } = useForm({
    date: "",
    name: "",
    kind: "off",
    yearly: "",
  });
  const may = can(session, "calendar.write");
  const add = async () => {
    const day = form.yearly === "1" ? form.date.slice(5) : form.date;
    const body = { day, name: form.name.trim(), kind: form.kind, place: placeOf(session) };
    await call("/api/holidays", { method: "POST", body });
    clear();
    await days.reload();
    sayDone(words.added);
  };
  const remove = async (id: string) => {
    await call(`/api/holidays/${id}`, { method: "DELETE" });
    await days.reload();
    sayDone(words.removed);
  };
  const kindOf = (kind: string) => words.dayKinds.find(([one]) => one === kind)?.[1] ?? kind;
  return (
    <>
      <Waiting data={days} />
      <ul class="list">
        {(days.value?.items ?? []).map((one) => (
          <li key={`${one.date} ${one.name}`} class="item">
            <span class="item-side">
              <span class="number">{dateText(dayOf(ms(`${one.date}T12:00:00+07:00`)))}</span>
              <strong>{one.name}</strong>
              <span class="small muted">{kindOf(one.kind)}</span>
              {one.id !== null && canAt(session, "calendar.write", one.place ?? "centre") ? (
                <Act kind="quiet" onAct={() => remove(one.id ?? "")}>
                  {`${words.remove} ${one.name}`}
                </Act>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      <Adding may={may} ready={filled("date", "name")} label={words.add} onAdd={add}>
        <DateField label={words.date} {...field("date")} />
        <Field label={words.dayName}>
          <input {...input("name")} maxLength={200} />
        </Field>
        <Field label={words.dayKind}>
          <select {...input("kind")}>
            {words.dayKinds.map(([kind, name]) => (
              <option key={kind} value={kind}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.everyYear}>
          <select {...input("yearly")}>
            <option value="">–</option>
            <option value="1">{words.everyYear}</option>
          </select>
        </Field>
      </Adding>
    </>
  );
}

export function Targets() {
  const session = usePerson();
  const targets = useData<{ items: TargetView[] }>("/api/targets");
  const { input, field, form, filled, clear } = useForm({
    metric: "households",
    share: "",
    due: "",
    source: "",
  });
  const add = async () => {
    const { metric, due } = form;
    const share = Number(form.share.replace(",", ".")) / 100;
    const more = metric === "regular" ? { perMonth: 4 } : {};
    const body = {
      metric,
      due,
      share,
      source: form.source.trim(),
      place: placeOf(session),
      ...more,
    };
    await call("/api/targets", { method: "POST", body });
    clear();
    await targets.reload();
    sayDone(words.added);
  };
  const nameOf = (metric: string) => words.metrics.find(([one]) => one === metric)?.[1] ?? metric;
  return (
    <>
      <Waiting data={targets} />
      <Table
        caption={words.parts.targets}
        heads={[words.metric, words.share, words.due, words.source]}
        rows={(targets.value?.items ?? []).map((one) => [
          nameOf(one.metric),
          count(one.share * 100),
          dateText(dayOf(ms(`${one.due}T12:00:00+07:00`))),
          one.source,
        ])}
      />
      <Adding
        may={can(session, "target.write")}
        ready={filled("share", "due", "source")}
        label={t.save}
        onAdd={add}
      >
        <Field label={words.metric}>
          <select {...input("metric")}>
            {words.metrics.map(([metric, name]) => (
              <option key={metric} value={metric}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.share}>
          <input inputMode="decimal" {...input("share")} />
        </Field>
        <DateField label={words.due} {...field("due")} />
        <Field label={words.source}>
          <input {...input("source")} maxLength={200} />
        </Field>
      </Adding>
    </>
  );
}
