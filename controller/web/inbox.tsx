import { useState } from "preact/hooks";
import type { InboxItem } from "../schedule/inbox-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { can, usePerson } from "./session.ts";
import { lengthText } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Card, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";

/** What a province offers: the commune decides whether and when (Circular 39/2020), with a reason where it declines. */
export function Inbox() {
  const session = usePerson();
  const decides = can(session, "inbox.decide");
  const inbox = useData<{ items: InboxItem[] }>(decides ? "/api/inbox?state=waiting" : undefined, {
    live: ["broadcast"],
  });
  const [refused, refuse] = useState<InboxItem | undefined>();
  const items = inbox.value?.items ?? [];
  if (items.length === 0) return null;
  const accept = async (item: InboxItem) => {
    const body = { when: item.proposed, commune: item.commune };
    await call(`/api/inbox/${item.broadcast}/accept`, { method: "POST", body });
    sayDone(t.compose.planned);
    await inbox.reload();
  };
  return (
    <Card title={t.inbox.title}>
      <ul class="list">
        {items.map((item) => (
          <li key={`${item.broadcast} ${item.commune}`} class="item">
            <span class="item-title">{item.title}</span>
            <span class="item-side small muted">
              <span>{lengthText(item.seconds, t.length)}</span>
              <span>{t.clusters(item.clusters)}</span>
            </span>
            <div class="row">
              <Act icon="check" onAct={() => accept(item)}>
                {t.inbox.accept}
              </Act>
              <Act kind="quiet" onAct={() => refuse(item)}>
                {t.inbox.decline}
              </Act>
            </div>
          </li>
        ))}
      </ul>
      {refused ? (
        <Decline
          item={refused}
          onClose={() => refuse(undefined)}
          onDone={async () => {
            refuse(undefined);
            await inbox.reload();
          }}
        />
      ) : null}
    </Card>
  );
}

interface DeclineProps {
  readonly item: InboxItem;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

function Decline({ item, onClose, onDone }: DeclineProps) {
  const [reason, set] = useState("");
  const send = async () => {
    const body = { reason: reason.trim(), commune: item.commune };
    await call(`/api/inbox/${item.broadcast}/decline`, { method: "POST", body });
    sayDone(t.inbox.declined);
    await onDone();
  };
  return (
    <Dialog
      title={t.inbox.declineTitle(item.title)}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act kind="main" disabled={reason.trim().length < 3} onAct={send}>
            {t.inbox.decline}
          </Act>
        </>
      }
    >
      <Field label={t.inbox.reason} help={t.inbox.reasonHelp}>
        <input value={reason} onInput={(event) => set(event.currentTarget.value)} />
      </Field>
    </Dialog>
  );
}
