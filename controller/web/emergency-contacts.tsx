import { useState } from "preact/hooks";
import type { ContactView } from "../fleet/contact-api.ts";
import { call } from "./call.ts";
import { type Data, useData } from "./data.ts";
import { useForm } from "./form.ts";
import { can, usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Card, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { usePlaces } from "./where.tsx";
import { words } from "./words-emergency.ts";

type Contacts = Data<{ items: ContactView[] }>;

/** Whom to telephone, for those who may know. */
export const useContacts = (): Contacts =>
  useData(can(usePerson(), "contact.write") ? "/api/contacts" : undefined);

export const contactOf = (contacts: Contacts, cluster: string): ContactView | undefined =>
  contacts.value?.items.find((one) => one.cluster === cluster);

/** A number that a telephone dials when it is touched. */
export const Dial = ({ contact }: { contact: ContactView }) => (
  <span>
    {contact.name} ·{" "}
    <a href={`tel:${contact.phone.replace(/[ .-]/g, "")}`} class="number">
      {contact.phone}
    </a>
  </span>
);

/** The list is kept before it is needed: one line per cluster. */
export function ContactList() {
  const session = usePerson();
  const contacts = useContacts();
  const { tree } = usePlaces();
  const [open, set] = useState<{ id: string; name: string } | undefined>();
  if (!can(session, "contact.write")) return null;
  return (
    <Card>
      <details>
        <summary>{words.contacts}</summary>
        <p class="muted">{words.contactsAbout}</p>
        <ul class="list">
          {tree
            .flatMap((one) => one.clusters)
            .map(({ id, name }) => {
              const contact = contactOf(contacts, id);
              return (
                <li key={id} class="item">
                  <span class="item-title">{name}</span>
                  {contact ? <Dial contact={contact} /> : <span>{words.noContact}</span>}
                  <Act kind="quiet" onAct={() => set({ id, name })}>
                    {words.edit(name)}
                  </Act>
                </li>
              );
            })}
        </ul>
      </details>
      {open ? (
        <Edit
          {...open}
          contact={contactOf(contacts, open.id)}
          onClose={() => set(undefined)}
          onDone={contacts.reload}
        />
      ) : null}
    </Card>
  );
}

/** Whom to telephone at one cluster, for those who mend it and have no emergency screen too. */
export function ClusterContact({ id, name }: { readonly id: string; readonly name: string }) {
  const contacts = useContacts();
  const [open, edit] = useState(false);
  if (!can(usePerson(), "contact.write")) return null;
  const contact = contactOf(contacts, id);
  return (
    <section class="stack">
      <h3>{words.contact}</h3>
      {contact ? <Dial contact={contact} /> : <p class="muted small">{words.noContact}</p>}
      <div class="row">
        <Act onAct={() => edit(true)}>{words.edit(name)}</Act>
      </div>
      {open ? (
        <Edit {...{ id, name, contact }} onClose={() => edit(false)} onDone={contacts.reload} />
      ) : null}
    </section>
  );
}

interface EditProps {
  readonly id: string;
  readonly name: string;
  readonly contact: ContactView | undefined;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

function Edit({ id, name, contact, onClose, onDone }: EditProps) {
  const { form, filled, input } = useForm({
    person: contact?.name ?? "",
    phone: contact?.phone ?? "",
  });
  const act = (method: "PUT" | "DELETE", said: string) => async () => {
    const body = { name: form.person.trim(), phone: form.phone.trim() };
    await call(`/api/clusters/${id}/contact`, method === "PUT" ? { method, body } : { method });
    onClose();
    sayDone(said);
    await onDone();
  };
  return (
    <Dialog
      title={words.editTitle(name)}
      onClose={onClose}
      foot={
        <>
          {contact ? (
            <Act kind="quiet" onAct={act("DELETE", words.removed)}>
              {words.remove}
            </Act>
          ) : null}
          <Act kind="main" disabled={!filled("person", "phone")} onAct={act("PUT", words.saved)}>
            {t.save}
          </Act>
        </>
      }
    >
      <Field label={words.person}>
        <input {...input("person")} maxLength={120} />
      </Field>
      <Field label={words.phone} help={words.phoneHelp}>
        <input {...input("phone")} type="tel" maxLength={24} />
      </Field>
    </Dialog>
  );
}
