import { useMemo, useState } from "preact/hooks";
import type { ClusterView, HamletView } from "../fleet/fleet-api.ts";
import { fold } from "../fleet/fold.ts";
import { useData } from "./data.ts";
import { type Chosen, type CommuneNode, choose, reachable, stateOf, treeOf } from "./place-tree.ts";
import { usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Field } from "./ui/parts.tsx";

export interface Places {
  readonly tree: readonly CommuneNode[];
  readonly ready: boolean;
}

export function usePlaces(): Places {
  const { communes } = usePerson();
  const hamlets = useData<{ items: HamletView[] }>("/api/hamlets?limit=5000");
  const clusters = useData<{ items: ClusterView[] }>("/api/clusters?limit=5000", {
    live: ["agent"],
  });
  const tree = useMemo(
    () => treeOf(communes, hamlets.value?.items ?? [], clusters.value?.items ?? []),
    [communes, hamlets.value, clusters.value],
  );
  return { tree, ready: hamlets.value !== undefined && clusters.value !== undefined };
}

interface PickerProps {
  readonly places: Places;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

/** Communes, hamlets and clusters as nested check boxes; a box of a place stands for all that lies in it. */
export function PlacePicker({ places, chosen, onChoose }: PickerProps) {
  const [find, setFind] = useState("");
  const words = fold(find);
  const hit = (name: string) => words === "" || fold(name).includes(words);
  if (places.ready && places.tree.length === 0) return <p class="muted">{t.compose.noClusters}</p>;
  const many = places.tree.flatMap((one) => one.clusters).length > 8;
  return (
    <>
      {many ? (
        <Field label={t.compose.whereFind} help={t.compose.whereFindHelp}>
          <input type="search" value={find} onInput={(e) => setFind(e.currentTarget.value)} />
        </Field>
      ) : null}
      <ul class="tree">
        {places.tree.map((commune) => (
          <li key={commune.code}>
            <Box
              label={t.compose.whereAll(commune.name)}
              clusters={commune.clusters}
              chosen={chosen}
              onChoose={onChoose}
            />
            <ul>
              {commune.hamlets
                .filter((one) => one.clusters.length > 0)
                .filter((one) => hit(one.name) || one.clusters.some((each) => hit(each.name)))
                .map((hamlet) => (
                  <li key={hamlet.id}>
                    <Box
                      label={hamlet.name}
                      more={t.households(hamlet.households)}
                      clusters={hamlet.clusters}
                      chosen={chosen}
                      onChoose={onChoose}
                    />
                    <ul>
                      {hamlet.clusters.map((cluster) => (
                        <li key={cluster.id}>
                          <Box
                            label={cluster.name}
                            more={cluster.board?.online ? "" : `▲ ${t.offline}`}
                            clusters={[cluster]}
                            chosen={chosen}
                            onChoose={onChoose}
                          />
                        </li>
                      ))}
                    </ul>
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
      <Sum places={places} chosen={chosen} />
    </>
  );
}

function Sum({ places, chosen }: Omit<PickerProps, "onChoose">) {
  const sum = reachable(places.tree, chosen);
  const parts = [
    t.compose.whereSum(sum.clusters, sum.households),
    sum.offline > 0 ? t.compose.whereOffline(sum.offline) : "",
    sum.unmeasurable > 0 ? t.compose.whereBlind(sum.unmeasurable) : "",
  ].filter(Boolean);
  return (
    <p class="notice" role="status">
      {sum.clusters === 0 ? t.compose.whereNone : parts.join(" · ")}
    </p>
  );
}

interface BoxProps extends Omit<PickerProps, "places"> {
  readonly label: string;
  readonly more?: string;
  readonly clusters: readonly ClusterView[];
}

function Box({ label, more, clusters, chosen, onChoose }: BoxProps) {
  const state = stateOf(clusters, chosen);
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={state === "all"}
        ref={(box) => {
          if (box) box.indeterminate = state === "some";
        }}
        onChange={(event) => onChoose(choose(chosen, clusters, event.currentTarget.checked))}
      />
      <span>
        {label} {more ? <span class="muted small">{more}</span> : null}
      </span>
    </label>
  );
}
