import type { MessageView } from "../message/message-api.ts";
import type { WishView } from "../schedule/wish-api.ts";
import { useData } from "./data.ts";
import { ApproveButton, useWishes, WishLine } from "./deciding.tsx";
import { Link } from "./navigate.tsx";
import { can, logOut, usePerson } from "./session.ts";
import { lengthText } from "./station.ts";
import { t } from "./text.ts";
import { Act, Badge, Card } from "./ui/parts.tsx";

/** As many as fit a telephone; the rest is in the library. */
const MOST = 3;

/** What waits for a second person: with its words, its sound, its place and its time, so that one press decides. */
export function Pending() {
  const session = usePerson();
  const pending = useData<{ items: MessageView[] }>(
    can(session, "message.read") ? "/api/messages?status=pending&limit=100" : undefined,
    { live: ["message"] },
  );
  const wishes = useWishes();
  const items = pending.value?.items ?? [];
  const own = items.filter((one) => one.author === session.person.id);
  const others = can(session, "message.approve") ? items.filter((one) => !own.includes(one)) : [];
  return (
    <>
      {others.slice(0, MOST).map((one) => (
        <Waits key={one.id} message={one} wish={wishes.get(one.id)} onDone={pending.reload} />
      ))}
      {others.length > MOST ? (
        <p class="notice">
          <Link to="library" query={{ status: "pending" }}>
            {t.pending.more(others.length - MOST)}
          </Link>
        </p>
      ) : null}
      {own.length > 0 ? <Own items={own} /> : null}
    </>
  );
}

interface WaitsProps {
  readonly message: MessageView;
  readonly wish: WishView | undefined;
  readonly onDone: () => Promise<void>;
}

const Waits = ({ message, wish, onDone }: WaitsProps) => (
  <Card title={message.title} side={<Badge tone="warn">{t.statuses["pending"]}</Badge>}>
    <p class="muted small">
      {message.themeName}
      {message.seconds === null ? "" : ` · ${lengthText(message.seconds, t.length)}`}
    </p>
    {message.spoken === null ? null : <blockquote lang="vi">{message.spoken}</blockquote>}
    {message.sha256 === null ? null : (
      <audio controls preload="none" src={`/api/messages/${message.id}/audio`} />
    )}
    {wish ? <WishLine wish={wish} /> : null}
    <div class="row">
      <ApproveButton message={message} wish={wish} onDone={onDone} />
      <Link to="library" query={{ message: message.id }} class="button quiet">
        {t.pending.look}
      </Link>
    </div>
  </Card>
);

/** Nobody approves their own: at a shared machine the next person logs in. */
const Own = ({ items }: { items: readonly MessageView[] }) => (
  <div class="notice">
    <div>
      <span>{t.pending.own(items.map((one) => `“${one.title}”`).join(", "))}</span>
      <Act icon="people" onAct={logOut}>
        {t.pending.change}
      </Act>
    </div>
  </div>
);
