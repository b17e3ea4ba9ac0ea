import { useState } from "preact/hooks";
import type { ClusterView } from "../fleet/fleet-api.ts";
import type { TallyView } from "../playlog/playlog-api.ts";
import type { InboxItem } from "../schedule/inbox-api.ts";
import type { MustPlayList } from "../schedule/must-play-api.ts";
import { toneOf } from "./airing.ts";
import { type CommuneLine, communeLines, type OpenItem } from "./commune-lines.ts";
import { useData, useNow } from "./data.ts";
import { Link } from "./navigate.tsx";
import { Declined, Pushed } from "./province-items.tsx";
import { Push } from "./province-push.tsx";
import { canAt, usePerson } from "./session.ts";
import { dateAndClock, dateText, dayOf, isoAt, ms } from "./station.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act, Badge, Card, Empty, Waiting } from "./ui/parts.tsx";
import { words } from "./words-province.ts";

const SLOW = 60_000;

/** Communes beside each other, those with open must-play items first. */
export function Province() {
  const session = usePerson();
  const { communes } = session;
  const [pushing, push] = useState(false);
  const orders = communes.filter(({ province }) =>
    canAt(session, "broadcast.order", `p-${province}`),
  );
  const day = dayOf(useNow(SLOW));
  const window = new URLSearchParams({ from: isoAt(day, 0), to: isoAt(day + 1, 0) });
  const fleet = useData<{ items: ClusterView[] }>("/api/clusters?limit=5000", {
    live: ["agent"],
    every: SLOW,
  });
  const tally = useData<TallyView>(`/api/play-log/communes?${window}`, { live: ["outcome"] });
  const must = useData<MustPlayList>("/api/must-play", { live: ["broadcast", "outcome"] });
  const inbox = useData<{ items: InboxItem[] }>("/api/inbox?state=all", { live: ["broadcast"] });
  const lines = communeLines(communes, {
    clusters: fleet.value?.items ?? [],
    tally: tally.value?.items ?? [],
    mustPlay: must.value?.items ?? [],
    inbox: inbox.value?.items ?? [],
  });
  const all = [fleet, tally, must, inbox];
  const slow = all.find((one) => one.value === undefined) ?? all.find((one) => one.problem);
  return (
    <>
      <Heading title={t.screens.province} about={words.about}>
        {orders.length > 0 ? (
          <Act kind="main" icon="plus" onAct={() => push(true)}>
            {words.push}
          </Act>
        ) : null}
      </Heading>
      <Card title={dateText(day)}>
        {slow ? <Waiting data={slow} /> : null}
        {lines.length === 0 ? <Empty title={words.none} /> : null}
        {lines.length > 0 && all.every((one) => one.value) ? <Table lines={lines} /> : null}
      </Card>
      <Pushed items={must.value?.items ?? []} />
      {pushing ? <Push communes={orders} onClose={() => push(false)} onDone={must.reload} /> : null}
    </>
  );
}

const Table = ({ lines }: { lines: readonly CommuneLine[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
  <section class="scroll" tabIndex={0} aria-label={t.screens.province}>
    <table class="stacked">
      <thead>
        <tr>
          {[words.commune, words.online, words.today, words.mustPlay, words.inbox].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Row key={line.commune.code} line={line} />
        ))}
      </tbody>
    </table>
  </section>
);

const None = () => <span class="muted">{words.nothing}</span>;

function Row({ line }: { line: CommuneLine }) {
  const { commune, clusters, online, outcomes, open, offers, offered } = line;
  return (
    <tr>
      <th scope="row">
        <Link to="play-log" query={{ commune: commune.code }}>
          {commune.name}
        </Link>
      </th>
      <td class="number" data-name={words.online}>
        {words.of(online, clusters)}
      </td>
      <td data-name={words.today}>
        {outcomes.length === 0 ? <None /> : null}
        <span class="item-side">
          {outcomes.map(({ outcome, plays }) => (
            <Badge key={outcome} tone={toneOf(outcome)}>
              {words.tally(plays, t.words[outcome] ?? outcome)}
            </Badge>
          ))}
        </span>
      </td>
      <td data-name={words.mustPlay}>
        {open.length === 0 ? <None /> : null}
        {open.map((one) => (
          <Open key={one.item.occurrence} one={one} />
        ))}
      </td>
      <td data-name={words.inbox}>
        {offers.length === 0 ? <None /> : null}
        {offers.map(([state, items]) => (
          <div key={state}>{words.tally(items, words.states[state] ?? state)}</div>
        ))}
        <Declined items={offered} />
      </td>
    </tr>
  );
}

/** Which item, how many clusters are left, until when, and why. */
function Open({ one: { item, left } }: { one: OpenItem }) {
  const when = dateAndClock(ms(item.deadline));
  return (
    <div>
      <strong>{item.title}</strong>
      <div class="small number">
        {words.open(left.waiting, left.notPlayed + left.partly)} ·{" "}
        {item.over ? words.over(when) : words.until(when)}
      </div>
      {left.reasons.map(({ reason, text, clusters }) => (
        <div key={reason} class="small">
          {words.reason(text, clusters)}
        </div>
      ))}
    </div>
  );
}
