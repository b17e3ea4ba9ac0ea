import { useMemo, useState } from "preact/hooks";
import type { ClusterView, HamletView } from "../fleet/fleet-api.ts";
import { fold } from "../fleet/fold.ts";
import { useData } from "./data.ts";
import { type Chosen, type CommuneNode, choose, reachable, stateOf, treeOf } from "./place-tree.ts";
import { usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Field } from "./ui/parts.tsx";
import { Tree, Twig } from "./ui/tree.tsx";

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

const MOST_LINES = 150;

interface PickerProps {
  readonly places: Places;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

/** Communes, hamlets and clusters as a tree; a place stands for all that lies in it. */
export function PlacePicker({ places, chosen, onChoose }: PickerProps) {
  const [find, setFind] = useState("");
  const words = fold(find);
  const hit = (name: string) => words === "" || fold(name).includes(words);
  if (places.ready && places.tree.length === 0) return <p class="muted">{t.compose.noClusters}</p>;
  const pick = { chosen, onChoose };
  const clusters = places.tree.flatMap((one) => one.clusters).length;
  const many = clusters > 8;
  // A province's tree has thousands of lines: its communes stand there, and below them what is looked for or partly chosen.
  const whole = clusters <= MOST_LINES || words !== "";
  return (
    <>
      {many ? (
        <Field
          label={t.compose.whereFind}
          help={whole ? t.compose.whereFindHelp : t.compose.whereFindMore}
        >
          <input type="search" value={find} onInput={(e) => setFind(e.currentTarget.value)} />
        </Field>
      ) : null}
      <Tree label={t.compose.where}>
        {places.tree.flatMap((commune) => [
          <Branch
            {...pick}
            key={commune.code}
            label={t.compose.whereAll(commune.name)}
            level={1}
            clusters={commune.clusters}
          />,
          ...commune.hamlets
            .filter((one) => one.clusters.length > 0)
            .filter(() => whole || stateOf(commune.clusters, chosen) === "some")
            .filter((one) => hit(one.name) || one.clusters.some((each) => hit(each.name)))
            .flatMap((hamlet) => [
              <Branch
                {...pick}
                key={hamlet.id}
                label={hamlet.name}
                more={t.households(hamlet.households)}
                level={2}
                clusters={hamlet.clusters}
              />,
              ...hamlet.clusters.map((cluster) => (
                <Branch
                  {...pick}
                  key={`${hamlet.id} ${cluster.id}`}
                  label={cluster.name}
                  more={cluster.board?.online ? "" : `▲ ${t.offline}`}
                  level={3}
                  clusters={[cluster]}
                />
              )),
            ]),
        ])}
      </Tree>
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

interface BranchProps extends Omit<PickerProps, "places"> {
  readonly label: string;
  readonly more?: string;
  readonly level: 1 | 2 | 3;
  readonly clusters: readonly ClusterView[];
}

function Branch({ label, more, level, clusters, chosen, onChoose }: BranchProps) {
  const state = stateOf(clusters, chosen);
  const toggle = () => onChoose(choose(chosen, clusters, state !== "all"));
  return (
    <Twig level={level} checked={state === "some" ? "mixed" : state === "all"} onToggle={toggle}>
      <span class="tick" aria-hidden="true">
        {state === "all" ? "✓" : state === "some" ? "–" : ""}
      </span>
      <span>
        {label} {more ? <span class="muted small">{more}</span> : null}
      </span>
    </Twig>
  );
}
