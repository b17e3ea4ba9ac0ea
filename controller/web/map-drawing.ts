import "leaflet/dist/leaflet.css";
import {
  Canvas,
  type CanvasLayer,
  circle,
  circleMarker,
  control,
  layerGroup,
  map as newMap,
  type Position,
  polygon,
  tooltip,
} from "leaflet/dist/leaflet-src.esm.js";
import type { ClusterView } from "../fleet/fleet-api.ts";
import type { CoverageView } from "../reach/coverage-api.ts";
import { boardState, type State } from "./board-state.ts";
import type { Outline, Proof, ShownHamlet } from "./hamlet-proof.ts";
import { outlineLook } from "./outline-look.ts";
import { t } from "./text.ts";
import { words } from "./words-clusters.ts";
import { words as hamletWords } from "./words-hamlets.ts";

export interface Drawn {
  /** `coverage`: how far each is heard by the model, where it was computed. */
  show(
    clusters: readonly ClusterView[],
    hamlets: readonly ShownHamlet[],
    coverage: CoverageView | undefined,
  ): void;
  remove(): void;
}

/** Never colour alone: who is heard is a disc, who is lost a triangle, who has no board a ring. */
const Marks = Canvas.extend({
  _updateCircle(this: Canvas, layer: CanvasLayer) {
    if (layer.options["mark"] !== "offline") {
      Canvas.prototype._updateCircle.call(this, layer);
      return;
    }
    if (!this._drawing || layer._empty()) return;
    const { x, y } = layer._point;
    const size = 8;
    this._ctx.beginPath();
    this._ctx.moveTo(x, y - size);
    this._ctx.lineTo(x + size, y + size * 0.75);
    this._ctx.lineTo(x - size, y + size * 0.75);
    this._ctx.closePath();
    this._fillStroke(this._ctx, layer);
  },
});

const colours: Readonly<Record<State, string>> = {
  online: "--good",
  offline: "--bad",
  none: "--muted",
};

const positionOf = ({ latitude, longitude }: ClusterView): Position => [
  latitude as number,
  longitude as number,
];

export function drawMap(box: HTMLElement, onOpen: (cluster: string) => void): Drawn {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = newMap(box, {
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0.25,
    maxZoom: 18,
    minZoom: 4,
    zoomAnimation: !calm,
    fadeAnimation: false,
    renderer: new Marks({ padding: 0.3 }),
  });
  control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  control.scale({ imperial: false }).addTo(map);
  const areas = layerGroup().addTo(map);
  const marks = layerGroup().addTo(map);
  const names = layerGroup().addTo(map);
  let shownAt = "";

  const heard = () => ({
    color: getComputedStyle(box).getPropertyValue("--main").trim(),
    weight: 1,
    dashArray: "4 4",
    fillOpacity: 0.08,
    interactive: false,
  });

  function area(name: string, proof: Proof, outline: Outline): void {
    const colour = getComputedStyle(box).getPropertyValue("--text").trim();
    for (const rings of outline) {
      polygon(rings.map(positions), outlineLook(proof, colour))
        .bindTooltip(`${name} · ${hamletWords.proofs[proof]}`, { sticky: true })
        .addTo(areas);
    }
  }

  function mark(cluster: ClusterView): void {
    const state = boardState(cluster);
    const colour = getComputedStyle(box).getPropertyValue(colours[state]).trim();
    const behind = cluster.board?.plan === "behind";
    circleMarker(positionOf(cluster), {
      radius: 7,
      mark: state,
      color: colour,
      weight: behind ? 4 : 2,
      opacity: behind ? 0.6 : 1,
      fillColor: colour,
      fillOpacity: state === "none" ? 0 : 0.85,
    })
      .bindTooltip(`${cluster.name} · ${t.clustersPage.states[state]}`)
      .on("click", () => onOpen(cluster.id))
      .addTo(marks);
  }

  return {
    show: (clusters, hamlets, coverage) => {
      areas.clearLayers();
      marks.clearLayers();
      names.clearLayers();
      for (const { name, proof, outline } of hamlets) if (outline) area(name, proof, outline);
      for (const { geometry, properties } of coverage?.features ?? []) {
        const [x = 0, y = 0] = geometry.coordinates;
        circle([y, x], { ...heard(), radius: properties.radius }).addTo(marks);
      }
      for (const cluster of clusters) mark(cluster);
      for (const { name, at } of namedPlaces(clusters, hamlets)) {
        tooltip({ permanent: true, direction: "bottom", offset: [0, 8], className: "map-name" })
          .setLatLng(at)
          .setContent(name)
          .addTo(names);
      }
      const drawn = hamlets.filter(({ outline }) => outline !== undefined);
      const all = [
        ...clusters.map(positionOf),
        ...drawn.flatMap(({ outline = [] }) => outline.flat().flatMap(positions)),
      ];
      // Only other clusters or outlines move the view; news about the same ones does not.
      const key = [...clusters, ...drawn].map((one) => one.id).join(" ");
      if (key !== shownAt) map.fitBounds(all, { padding: [36, 36], maxZoom: 16 });
      shownAt = key;
    },
    remove: () => void map.remove(),
  };
}

const MOST_NAMES = 40;

/** GeoJSON says longitude first, a map latitude. */
const positions = (ring: Outline[number][number]): Position[] =>
  ring.map(([x = 0, y = 0]): Position => [y, x]);

/** Names of hamlets in the middle of their outline, else of their clusters: with no ground below, they say where one looks. */
function namedPlaces(clusters: readonly ClusterView[], hamlets: readonly ShownHamlet[]) {
  if (hamlets.length > MOST_NAMES) return [];
  return hamlets.flatMap(({ id, name, outline }) => {
    const mine = clusters.filter((one) => one.hamlets.some((served) => served.hamlet === id));
    const border = outline?.[0]?.[0];
    const spots = border ? positions(border.slice(1)) : mine.map(positionOf);
    if (spots.length === 0) return [];
    const middle = (of: (at: Position) => number) =>
      spots.reduce((sum, one) => sum + of(one), 0) / spots.length;
    return [{ name, at: [middle((at) => at[0]), middle((at) => at[1])] as const }];
  });
}
