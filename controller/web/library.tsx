import { useState } from "preact/hooks";
import type { StarterReport } from "../message/library-api.ts";
import type { MessageView } from "../message/message-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { ApproveButton, useWishes, WishLine } from "./deciding.tsx";
import { go, setQuery, usePlace } from "./navigate.tsx";
import { can, usePerson } from "./session.ts";
import { count, dateAndClock, lengthText, ms } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Heading } from "./ui/heading.tsx";
import { Act, Badge, Card, Empty, Field, type Tone, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { Wave } from "./ui/wave.tsx";

const tones: Readonly<Record<string, Tone>> = {
  approved: "good",
  pending: "warn",
  rejected: "bad",
  draft: "plain",
};

export function Library() {
  const { query } = usePlace();
  const [q, status] = [query.get("q") ?? "", query.get("status") ?? ""];
  const asked = new URLSearchParams({
    limit: "100",
    ...(q ? { q } : {}),
    ...(status ? { status } : {}),
  });
  const messages = useData<{ items: MessageView[] }>(`/api/messages?${asked}`, {
    live: ["message"],
  });
  // Read by itself: once decided it may leave the list that is shown.
  const opened = query.get("message");
  const open = useData<MessageView>(opened ? `/api/messages/${opened}` : undefined, {
    live: ["message"],
  });
  return (
    <>
      <Heading title={t.screens.library} about={t.library.about}>
        <StarterButton onDone={messages.reload} />
      </Heading>
      <Card>
        <div class="filters">
          <Field label={t.library.find} help={t.compose.whereFindHelp}>
            <input
              type="search"
              value={q}
              onInput={(e) => setQuery({ q: e.currentTarget.value })}
            />
          </Field>
          <Field label={t.library.status}>
            <select value={status} onChange={(e) => setQuery({ status: e.currentTarget.value })}>
              <option value="">{t.all}</option>
              {["pending", "approved", "rejected"].map((one) => (
                <option key={one} value={one}>
                  {t.statuses[one]}
                </option>
              ))}
            </select>
          </Field>
        </div>
      </Card>
      <Card>
        <Waiting data={messages} />
        {messages.value?.items.length === 0 ? <Empty title={t.library.none} /> : null}
        <ul class="list">
          {(messages.value?.items ?? []).map((message) => (
            <li key={message.id}>
              <button type="button" class="item" onClick={() => setQuery({ message: message.id })}>
                <span class="item-title">{message.title}</span>
                <span class="item-side">
                  <Badge tone={tones[message.status] ?? "plain"}>
                    {t.statuses[message.status] ?? message.status}
                  </Badge>
                  <span class="small muted">{message.themeName}</span>
                  {message.seconds === null ? null : (
                    <span class="small muted">{lengthText(message.seconds, t.length)}</span>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Card>
      {opened && open.value ? (
        <MessageDialog
          message={open.value}
          onChanged={open.reload}
          onClose={() => setQuery({ message: undefined })}
        />
      ) : null}
    </>
  );
}

/** The ten first bulletins, for a station that has none of its own yet. */
function StarterButton({ onDone }: { onDone: () => Promise<void> }) {
  const session = usePerson();
  if (!can(session, "library.start")) return null;
  // Where there is one commune they are its own: its approver may then approve what the administrator took.
  const [only, second] = session.communes;
  const body = only && !second ? { place: `c-${only.code}` } : {};
  const load = async () => {
    const made = await call<StarterReport>("/api/library/starter", { method: "POST", body });
    sayDone(t.starter.done(made.items.filter((one) => one.state === "made").length));
    await onDone();
  };
  return (
    <Act icon="plus" onAct={load}>
      {t.starter.load}
    </Act>
  );
}

interface MessageProps {
  readonly message: MessageView;
  readonly onChanged: () => Promise<void>;
  readonly onClose: () => void;
}

function MessageDialog({ message, onChanged, onClose }: MessageProps) {
  const session = usePerson();
  const [reason, setReason] = useState("");
  const own = message.author === session.person.id;
  const decides = message.status === "pending" && can(session, "message.approve") && !own;
  const orders = message.status === "approved" && can(session, "broadcast.write");
  const wish = useWishes().get(message.id);
  const reject = async () => {
    await call(`/api/messages/${message.id}/reject`, { method: "POST", body: { reason } });
    sayDone(t.library.rejected);
    onClose();
  };
  // A change, even to the same words, puts a draft before those who approve.
  const handIn = async () => {
    const { title, text } = message;
    const body = text === null ? { title } : { title, text, chime: "normal" };
    await call(`/api/messages/${message.id}`, { method: "PATCH", body, patience: 120_000 });
    sayDone(t.library.handedIn);
    await onChanged();
  };
  return (
    <Dialog
      title={message.title}
      onClose={onClose}
      foot={
        decides ? (
          <>
            <Act onAct={reject} disabled={reason.trim() === ""}>
              {t.library.reject}
            </Act>
            <ApproveButton message={message} wish={wish} onDone={onChanged} />
          </>
        ) : message.status === "draft" && own && can(session, "message.write") ? (
          <Act kind="main" icon="check" onAct={handIn}>
            {t.compose.send}
          </Act>
        ) : orders ? (
          <Act kind="main" icon="calendar" onAct={() => go("compose", { message: message.id })}>
            {t.library.order}
          </Act>
        ) : undefined
      }
    >
      <p class="item-side">
        <Badge tone={tones[message.status] ?? "plain"}>
          {t.statuses[message.status] ?? message.status}
        </Badge>
        <span class="muted">{message.themeName}</span>
      </p>
      {message.status === "pending" && own ? <p class="notice">{t.library.own}</p> : null}
      {wish ? <WishLine wish={wish} /> : null}
      {message.sha256 === null ? null : (
        <>
          <Wave peaks={message.peaks} />
          <audio controls preload="none" src={`/api/messages/${message.id}/audio`} />
        </>
      )}
      {message.spoken === null ? null : (
        <>
          <h3>{t.compose.hearAbout}</h3>
          <blockquote lang="vi">{message.spoken}</blockquote>
        </>
      )}
      <dl class="facts">
        <dt>{t.library.made}</dt>
        <dd class="number">{dateAndClock(ms(message.createdAt))}</dd>
        {message.seconds === null ? null : (
          <>
            <dt>{t.library.length}</dt>
            <dd>
              {lengthText(message.seconds, t.length)}
              {message.lufs === null ? "" : ` · ${t.compose.loudness(count(message.lufs))}`}
            </dd>
          </>
        )}
        {message.decisionReason ? (
          <>
            <dt>{t.library.reason}</dt>
            <dd>{message.decisionReason}</dd>
          </>
        ) : null}
      </dl>
      {decides ? (
        <Field label={t.library.reason} help={t.library.reasonHelp}>
          <input value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        </Field>
      ) : null}
    </Dialog>
  );
}
