import { useState } from "preact/hooks";
import type { PersonView } from "../access/access-api.ts";
import type { ClusterView } from "../fleet/fleet-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { Link } from "./navigate.tsx";
import { can, usePerson } from "./session.ts";
import { dateAndClock, ms } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Heading } from "./ui/heading.tsx";
import { Act, Badge, Card, Empty, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";

export function Admin() {
  const session = usePerson();
  return (
    <>
      <Heading title={t.screens.admin} about={t.admin.about} />
      {can(session, "person.read") ? <People /> : null}
      {can(session, "agent.write") ? <Boards /> : null}
      {can(session, "place.read") ? <Units /> : null}
      {can(session, "audit.read") && session.roles.some((one) => one.place === "centre") ? (
        <Changes />
      ) : null}
    </>
  );
}

function People() {
  const session = usePerson();
  const people = useData<{ items: PersonView[] }>("/api/people");
  const [adding, add] = useState(false);
  return (
    <Card
      title={t.admin.people}
      side={
        can(session, "person.write") ? (
          <Act icon="plus" onAct={() => add(true)}>
            {t.admin.add}
          </Act>
        ) : undefined
      }
    >
      <Waiting data={people} />
      <ul class="list">
        {(people.value?.items ?? []).map((person) => (
          <li key={person.id} class="item">
            <span class="item-title">{person.name}</span>
            <span class="item-side small muted">
              <span>{person.username}</span>
              <span>{person.roles.map((held) => t.roles[held.role]).join(", ")}</span>
              {person.disabled ? <Badge tone="bad">{t.admin.disabled}</Badge> : null}
            </span>
          </li>
        ))}
      </ul>
      {adding ? <NewPerson onClose={() => add(false)} onDone={people.reload} /> : null}
    </Card>
  );
}

function NewPerson({ onClose, onDone }: { onClose: () => void; onDone: () => Promise<void> }) {
  const { communes, roles: own } = usePerson();
  const centre = own.some((held) => held.place === "centre");
  const [form, set] = useState({
    username: "",
    name: "",
    role: "editor",
    place: communes[0] ? `c-${communes[0].code}` : "centre",
  });
  const [told, tell] = useState<string | undefined>();
  const input = (name: keyof typeof form) => ({
    value: form[name],
    onInput: (event: Event) => {
      const { value } = event.currentTarget as HTMLInputElement;
      set((now) => ({ ...now, [name]: value }));
    },
  });
  const save = async () => {
    const body = {
      username: form.username.trim(),
      name: form.name.trim(),
      roles: [{ role: form.role, place: form.place }],
    };
    const made = await call<{ password?: string }>("/api/people", { method: "POST", body });
    await onDone();
    tell(made.password ?? "");
    sayDone(t.admin.added);
  };
  return (
    <Dialog
      title={t.admin.add}
      onClose={onClose}
      foot={
        told === undefined ? (
          <Act kind="main" onAct={save}>
            {t.save}
          </Act>
        ) : (
          <Act onAct={onClose}>{t.close}</Act>
        )
      }
    >
      {told === undefined ? (
        <>
          <Field label={t.admin.name}>
            <input {...input("name")} autocomplete="off" />
          </Field>
          <Field label={t.login.username} help={t.admin.usernameHelp}>
            <input {...input("username")} autocomplete="off" autocapitalize="none" />
          </Field>
          <Field label={t.admin.role}>
            <select {...input("role")}>
              {Object.entries(t.roles).map(([role, name]) => (
                <option key={role} value={role}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t.admin.place}>
            <select {...input("place")}>
              {communes.map((one) => (
                <option key={one.code} value={`c-${one.code}`}>
                  {one.name}
                </option>
              ))}
              {centre ? <option value="centre">{t.admin.everywhere}</option> : null}
            </select>
          </Field>
        </>
      ) : (
        <div class="stack" role="status">
          <p>{t.admin.password}</p>
          <p class="claim-code">{told}</p>
        </div>
      )}
    </Dialog>
  );
}

function Boards() {
  const clusters = useData<{ items: ClusterView[] }>("/api/clusters?limit=5000", {
    live: ["agent"],
  });
  const without = (clusters.value?.items ?? []).filter((one) => one.board === null);
  return (
    <Card title={t.admin.boards}>
      <p class="muted">{t.admin.boardsHelp}</p>
      <Waiting data={clusters} />
      {clusters.value && without.length === 0 ? <Empty title={t.admin.allBoards} /> : null}
      <ul class="list">
        {without.slice(0, 100).map((cluster) => (
          <li key={cluster.id}>
            <Link to="clusters" query={{ cluster: cluster.id }} class="item">
              <span class="item-title">{cluster.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Units() {
  const { communes } = usePerson();
  return (
    <Card title={t.admin.units}>
      {communes.length === 0 ? <Empty title={t.admin.noUnits} /> : null}
      <ul class="list">
        {communes.slice(0, 200).map((one) => (
          <li key={one.code} class="item">
            <span class="item-title">{one.name}</span>
            <span class="item-side small muted">
              <span>{t.admin.code(one.code)}</span>
              <span>
                {one.regulation ? t.admin.regulation(one.regulation.number) : t.admin.noRegulation}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface Changed {
  readonly seq: number;
  readonly at: string;
  readonly person: string | null;
  readonly action: string;
  readonly subject: string;
}

function Changes() {
  const audit = useData<{ items: Changed[] }>("/api/audit?limit=30");
  return (
    <Card title={t.admin.changes}>
      <Waiting data={audit} />
      <ul class="list">
        {(audit.value?.items ?? []).map((one) => (
          <li key={one.seq} class="item small">
            <span class="item-side">
              <span class="number muted">{dateAndClock(ms(one.at))}</span>
              <span>{one.action}</span>
              <span class="muted">{one.subject}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
