import { useState } from "preact/hooks";
import type { ClusterView } from "../fleet/fleet-api.ts";
import { fold } from "../fleet/fold.ts";
import { call } from "./call.ts";
import { ClaimCode } from "./claim-code.tsx";
import { useData, useNow } from "./data.ts";
import { setQuery, usePlace } from "./navigate.tsx";
import { can, usePerson } from "./session.ts";
import { count, dateAndClock, lengthText, ms } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Heading } from "./ui/heading.tsx";
import { Act, Badge, Card, Empty, Field, type Tone, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";

type State = "online" | "offline" | "none";

/** Two things at once: whether the board is heard, and whether it has what it should play. */
export const boardState = ({ board }: Pick<ClusterView, "board">): State =>
  board === null ? "none" : board.online ? "online" : "offline";

const tones: Readonly<Record<State, Tone>> = { online: "good", offline: "bad", none: "plain" };
const most = 200;

export function Clusters() {
  const { query } = usePlace();
  const [q, state] = [query.get("q") ?? "", query.get("state") ?? ""];
  const data = useData<{ items: ClusterView[] }>("/api/clusters?limit=5000", {
    live: ["agent"],
    every: 30_000,
    keep: "clusters",
  });
  const all = data.value?.items ?? [];
  const shown = all
    .filter((one) => fold(one.name).includes(fold(q)))
    .filter((one) => state === "" || boardState(one) === state);
  const open = all.find((one) => one.id === query.get("cluster"));
  const of = (word: State) => all.filter((one) => boardState(one) === word).length;
  return (
    <>
      <Heading title={t.screens.clusters} about={t.clustersPage.about} />
      <Waiting data={data} />
      <Card>
        <p class="item-side" role="status">
          <Badge tone="good">
            {t.clustersPage.states.online}: {count(of("online"))}
          </Badge>
          <Badge tone="bad">
            {t.clustersPage.states.offline}: {count(of("offline"))}
          </Badge>
          <Badge tone="plain">
            {t.clustersPage.states.none}: {count(of("none"))}
          </Badge>
        </p>
        <div class="filters">
          <Field label={t.compose.whereFind} help={t.compose.whereFindHelp}>
            <input
              type="search"
              value={q}
              onInput={(e) => setQuery({ q: e.currentTarget.value })}
            />
          </Field>
          <Field label={t.clustersPage.state}>
            <select value={state} onChange={(e) => setQuery({ state: e.currentTarget.value })}>
              <option value="">{t.all}</option>
              {(["online", "offline", "none"] as const).map((one) => (
                <option key={one} value={one}>
                  {t.clustersPage.states[one]}
                </option>
              ))}
            </select>
          </Field>
        </div>
        {data.value && shown.length === 0 ? <Empty title={t.clustersPage.nothing} /> : null}
        <ul class="list">
          {shown.slice(0, most).map((cluster) => (
            <li key={cluster.id}>
              <ClusterLine cluster={cluster} />
            </li>
          ))}
        </ul>
        {shown.length > most ? (
          <p class="muted">{t.clustersPage.more(shown.length - most)}</p>
        ) : null}
      </Card>
      {open ? (
        <ClusterDialog
          cluster={open}
          onClose={() => setQuery({ cluster: undefined })}
          onChanged={data.reload}
        />
      ) : null}
    </>
  );
}

function ClusterLine({ cluster }: { cluster: ClusterView }) {
  const word = boardState(cluster);
  const { board } = cluster;
  return (
    <button type="button" class="item" onClick={() => setQuery({ cluster: cluster.id })}>
      <span class="item-title">{cluster.name}</span>
      <span class="item-side">
        <Badge tone={tones[word]}>{t.clustersPage.states[word]}</Badge>
        {board ? (
          <Badge tone={board.armed >= board.wanted ? "good" : "warn"}>
            {t.clustersPage.armed(board.armed, board.wanted)}
          </Badge>
        ) : null}
        {cluster.exercise ? <Badge tone="warn">{t.clustersPage.exercise}</Badge> : null}
        {cluster.measurable ? null : <Badge tone="plain">{t.clustersPage.blind}</Badge>}
      </span>
    </button>
  );
}

interface DialogProps {
  readonly cluster: ClusterView;
  readonly onClose: () => void;
  readonly onChanged: () => Promise<void>;
}

function ClusterDialog({ cluster, onClose, onChanged }: DialogProps) {
  const session = usePerson();
  const now = useNow(5_000);
  const { board } = cluster;
  const word = boardState(cluster);
  return (
    <Dialog title={cluster.name} onClose={onClose}>
      <p class="item-side">
        <Badge tone={tones[word]}>{t.clustersPage.states[word]}</Badge>
        <span class="muted">{t.clustersPage.kinds[cluster.kind] ?? cluster.kind}</span>
      </p>
      {board ? (
        <dl class="facts">
          <dt>{t.clustersPage.seen}</dt>
          <dd class="number">
            {board.seenAt === null
              ? t.clustersPage.never
              : `${dateAndClock(ms(board.seenAt))} (${t.clustersPage.ago(
                  lengthText(Math.max(0, now - ms(board.seenAt)) / 1_000, t.length),
                )})`}
          </dd>
          <dt>{t.clustersPage.audio}</dt>
          <dd>{t.clustersPage.armed(board.armed, board.wanted)}</dd>
          <dt>{t.clustersPage.outbox}</dt>
          <dd>{count(board.outbox)}</dd>
          <dt>{t.clustersPage.version}</dt>
          <dd>{board.version ?? "–"}</dd>
        </dl>
      ) : (
        <p class="muted">{t.clustersPage.noBoard}</p>
      )}
      {can(session, "cluster.write") ? <Volume cluster={cluster} onChanged={onChanged} /> : null}
      {can(session, "agent.write") ? (
        <ClaimCode cluster={cluster.id} again={board !== null} />
      ) : null}
    </Dialog>
  );
}

/** One level for the whole day, in decibels about the usual one. */
function Volume({ cluster, onChanged }: Omit<DialogProps, "onClose">) {
  const before = cluster.volume[0]?.gain ?? 0;
  const [gain, set] = useState(before);
  const save = async () => {
    const volume = [{ start: 0, gain }];
    await call(`/api/clusters/${cluster.id}`, { method: "PATCH", body: { volume } });
    await onChanged();
    sayDone(t.clustersPage.volumeDone);
  };
  return (
    <section class="stack">
      <Field label={t.clustersPage.volume} help={t.clustersPage.volumeHelp(gain)}>
        <input
          type="range"
          min={-30}
          max={6}
          step={1}
          value={gain}
          onInput={(event) => set(Number(event.currentTarget.value))}
        />
      </Field>
      <div class="row">
        <Act disabled={gain === before} onAct={save}>
          {t.save}
        </Act>
      </div>
    </section>
  );
}
