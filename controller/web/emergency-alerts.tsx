import { useState } from "preact/hooks";
import type { AlertView } from "../alert/alert-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { Confirm } from "./emergency-confirm.tsx";
import { languageTag } from "./language-tag.ts";
import { can, canAt, usePerson } from "./session.ts";
import { dateAndClock, ms } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Card, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-emergency.ts";

type Asked = { readonly what: "air" | "refuse" | "original"; readonly alert: AlertView };

const clustersOf = (alert: AlertView): readonly string[] => [
  ...new Set(alert.segments.flatMap((one) => one.clusters)),
];

/** What a warning centre proposes: aired by two people, used for an order of one's own, or refused with a reason. */
export function Alerts({ onFill }: { onFill: (alert: AlertView) => void }) {
  const session = usePerson();
  const open = useData<{ items: AlertView[] }>(
    can(session, "alert.read") ? "/api/alerts?state=open" : undefined,
    { live: ["alert"] },
  );
  const [asked, ask] = useState<Asked | undefined>();
  const items = open.value?.items ?? [];
  const act = async (alert: AlertView, what: "air" | "dismiss", body: object, said: string) => {
    await call(`/api/alerts/${alert.id}/${what}`, { method: "POST", body });
    ask(undefined);
    sayDone(said);
    await open.reload();
  };
  if (items.length === 0) return null;
  return (
    <Card title={words.alerts}>
      <ul class="list">
        {items.map((alert) => (
          <Alert
            key={alert.id}
            alert={alert}
            onAsk={(what) => ask({ what, alert })}
            onFill={onFill}
          />
        ))}
      </ul>
      {asked?.what === "air" ? (
        <Confirm
          title={asked.alert.headline}
          send={words.air}
          onClose={() => ask(undefined)}
          onSend={() => act(asked.alert, "air", {}, words.aired)}
        >
          <p>{words.airAbout(clustersOf(asked.alert).length)}</p>
        </Confirm>
      ) : null}
      {asked?.what === "refuse" ? (
        <Refuse
          title={asked.alert.headline}
          onClose={() => ask(undefined)}
          onSend={(reason) => act(asked.alert, "dismiss", { reason }, words.refused)}
        />
      ) : null}
      {asked?.what === "original" ? (
        <Original alert={asked.alert} onClose={() => ask(undefined)} />
      ) : null}
    </Card>
  );
}

interface AlertProps {
  readonly alert: AlertView;
  readonly onAsk: (what: Asked["what"]) => void;
  readonly onFill: (alert: AlertView) => void;
}

function Alert({ alert, onAsk, onFill }: AlertProps) {
  const session = usePerson();
  const decides = canAt(session, "emergency.approve", alert.place);
  const lost = alert.segments.flatMap((one) => one.unlocated);
  return (
    <li class="item">
      <span class="item-title">{alert.headline}</span>
      <span class="muted small">
        {words.alertFrom(alert.sender, dateAndClock(ms(alert.expires)))} ·{" "}
        {words.alertWhere(clustersOf(alert).length)}
      </span>
      {alert.segments.flatMap((one) =>
        one.words.map((said) => (
          <blockquote key={`${one.title} ${said.language}`} lang={languageTag(said.language)}>
            {said.text}
          </blockquote>
        )),
      )}
      {lost.length > 0 ? <p class="notice warn">{words.unlocated(lost.join(", "))}</p> : null}
      {alert.state === "waiting" ? <p class="notice warn">{words.alertWaits}</p> : null}
      <div class="row">
        {decides ? (
          <Act kind="danger" icon="check" onAct={() => onAsk("air")}>
            {words.air}
          </Act>
        ) : null}
        {can(session, "emergency.write") ? (
          <Act onAct={() => onFill(alert)}>{words.fill}</Act>
        ) : null}
        <Act kind="quiet" onAct={() => onAsk("original")}>
          {words.original}
        </Act>
        {decides ? (
          <Act kind="quiet" onAct={() => onAsk("refuse")}>
            {words.refuse}
          </Act>
        ) : null}
      </div>
    </li>
  );
}

interface RefuseProps {
  readonly title: string;
  readonly onSend: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

function Refuse({ title, onSend, onClose }: RefuseProps) {
  const [reason, set] = useState("");
  return (
    <Dialog
      title={words.refuseTitle(title)}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act kind="danger" disabled={reason.trim() === ""} onAct={() => onSend(reason.trim())}>
            {words.refuse}
          </Act>
        </>
      }
    >
      <Field label={words.reason}>
        <input value={reason} maxLength={500} onInput={(event) => set(event.currentTarget.value)} />
      </Field>
    </Dialog>
  );
}

const asText = async (path: string): Promise<string> => (await fetch(path)).text();

/** The bytes as they were sent: whoever airs it may want to see what was signed. */
function Original({ alert, onClose }: { alert: AlertView; onClose: () => void }) {
  const found = useData<string>(`/api/alerts/${alert.id}.xml`, { load: asText as never });
  return (
    <Dialog title={alert.identifier} onClose={onClose}>
      <pre class="source">{found.value ?? t.loading}</pre>
    </Dialog>
  );
}
