import { useEffect, useState } from "preact/hooks";
import type { RelayHeard, RelaySourceView } from "../schedule/relay-api.ts";
import { placeOf } from "./admin-lists.tsx";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { useForm } from "./form.ts";
import { can, canAt, usePerson } from "./session.ts";
import { count } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Empty, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-relay.ts";

/** Stations that may be relayed: by name and address, tried from here, chosen where a relay is planned. */
export function Relays() {
  const session = usePerson();
  const sources = useData<{ items: RelaySourceView[] }>("/api/relay-sources");
  const [open, edit] = useState<RelaySourceView | undefined>();
  const items = sources.value?.items ?? [];
  return (
    <>
      <Waiting data={sources} />
      {sources.value && items.length === 0 ? <Empty title={words.none} /> : null}
      <ul class="list">
        {items.map((one) => (
          <li key={one.id} class="item">
            <span class="item-title">{one.name}</span>
            <span class="small muted">{one.url}</span>
            {canAt(session, "broadcast.write", one.place) ? (
              <>
                <Tried source={one} />
                <div class="row">
                  <Act kind="quiet" onAct={() => edit(one)}>
                    {words.edit(one.name)}
                  </Act>
                </div>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {can(session, "broadcast.write") ? <NewSource onDone={sources.reload} /> : null}
      {open ? <Edit source={open} onClose={() => edit(undefined)} onDone={sources.reload} /> : null}
    </>
  );
}

/** A few seconds as the controller hears them: with their level in words, and to listen to. */
function Tried({ source }: { source: RelaySourceView }) {
  const [heard, hear] = useState<{ readonly told: RelayHeard; readonly sound: string }>();
  useEffect(() => () => URL.revokeObjectURL(heard?.sound ?? ""), [heard]);
  const test = async () => {
    hear(undefined);
    const path = `/api/relay-sources/${source.id}/test`;
    const told = await call<RelayHeard>(path, { method: "POST", body: {}, patience: 60_000 });
    const bytes = Uint8Array.from(atob(told.sound), (letter) => letter.charCodeAt(0));
    hear({ told, sound: URL.createObjectURL(new Blob([bytes], { type: "audio/mpeg" })) });
  };
  return (
    <>
      <div class="row">
        <Act icon="play" onAct={test}>
          {words.test(source.name)}
        </Act>
      </div>
      <div role="status">
        {heard ? (
          <>
            <p>
              {heard.told.peak === null
                ? words.silent(heard.told.form)
                : words.heard(heard.told.form, count(heard.told.seconds), count(heard.told.peak))}
            </p>
            <p class="small muted">{words.from}</p>
          </>
        ) : null}
      </div>
      {heard ? <audio controls src={heard.sound} /> : null}
    </>
  );
}

type Form = ReturnType<typeof useForm<{ name: string; url: string }>>;

const Fields = ({ input }: Pick<Form, "input">) => (
  <>
    <Field label={words.name} help={words.nameHelp}>
      <input {...input("name")} maxLength={120} />
    </Field>
    <Field label={words.url} help={words.urlHelp}>
      <input {...input("url")} maxLength={500} inputMode="url" autocapitalize="none" />
    </Field>
  </>
);

const bodyOf = ({ form }: Pick<Form, "form">) => ({
  name: form.name.trim(),
  url: form.url.trim(),
});

function NewSource({ onDone }: { onDone: () => Promise<void> }) {
  const session = usePerson();
  const form = useForm({ name: "", url: "" });
  const add = async () => {
    const body = { ...bodyOf(form), place: placeOf(session) };
    await call("/api/relay-sources", { method: "POST", body });
    form.clear();
    await onDone();
    sayDone(words.added);
  };
  return (
    <>
      <div class="filters">
        <Fields input={form.input} />
      </div>
      <div class="row">
        <Act icon="plus" disabled={!form.filled("name", "url")} onAct={add}>
          {words.add}
        </Act>
      </div>
    </>
  );
}

interface EditProps {
  readonly source: RelaySourceView;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

function Edit({ source, onClose, onDone }: EditProps) {
  const form = useForm({ name: source.name, url: source.url });
  const act = (method: "PATCH" | "DELETE", said: string) => async () => {
    const body = method === "PATCH" ? { body: bodyOf(form) } : {};
    await call(`/api/relay-sources/${source.id}`, { method, ...body });
    onClose();
    await onDone();
    sayDone(said);
  };
  return (
    <Dialog
      title={words.edit(source.name)}
      onClose={onClose}
      foot={
        <>
          <Act kind="quiet" onAct={act("DELETE", words.removed)}>
            {words.remove}
          </Act>
          <Act
            kind="main"
            disabled={!form.filled("name", "url")}
            onAct={act("PATCH", words.changed)}
          >
            {t.save}
          </Act>
        </>
      }
    >
      <Fields input={form.input} />
    </Dialog>
  );
}
