import { useState } from "preact/hooks";
import { dateOfDay, dayOfDate, minuteOfClock } from "../../contract/station-time.ts";
import type { CommuneView } from "../fleet/fleet-api.ts";
import { fold } from "../fleet/fold.ts";
import type { MessageView } from "../message/message-api.ts";
import type { CheckView } from "../schedule/check-api.ts";
import { call } from "./call.ts";
import { CheckDialog } from "./check-dialog.tsx";
import { useData } from "./data.ts";
import { useForm } from "./form.ts";
import { newKey } from "./order-key.ts";
import { clock, dayOf, isoAt } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { DateField, TimeField } from "./ui/when-field.tsx";
import { words } from "./words-province.ts";

const DAY = 86_400_000;

/** The instant of the two fields, or nothing while they do not name one. */
function instantOf(date: string, time: string): string | undefined {
  const [day, minute] = [dayOfDate(date), minuteOfClock(time)];
  return day === undefined || minute === undefined ? undefined : isoAt(day, minute);
}

interface PushProps {
  readonly communes: readonly CommuneView[];
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

/** Circular 39/2020: what a commune must play inside its programme and before a deadline; where it stands there is the commune's. */
export function Push({ communes, onClose, onDone }: PushProps) {
  const messages = useData<{ items: MessageView[] }>("/api/messages?status=approved&limit=100");
  const [soon] = useState(() => Date.now() + DAY);
  const start = { message: "", date: dateOfDay(dayOf(soon)) as string, time: clock(soon) };
  const { form, filled, input, field } = useForm(start);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [key] = useState(() => newKey("push"));
  const [found, show] = useState<CheckView | undefined>();
  const deadline = instantOf(form.date, form.time);
  const order = <T,>(check = "") =>
    call<T>(`/api/broadcasts${check}`, {
      method: "POST",
      key,
      body: {
        messageIds: [form.message],
        level: "priority",
        where: { communes: [...chosen] },
        when: { now: true },
        notAfter: deadline,
      },
    });
  const save = async () => {
    await order();
    onClose();
    sayDone(words.pushed(chosen.size));
    await onDone();
  };
  const send = async () => {
    const check = await order<CheckView>("/check");
    if (check.findings.some((one) => one.severity !== "info")) return show(check);
    await save();
  };
  return (
    <Dialog
      title={words.push}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act
            kind="main"
            icon="check"
            disabled={!filled("message") || deadline === undefined || chosen.size === 0}
            onAct={send}
          >
            {words.pushTo(chosen.size)}
          </Act>
        </>
      }
    >
      <p class="muted">{words.pushAbout}</p>
      <Field label={t.compose.old}>
        <select {...input("message")}>
          <option value="">{t.compose.oldPick}</option>
          {(messages.value?.items ?? []).map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
      </Field>
      <div class="filters">
        <DateField label={words.dueDate} {...field("date")} />
        <TimeField label={words.dueTime} {...field("time")} />
      </div>
      <Which communes={communes} chosen={chosen} onChoose={choose} />
      {found ? <CheckDialog found={found} onClose={() => show(undefined)} onSave={save} /> : null}
    </Dialog>
  );
}

interface WhichProps {
  readonly communes: readonly CommuneView[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** Communes to tick, found without accents; all of them by one press. */
function Which({ communes, chosen, onChoose }: WhichProps) {
  const [find, look] = useState("");
  const shown = communes.filter((one) => fold(one.name).includes(fold(find)));
  const all = communes.every(({ code }) => chosen.has(code));
  const toggle = (code: string) => {
    const next = new Set(chosen);
    if (!next.delete(code)) next.add(code);
    onChoose(next);
  };
  return (
    <fieldset class="stack">
      <legend>{words.pushWhere}</legend>
      {communes.length > 8 ? (
        <Field label={words.find} help={t.compose.whereFindHelp}>
          <input type="search" value={find} onInput={(e) => look(e.currentTarget.value)} />
        </Field>
      ) : null}
      <label class="check">
        <input
          type="checkbox"
          checked={all}
          onChange={() => onChoose(new Set(all ? [] : communes.map(({ code }) => code)))}
        />
        <strong>{words.everyCommune(communes.length)}</strong>
      </label>
      {shown.map(({ code, name }) => (
        <label key={code} class="check">
          <input type="checkbox" checked={chosen.has(code)} onChange={() => toggle(code)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
