import { useState } from "preact/hooks";
import type { AlertView } from "../alert/alert-api.ts";
import type { MessageView } from "../message/message-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { Alerts } from "./emergency-alerts.tsx";
import { Board } from "./emergency-board.tsx";
import { Confirm } from "./emergency-confirm.tsx";
import { ContactList } from "./emergency-contacts.tsx";
import { Ready, WaitingWords } from "./emergency-ready.tsx";
import { newKey } from "./order-key.ts";
import { type Chosen, reachable, whereOf } from "./place-tree.ts";
import { can, usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act, Card, Choice, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { PlacePicker, usePlaces } from "./where.tsx";
import { words } from "./words-emergency.ts";

export interface Hurry {
  readonly message: string;
  readonly chosen: Chosen;
  readonly status: "actual" | "exercise";
  readonly giver: string;
  readonly number: string;
  readonly hazard: string;
}

/** First everything that the order needs, then its consequence in numbers and a typed word: never by one press. */
export function Emergency() {
  const session = usePerson();
  const places = usePlaces();
  const messages = useData<{ items: MessageView[] }>(
    "/api/messages?status=approved&theme=khan-cap&limit=100",
    { live: ["message"] },
  );
  const [form, set] = useState<Hurry>({
    message: "",
    chosen: new Set(),
    status: "actual",
    giver: session.person.name,
    number: "",
    hazard: "",
  });
  const [key, setKey] = useState(() => newKey("hurry"));
  const [asked, ask] = useState(false);
  const change = (part: Partial<Hurry>) => set((now) => ({ ...now, ...part }));
  const ready =
    form.message !== "" &&
    form.chosen.size > 0 &&
    [form.giver, form.number, form.hazard].every((text) => text.trim() !== "");
  const fill = (alert: AlertView) => {
    const [first] = alert.segments;
    change({
      chosen: new Set(alert.segments.flatMap((one) => one.clusters)),
      hazard: (first?.hazard || alert.headline).slice(0, 120),
      giver: alert.sender.slice(0, 120),
      number: alert.identifier.slice(0, 120),
    });
    sayDone(words.filled);
  };
  const send = async () => {
    const where = whereOf(places.tree, form.chosen);
    const area = places.tree
      .filter((one) => one.clusters.some((cluster) => form.chosen.has(cluster.id)))
      .map((one) => one.name)
      .join(", ")
      .slice(0, 200);
    await call("/api/broadcasts", {
      method: "POST",
      key,
      body: {
        messageIds: [form.message],
        level: "emergency",
        where,
        when: { now: true },
        status: form.status,
        emergency: {
          orderGiver: form.giver.trim(),
          orderNumber: form.number.trim(),
          hazard: form.hazard.trim(),
          area,
        },
      },
    });
    ask(false);
    setKey(newKey("hurry"));
    sayDone(t.emergency.sent);
  };
  return (
    <>
      <Heading title={t.screens.emergency} about={t.emergency.about} />
      <Board />
      <Alerts onFill={fill} />
      <WaitingWords />
      {can(session, "emergency.write") ? (
        <Card title={t.emergency.step1}>
          <Ready onHazard={(hazard) => change({ hazard })} />
          <What form={form} onChange={change} messages={messages.value?.items ?? []} />
          <Waiting data={messages} />
          <h3>{t.compose.where}</h3>
          <PlacePicker
            places={places}
            chosen={form.chosen}
            onChoose={(chosen) => change({ chosen })}
          />
          <div class="row">
            <Act kind="danger" icon="emergency" disabled={!ready} onAct={() => ask(true)}>
              {t.emergency.next}
            </Act>
          </div>
          {ready ? null : <p class="muted small">{t.emergency.needs}</p>}
        </Card>
      ) : null}
      <ContactList />
      {asked ? (
        <Confirm
          title={form.status === "exercise" ? t.emergency.confirmExercise : t.emergency.confirm}
          send={t.emergency.send}
          onSend={send}
          onClose={() => ask(false)}
        >
          <Consequence sum={reachable(places.tree, form.chosen)} />
        </Confirm>
      ) : null}
    </>
  );
}

function Consequence({ sum }: { sum: ReturnType<typeof reachable> }) {
  return (
    <>
      <p>{t.emergency.consequence(sum.clusters, sum.households)}</p>
      {sum.offline > 0 ? <p class="notice warn">{t.compose.whereOffline(sum.offline)}</p> : null}
      <p class="muted">{t.emergency.second}</p>
    </>
  );
}

interface WhatProps {
  readonly form: Hurry;
  readonly onChange: (part: Partial<Hurry>) => void;
  readonly messages: readonly MessageView[];
}

function What({ form, onChange, messages }: WhatProps) {
  const text = (name: "giver" | "number" | "hazard") => ({
    value: form[name],
    maxLength: 120,
    onInput: (event: Event) =>
      onChange({ [name]: (event.currentTarget as HTMLInputElement).value }),
  });
  return (
    <>
      <Choice
        legend={t.emergency.mode}
        value={form.status}
        options={t.emergency.modes}
        onPick={(status) => onChange({ status })}
      />
      <Field label={t.emergency.message} help={t.emergency.messageHelp}>
        <select
          value={form.message}
          onChange={(event) => onChange({ message: event.currentTarget.value })}
        >
          <option value="">{t.compose.oldPick}</option>
          {messages.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
      </Field>
      {form.message === "" ? null : (
        <audio controls preload="none" src={`/api/messages/${form.message}/audio`} />
      )}
      <div class="filters">
        <Field label={t.emergency.hazard}>
          <input {...text("hazard")} placeholder={t.emergency.hazardLike} />
        </Field>
        <Field label={t.emergency.giver}>
          <input {...text("giver")} />
        </Field>
        <Field label={t.emergency.number}>
          <input {...text("number")} placeholder={t.emergency.numberLike} />
        </Field>
      </div>
    </>
  );
}
