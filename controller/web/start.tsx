import { useEffect, useState } from "preact/hooks";
import { call } from "./call.ts";
import { useNow } from "./data.ts";
import { go, Link } from "./navigate.tsx";
import { openSession, usePerson } from "./session.ts";
import { DemoData } from "./start-demo.tsx";
import { clockSeconds, count, dateText, dayOf } from "./station.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act, Card, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-start.ts";

const blank = {
  provinceCode: "",
  provinceName: "",
  communeCode: "",
  communeName: "",
  hamlet: "",
  households: "",
  cluster: "",
};
type Form = typeof blank;

/** The first quarter of an hour: time, people, a unit of one's own or a demo, a board, a message on the air. */
export function Start() {
  const { communes } = usePerson();
  return (
    <>
      <Heading title={t.start.title} about={t.start.about} />
      <DemoData empty={communes.length === 0} />
      <StationTime />
      <People />
      <Unit />
      <FirstBoard />
      <Card title={words.air}>
        <p>{words.airAbout}</p>
        <div class="row">
          <Link to="library" class="button">
            {words.airOpen}
          </Link>
        </div>
      </Card>
    </>
  );
}

// The header has whole seconds and travels; a minute is what a schedule would notice.
const TOLERANCE = 60_000;

/** What the server's clock says, beside this device's. */
function StationTime() {
  const [ahead, set] = useState<number | undefined>();
  useEffect(() => {
    void fetch("/api/themes").then((reply) => {
      const said = Date.parse(reply.headers.get("date") ?? "");
      if (!Number.isNaN(said)) set(said - Date.now());
    }, Boolean);
  }, []);
  const now = useNow() + (ahead ?? 0);
  return (
    <Card title={words.time}>
      {ahead === undefined ? (
        <p class="waiting">{t.loading}</p>
      ) : (
        <>
          <p class="number">{words.timeAbout(clockSeconds(now), dateText(dayOf(now)))}</p>
          <p class={Math.abs(ahead) > TOLERANCE ? "notice warn" : "muted"}>
            {Math.abs(ahead) > TOLERANCE
              ? words.timeWrong(count(Math.round(Math.abs(ahead) / 1_000)))
              : words.timeWell}
          </p>
        </>
      )}
    </Card>
  );
}

function People() {
  const { person } = usePerson();
  return (
    <Card title={words.who}>
      <p>{words.whoAbout(person.name)}</p>
      <div class="row">
        <Link to="admin" query={{ part: "people" }} class="button">
          {words.whoAdd}
        </Link>
      </div>
    </Card>
  );
}

/** How a board is tried without one: a program of this same installation. */
function FirstBoard() {
  const command = `vangxa agent --data thiet-bi-ao --controller ${location.origin} --sink virtual:loa-ao.wav --claim MÃ`;
  return (
    <Card title={words.board}>
      <p>{words.boardAbout}</p>
      <pre class="source">{command}</pre>
      <div class="row">
        <Link to="clusters" class="button">
          {words.boardOpen}
        </Link>
      </div>
    </Card>
  );
}

/** One commune, one hamlet, one cluster; the rest is imported or added later. */
function Unit() {
  const [form, set] = useState<Form>(blank);
  const input = (name: keyof Form) => ({
    value: form[name],
    onInput: (event: Event) => {
      const { value } = event.currentTarget as HTMLInputElement;
      set((now) => ({ ...now, [name]: value }));
    },
  });
  const ready = Object.values(form).every((text) => text.trim() !== "");
  return (
    <>
      <Card title={words.own}>
        <p>{words.many}</p>
        <div class="row">
          <Link to="admin" query={{ part: "import" }} class="button">
            {words.import}
          </Link>
        </div>
        <div class="filters">
          <Field label={t.start.provinceCode} help={t.start.provinceCodeHelp}>
            <input {...input("provinceCode")} inputMode="numeric" maxLength={2} />
          </Field>
          <Field label={t.start.provinceName}>
            <input {...input("provinceName")} />
          </Field>
          <Field label={t.start.communeCode} help={t.start.communeCodeHelp}>
            <input {...input("communeCode")} inputMode="numeric" maxLength={5} />
          </Field>
          <Field label={t.start.communeName}>
            <input {...input("communeName")} />
          </Field>
        </div>
      </Card>
      <Card title={t.start.first}>
        <div class="filters">
          <Field label={t.start.hamlet}>
            <input {...input("hamlet")} />
          </Field>
          <Field label={t.start.households}>
            <input {...input("households")} inputMode="numeric" />
          </Field>
          <Field label={t.start.cluster}>
            <input {...input("cluster")} />
          </Field>
        </div>
        <div class="row">
          <Act kind="main" icon="check" disabled={!ready} onAct={() => make(form)}>
            {t.start.make}
          </Act>
        </div>
        <p class="muted small">{t.start.afterwards}</p>
      </Card>
    </>
  );
}

async function make(form: Form): Promise<void> {
  const post = <T,>(path: string, body: object) => call<T>(path, { method: "POST", body });
  const commune = form.communeCode.trim();
  const province = form.provinceCode.trim();
  await post("/api/provinces", { code: province, name: form.provinceName.trim() });
  await post("/api/communes", { code: commune, province, name: form.communeName.trim() });
  const { id } = await post<{ id: string }>("/api/hamlets", {
    commune,
    name: form.hamlet.trim(),
    households: Number(form.households),
  });
  const cluster = await post<{ id: string }>("/api/clusters", {
    commune,
    name: form.cluster.trim(),
    hamlets: [id],
  });
  await openSession();
  sayDone(t.start.done);
  go("clusters", { cluster: cluster.id });
}
