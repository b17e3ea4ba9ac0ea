import { useState } from "preact/hooks";
import type { ClusterView, HamletView } from "../fleet/fleet-api.ts";
import { fold } from "../fleet/fold.ts";
import { boardState, isLongOffline, type State, shows } from "./board-state.ts";
import { ClusterDrawer, States, tones } from "./cluster-drawer.tsx";
import { ClusterMap } from "./cluster-map.tsx";
import { useData } from "./data.ts";
import { setQuery, usePlace } from "./navigate.tsx";
import { usePerson } from "./session.ts";
import { count } from "./station.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act, Badge, Card, Empty, Field, Waiting } from "./ui/parts.tsx";
import { words } from "./words-clusters.ts";

// What a slow computer draws at once beside a map of all.
const step = 100;
const states = ["online", "offline", "none"] as const;

export function Clusters() {
  const { query } = usePlace();
  const [q, wanted] = [query.get("q") ?? "", query.get("state") ?? ""];
  const data = useData<{ items: ClusterView[] }>("/api/clusters?limit=5000", {
    live: ["agent"],
    every: 30_000,
    keep: "clusters",
  });
  const hamlets = useData<{ items: HamletView[] }>("/api/hamlets?limit=5000");
  const [most, showMost] = useState(step);
  const now = Date.now();
  const all = data.value?.items ?? [];
  const shown = all.filter((one) => fold(one.name).includes(fold(q)) && shows(one, wanted, now));
  const open = all.find((one) => one.id === query.get("cluster"));
  return (
    <>
      <Heading title={t.screens.clusters} about={t.clustersPage.about} />
      <Waiting data={data} />
      <Card>
        <Sums all={all} now={now} />
        <Filters q={q} wanted={wanted} />
        <MapPart all={all} clusters={shown} hamlets={hamlets.value?.items ?? []} />
      </Card>
      <Card>
        {data.value && shown.length === 0 ? <Empty title={t.clustersPage.nothing} /> : null}
        {shown.length > 0 ? (
          <ClusterTable clusters={shown.slice(0, most)} hamlets={hamlets.value?.items ?? []} />
        ) : null}
        {shown.length > most ? (
          <div class="row">
            <Act onAct={() => showMost(most + step)}>{words.more}</Act>
            <span class="muted">{t.clustersPage.more(shown.length - most)}</span>
          </div>
        ) : null}
      </Card>
      {open ? (
        <ClusterDrawer
          cluster={open}
          onClose={() => setQuery({ cluster: undefined })}
          onChanged={data.reload}
        />
      ) : null}
    </>
  );
}

function Sums({ all, now }: { all: readonly ClusterView[]; now: number }) {
  const of = (word: State) => all.filter((one) => boardState(one) === word).length;
  const long = all.filter((one) => isLongOffline(one, now)).length;
  return (
    <p class="item-side" role="status">
      {states.map((word) => (
        <Badge key={word} tone={tones[word]}>
          {t.clustersPage.states[word]}: {count(of(word))}
        </Badge>
      ))}
      {long > 0 ? (
        <Badge tone="bad">
          {words.longOffline}: {count(long)}
        </Badge>
      ) : null}
    </p>
  );
}

const Filters = ({ q, wanted }: { q: string; wanted: string }) => (
  <div class="filters">
    <Field label={t.compose.whereFind} help={t.compose.whereFindHelp}>
      <input type="search" value={q} onInput={(e) => setQuery({ q: e.currentTarget.value })} />
    </Field>
    <Field label={t.clustersPage.state}>
      <select value={wanted} onChange={(e) => setQuery({ state: e.currentTarget.value })}>
        <option value="">{t.all}</option>
        {states.map((one) => (
          <option key={one} value={one}>
            {t.clustersPage.states[one]}
          </option>
        ))}
        <option value="long">{words.longOffline}</option>
      </select>
    </Field>
  </div>
);

interface Both {
  readonly clusters: readonly ClusterView[];
  readonly hamlets: readonly HamletView[];
}

/** On a telephone the list comes first: the map is drawn when somebody asks for it. */
function MapPart({ all, clusters, hamlets }: Both & { all: readonly ClusterView[] }) {
  const { query } = usePlace();
  const wide = matchMedia("(min-width: 900px)").matches;
  const shown = (query.get("map") ?? (wide ? "1" : "0")) === "1";
  return (
    <>
      <div class="row">
        <Act kind="quiet" onAct={() => setQuery({ map: shown ? "0" : "1" })}>
          {shown ? words.hideMap : words.showMap}
        </Act>
      </div>
      {shown ? (
        <ClusterMap
          all={all}
          clusters={clusters}
          hamlets={hamlets}
          onOpen={(cluster) => setQuery({ cluster })}
        />
      ) : null}
    </>
  );
}

function ClusterTable({ clusters, hamlets }: Both) {
  const { communes } = usePerson();
  const nameOf = new Map(hamlets.map((one) => [one.id as string, one.name]));
  const placeOf = (cluster: ClusterView): string =>
    [
      ...cluster.hamlets.map((one) => nameOf.get(one.hamlet) ?? one.hamlet),
      ...(communes.length > 1
        ? [communes.find((one) => one.code === cluster.commune)?.name ?? cluster.commune]
        : []),
    ].join(", ");
  return (
    <table class="clusters">
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.board}</th>
          <th scope="col">{words.place}</th>
        </tr>
      </thead>
      <tbody>
        {clusters.map((cluster) => (
          <tr key={cluster.id}>
            <th scope="row">
              <button type="button" class="item" onClick={() => setQuery({ cluster: cluster.id })}>
                <span class="item-title">{cluster.name}</span>
              </button>
            </th>
            <td>
              <span class="item-side">
                <States cluster={cluster} />
              </span>
            </td>
            <td class="small muted">{placeOf(cluster)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
