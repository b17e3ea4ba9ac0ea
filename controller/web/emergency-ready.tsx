import { useState } from "preact/hooks";
import type { MessageView } from "../message/message-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { ApproveButton } from "./deciding.tsx";
import { blanksOf, hazards } from "./hazards.ts";
import { can, usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Act, Badge, Card, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-emergency.ts";

/** A warning that is nearly written, for whoever has minutes; a second person approves it like any other message. */
export function Ready({ onHazard }: { onHazard: (name: string) => void }) {
  const session = usePerson();
  const [code, choose] = useState("");
  const [form, set] = useState({ title: "", text: "" });
  if (!can(session, "message.write")) return null;
  const pick = (chosen: string) => {
    const hazard = hazards.find((one) => one.code === chosen);
    choose(chosen);
    set({ title: hazard?.title ?? "", text: hazard?.text ?? "" });
    if (hazard) onHazard(hazard.name.toLowerCase());
  };
  const left = blanksOf(form.text);
  const full = form.title.trim() !== "" && form.text.trim() !== "" && left.length === 0;
  const hand = async () => {
    const title = form.title.trim().normalize("NFC");
    const text = form.text.trim().normalize("NFC");
    const body = { title, text, theme: "khan-cap", language: "vie", chime: "emergency" };
    await call("/api/messages", { method: "POST", body, patience: 120_000 });
    pick("");
    sayDone(words.handed);
  };
  return (
    <details>
      <summary>{words.ready}</summary>
      <p class="muted">{words.readyAbout}</p>
      <Field label={words.hazard}>
        <select value={code} onChange={(event) => pick(event.currentTarget.value)}>
          <option value="">{words.pick}</option>
          {hazards.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </select>
      </Field>
      {code === "" ? null : (
        <>
          <Field label={words.title}>
            <input
              value={form.title}
              maxLength={200}
              onInput={(event) => set({ ...form, title: event.currentTarget.value })}
            />
          </Field>
          <Field label={words.text} help={left.length > 0 ? words.blanks(left) : undefined}>
            <textarea
              rows={7}
              lang="vi"
              value={form.text}
              onInput={(event) => set({ ...form, text: event.currentTarget.value })}
            />
          </Field>
          <div class="row">
            <Act icon="check" disabled={!full} onAct={hand}>
              {words.hand}
            </Act>
          </div>
        </>
      )}
    </details>
  );
}

/** Emergency messages that nobody may use yet. */
export function WaitingWords() {
  const session = usePerson();
  const pending = useData<{ items: MessageView[] }>(
    can(session, "message.read")
      ? "/api/messages?status=pending&theme=khan-cap&limit=20"
      : undefined,
    { live: ["message"] },
  );
  const items = pending.value?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={words.waiting}>
      <ul class="list">
        {items.map((one) => (
          <li key={one.id} class="item">
            <span class="item-title">{one.title}</span>
            <Badge tone="warn">{t.statuses["pending"]}</Badge>
            {one.spoken === null ? null : <blockquote lang="vi">{one.spoken}</blockquote>}
            {one.sha256 === null ? null : (
              <audio controls preload="none" src={`/api/messages/${one.id}/audio`} />
            )}
            {one.author !== session.person.id && can(session, "message.approve") ? (
              <div class="row">
                <ApproveButton message={one} wish={undefined} onDone={pending.reload} />
              </div>
            ) : (
              <span class="muted small">{words.own}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
