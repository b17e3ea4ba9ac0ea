import { useState } from "preact/hooks";
import { dateOfDay } from "../../contract/station-time.ts";
import type { HamletView } from "../fleet/fleet-api.ts";
import type { MergeView } from "../fleet/merging-api.ts";
import { Carried } from "./admin-carried.tsx";
import { MergeForm, type Merging } from "./admin-merging-form.tsx";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { openSession, usePerson } from "./session.ts";
import { count, dayOf } from "./station.ts";
import { t } from "./text.ts";
import { Table } from "./ui/chart.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-units.ts";

const blank = (commune: string): Merging => ({
  ...{ kind: "hamlets", commune, chosen: [], into: "", name: "" },
  from: dateOfDay(dayOf(Date.now())),
  parts: [
    { name: "", households: "", people: "" },
    { name: "", households: "", people: "" },
  ],
});

/** The route and the body of what the form says; nothing while a part of it is missing. */
function asked(form: Merging): { readonly path: string; readonly body: object } | undefined {
  const { kind, chosen, into, from, parts } = form;
  const name = form.name.trim();
  if (kind === "communes") {
    if (chosen.length < 2 || !chosen.includes(into)) return undefined;
    const body = { communes: chosen, into, from, ...(name === "" ? {} : { name }) };
    return { path: "/api/communes/merge", body };
  }
  if (kind === "hamlets") {
    if (chosen.length < 2 || name === "") return undefined;
    return { path: "/api/hamlets/merge", body: { hamlets: chosen, name, from } };
  }
  const made = parts.map((one) => ({
    ...{ name: one.name.trim(), households: Number(one.households), people: Number(one.people) },
  }));
  const whole = (n: number) => Number.isInteger(n) && n >= 0;
  const full = made.every((one) => one.name !== "" && whole(one.households) && whole(one.people));
  if (into === "" || !full) return undefined;
  return { path: `/api/hamlets/${into}/split`, body: { into: made, from } };
}

/** Units that merge or split: tried first, then done after a typed word. */
export function Mergings() {
  const { communes } = usePerson();
  const [form, set] = useState(() => blank(communes[0]?.code ?? ""));
  const hamlets = useData<{ items: HamletView[] }>("/api/hamlets?limit=5000");
  const [found, show] = useState<MergeView | undefined>();
  const [sure, ask] = useState(false);
  const [result, tell] = useState<MergeView | undefined>();
  const order = asked(form);
  const change = (part: Partial<Merging>) => {
    show(undefined);
    tell(undefined);
    set((now) => ({ ...now, ...part }));
  };
  const send = async (dryRun: boolean) => {
    if (!order) return;
    const path = `${order.path}${dryRun ? "?dryRun=1" : ""}`;
    const done = await call<MergeView>(path, { method: "POST", body: order.body });
    if (dryRun) return show(done);
    ask(false);
    show(undefined);
    tell(done);
    set(blank(form.commune));
    await Promise.all([hamlets.reload(), openSession()]);
    sayDone(words.done);
  };
  return (
    <>
      <MergeForm form={form} onChange={change} hamlets={hamlets.value?.items ?? []} />
      <div class="row">
        <Act kind="main" disabled={!order} onAct={() => send(true)}>
          {words.dryRun}
        </Act>
        <Act disabled={!found} onAct={() => ask(true)}>
          {words.really}
        </Act>
      </div>
      {found ? <Found view={found} /> : null}
      {result ? <Found view={result} /> : null}
      {sure ? <Sure onClose={() => ask(false)} onSend={() => send(false)} /> : null}
    </>
  );
}

const Found = ({ view }: { view: MergeView }) => (
  <div class="stack" role="status">
    <p class="notice good">
      {(view.dryRun ? words.found : words.changed)(view.ended.length, view.made.length)}
    </p>
    <p>{words.moved(view.hamlets, view.clusters)}</p>
    <Table
      caption={words.table}
      heads={[words.what, words.before, words.after]}
      rows={[
        [words.households, count(view.households.before), count(view.households.after)],
        [words.people, count(view.people.before), count(view.people.after)],
      ]}
    />
    <Carried items={view.carried} done={!view.dryRun} />
  </div>
);

function Sure({ onClose, onSend }: { onClose: () => void; onSend: () => Promise<void> }) {
  const [typed, type] = useState("");
  const same = typed.trim().normalize("NFC").toLocaleUpperCase("vi") === words.word;
  return (
    <Dialog
      tone="danger"
      title={words.reallyTitle}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act kind="danger" disabled={!same} onAct={onSend}>
            {words.really}
          </Act>
        </>
      }
    >
      <p>{words.reallyAbout}</p>
      <Field label={words.type(words.word)}>
        <input
          value={typed}
          autocomplete="off"
          onInput={(event) => type(event.currentTarget.value)}
        />
      </Field>
    </Dialog>
  );
}
