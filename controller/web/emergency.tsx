import { useState } from "preact/hooks";
import type { MessageView } from "../message/message-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { Board } from "./emergency-board.tsx";
import { isTyped } from "./hurry.ts";
import { type Chosen, reachable, whereOf } from "./place-tree.ts";
import { can, usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Heading } from "./ui/heading.tsx";
import { Act, Card, Choice, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { PlacePicker, usePlaces } from "./where.tsx";

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
  const [key, setKey] = useState(newKey);
  const [asked, ask] = useState(false);
  const change = (part: Partial<Hurry>) => set((now) => ({ ...now, ...part }));
  const ready =
    form.message !== "" &&
    form.chosen.size > 0 &&
    [form.giver, form.number, form.hazard].every((text) => text.trim() !== "");
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
    setKey(newKey());
    sayDone(t.emergency.sent);
  };
  return (
    <>
      <Heading title={t.screens.emergency} about={t.emergency.about} />
      <Board />
      {can(session, "emergency.write") ? (
        <Card title={t.emergency.step1}>
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
      {asked ? (
        <Confirm
          sum={reachable(places.tree, form.chosen)}
          exercise={form.status === "exercise"}
          onSend={send}
          onClose={() => ask(false)}
        />
      ) : null}
    </>
  );
}

const newKey = (): string =>
  `hurry-${Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("")}`;

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

interface ConfirmProps {
  readonly sum: ReturnType<typeof reachable>;
  readonly exercise: boolean;
  readonly onSend: () => Promise<void>;
  readonly onClose: () => void;
}

function Confirm({ sum, exercise, onSend, onClose }: ConfirmProps) {
  const [typed, type] = useState("");
  return (
    <Dialog
      tone="danger"
      title={exercise ? t.emergency.confirmExercise : t.emergency.confirm}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act kind="danger" icon="play" disabled={!isTyped(typed)} onAct={onSend}>
            {t.emergency.send}
          </Act>
        </>
      }
    >
      <p>{t.emergency.consequence(sum.clusters, sum.households)}</p>
      {sum.offline > 0 ? <p class="notice warn">{t.compose.whereOffline(sum.offline)}</p> : null}
      <p class="muted">{t.emergency.second}</p>
      <Field label={t.emergency.type}>
        <input
          value={typed}
          autocomplete="off"
          onInput={(event) => type(event.currentTarget.value)}
        />
      </Field>
    </Dialog>
  );
}
