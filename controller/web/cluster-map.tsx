import { useEffect, useRef, useState } from "preact/hooks";
import type { ClusterView, HamletView } from "../fleet/fleet-api.ts";
import type { OutlineList } from "../fleet/outline-api.ts";
import type { CoverageView } from "../reach/coverage-api.ts";
import type { ReachView } from "../reach/reach-api.ts";
import type { State } from "./board-state.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { HamletList, ProofLegend } from "./hamlet-list.tsx";
import { shownHamlets } from "./hamlet-proof.ts";
import { can, usePerson } from "./session.ts";
import { t } from "./text.ts";
import { words } from "./words-clusters.ts";

type Drawing = Awaited<ReturnType<typeof load>>;
const load = async () => (await import("./map-drawing.ts")).drawMap;

interface MapProps {
  readonly all: readonly ClusterView[];
  /** Those of the list, which may be narrowed. */
  readonly clusters: readonly ClusterView[];
  readonly hamlets: readonly HamletView[];
  readonly onOpen: (cluster: string) => void;
}

const signs: Readonly<Record<State, string>> = { online: "●", offline: "▲", none: "○" };

/** The same clusters as in the list, where they stand. No ground below it: nothing is asked of anybody else. */
export function ClusterMap({ all, clusters, hamlets, onOpen }: MapProps) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<ReturnType<Drawing>>(undefined);
  const open = useRef(onOpen);
  open.current = onOpen;
  const [wrong, fail] = useState(false);
  const [ready, set] = useState(false);
  const placed = clusters.filter((one) => one.latitude !== null && one.longitude !== null);
  const empty = placed.length === 0;
  const communes = [...new Set(placed.map((one) => one.commune))];
  // A model of a commune is asked for; a whole province would be too many questions and too many circles.
  const [only, second] = communes;
  const one = second === undefined ? only : undefined;
  const asked = can(usePerson(), "reach.read") ? one : undefined;
  const coverage = useData<CoverageView>(asked && "/api/reach/coverage", {
    load: (path) => call(path, { method: "POST", body: { commune: asked } }),
  });
  const circles = coverage.value;
  const outlines = useData<OutlineList>(one && `/api/hamlet-outlines?commune=${one}`);
  const reach = useData<ReachView>(asked && `/api/reach?commune=${asked}`);
  const shown = shownHamlets({
    hamlets: hamlets.filter(({ commune }) => communes.includes(commune)),
    ...{ clusters: all, outlines: outlines.value, coverage: circles, reach: reach.value },
  });
  useEffect(() => {
    if (empty) return undefined;
    let gone = false;
    load().then(
      (draw) => {
        if (gone || !box.current) return;
        drawn.current = draw(box.current, (cluster) => open.current(cluster));
        set(true);
      },
      () => fail(true),
    );
    return () => {
      gone = true;
      drawn.current?.remove();
      drawn.current = undefined;
      set(false);
    };
  }, [empty]);
  useEffect(() => {
    if (ready) drawn.current?.show(placed, shown, circles);
  });
  if (empty) return <p class="muted">{words.mapNobody}</p>;
  if (wrong) return <p class="notice warn">{words.mapWrong}</p>;
  const told = one !== undefined && shown.length > 0;
  return (
    <figure class="map-figure">
      <section class="map" ref={box} aria-label={words.mapAbout} />
      <figcaption class="pips small">
        <strong>{words.legend}</strong>
        {(["online", "offline", "none"] as const).map((state) => (
          <span key={state} class={`sign ${state}`}>
            <span aria-hidden="true">{signs[state]}</span> {t.clustersPage.states[state]}
          </span>
        ))}
        {circles ? <span class="muted">◌ {words.coverage}</span> : null}
        {told ? <ProofLegend /> : null}
        {clusters.length > placed.length ? (
          <span class="muted">{words.mapMissing(clusters.length - placed.length)}</span>
        ) : null}
      </figcaption>
      {told ? <HamletList hamlets={shown} /> : null}
    </figure>
  );
}
