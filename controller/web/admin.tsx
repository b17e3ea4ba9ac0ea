import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PersonView } from "../access/access-api.ts";
import type { ClusterView } from "../fleet/fleet-api.ts";
import { BackupList } from "./admin-backups.tsx";
import { Import } from "./admin-import.tsx";
import { Days, Lexicon, Targets } from "./admin-lists.tsx";
import { Mergings } from "./admin-merging.tsx";
import { Modes } from "./admin-modes.tsx";
import { RegulationEditor } from "./admin-regulation.tsx";
import { Relays } from "./admin-relays.tsx";
import { Royalties } from "./admin-royalties.tsx";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { Link, usePlace } from "./navigate.tsx";
import { PersonSessions } from "./person-sessions.tsx";
import { can, canAt, type Session, usePerson } from "./session.ts";
import { dateAndClock, ms } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Heading } from "./ui/heading.tsx";
import { Act, Badge, Card, Empty, Field, Waiting } from "./ui/parts.tsx";
import { sayDone, sayWrong } from "./ui/toast.tsx";
import { words } from "./words-admin.ts";

type Part = keyof typeof words.parts;

/** The parts of administration, each for those who may do something there. */
function partsOf(session: Session): readonly Part[] {
  const centre = session.roles.some((one) => one.place === "centre");
  const rules: readonly (readonly [Part, boolean])[] = [
    ["people", can(session, "person.read")],
    ["units", can(session, "place.read")],
    ["boards", can(session, "agent.write")],
    ["import", can(session, "place.write")],
    ["outlines", can(session, "place.write")],
    ["merging", can(session, "place.write")],
    ["lexicon", can(session, "message.read")],
    ["days", can(session, "broadcast.read")],
    ["relays", can(session, "broadcast.read")],
    ["targets", can(session, "reach.read")],
    ["royalties", can(session, "report.read")],
    ["backups", centre && can(session, "backup.write")],
    ["changes", centre && can(session, "audit.read")],
  ];
  return rules.filter(([, may]) => may).map(([part]) => part);
}

const bodies: Readonly<Record<Part, () => ComponentChildren>> = {
  people: () => <People />,
  units: () => <Units />,
  boards: () => <Boards />,
  import: () => <Import />,
  outlines: () => <Outlines />,
  merging: () => <Mergings />,
  lexicon: () => <Lexicon />,
  days: () => <Days />,
  relays: () => <Relays />,
  targets: () => <Targets />,
  royalties: () => <Royalties />,
  backups: () => <BackupList />,
  changes: () => <Changes />,
};

/** A part that few open comes when it is opened. */
function Outlines() {
  const [Part, show] = useState<ComponentType | undefined>();
  useEffect(() => {
    void import("./admin-outlines.tsx").then((part) => show(() => part.Outlines), sayWrong);
  }, []);
  return Part ? <Part /> : <p role="status">{t.loading}</p>;
}

export function Admin() {
  const parts = partsOf(usePerson());
  const { query } = usePlace();
  const part = parts.find((one) => one === query.get("part")) ?? parts[0] ?? "units";
  return (
    <>
      <Heading title={t.screens.admin} about={t.admin.about} />
      <nav class="choice-row tabs" aria-label={words.part}>
        {parts.map((one) => (
          <Link key={one} to="admin" query={{ part: one }} class="button" current={one === part}>
            {words.parts[one]}
          </Link>
        ))}
      </nav>
      <Card title={words.parts[part]}>
        <p class="muted">{words.help[part]}</p>
        {bodies[part]()}
      </Card>
    </>
  );
}

function People() {
  const session = usePerson();
  const people = useData<{ items: PersonView[] }>("/api/people");
  const [adding, add] = useState(false);
  const [open, look] = useState<string | undefined>();
  const seen = people.value?.items.find((one) => one.id === open);
  const may = can(session, "person.write");
  return (
    <>
      {may ? (
        <div class="row">
          <Act icon="plus" onAct={() => add(true)}>
            {t.admin.add}
          </Act>
        </div>
      ) : null}
      <Waiting data={people} />
      <ul class="list">
        {(people.value?.items ?? []).map((person) => (
          <li key={person.id}>
            <button type="button" class="item" onClick={() => look(person.id)}>
              <span class="item-title">{person.name}</span>
              <span class="item-side small muted">
                <span>{person.username}</span>
                <span>{person.roles.map((held) => t.roles[held.role]).join(", ")}</span>
                {person.disabled ? <Badge tone="bad">{t.admin.disabled}</Badge> : null}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {adding ? <NewPerson onClose={() => add(false)} onDone={people.reload} /> : null}
      {seen ? (
        <OnePerson person={seen} may={may} onClose={() => look(undefined)} onDone={people.reload} />
      ) : null}
    </>
  );
}

interface OneProps {
  readonly person: PersonView;
  readonly may: boolean;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

function OnePerson({ person, may, onClose, onDone }: OneProps) {
  const own = usePerson().person.id === person.id;
  const close = async () => {
    const body = { disabled: !person.disabled };
    await call(`/api/people/${person.id}`, { method: "PATCH", body });
    await onDone();
    onClose();
  };
  return (
    <Dialog title={person.name} onClose={onClose}>
      <p class="muted">
        {person.username} · {person.roles.map((held) => t.roles[held.role]).join(", ")}
      </p>
      <PersonSessions person={person.id} may={may || own} />
      {may && !own ? (
        <div class="row">
          <Act icon="lock" onAct={close}>
            {person.disabled ? words.reopen : words.close}
          </Act>
        </div>
      ) : null}
    </Dialog>
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
    <>
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
    </>
  );
}

function Units() {
  const session = usePerson();
  const { communes } = session;
  const [open, edit] = useState<string | undefined>();
  const commune = communes.find((one) => one.code === open);
  return (
    <>
      {communes.length === 0 ? <Empty title={t.admin.noUnits} /> : null}
      <ul class="list">
        {communes.slice(0, 400).map((one) => (
          <li key={one.code} class="item">
            <span class="item-side">
              <span class="item-title">{one.name}</span>
              <span class="small muted">{t.admin.code(one.code)}</span>
            </span>
            <span class="item-side small muted">
              <span>
                {one.regulation ? t.admin.regulation(one.regulation.number) : t.admin.noRegulation}
              </span>
              {one.regulation ? (
                <span>
                  {words.summary(one.regulation.sessions.length, one.regulation.quiet.length)}
                </span>
              ) : null}
            </span>
            {canAt(session, "regulation.write", `c-${one.code}`) ? (
              <span class="row">
                <Act icon="clock" onAct={() => edit(one.code)}>
                  {`${words.edit} ${one.name}`}
                </Act>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {can(session, "cluster.write") ? <Modes /> : null}
      {commune ? <RegulationEditor commune={commune} onClose={() => edit(undefined)} /> : null}
    </>
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
    <>
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
    </>
  );
}
