import type { ClusterView, CommuneView } from "../fleet/fleet-api.ts";
import type { TallyView } from "../playlog/playlog-api.ts";
import type { InboxItem } from "../schedule/inbox-api.ts";
import type { MustPlayItem } from "../schedule/must-play-api.ts";
import { boardState } from "./board-state.ts";

/** A must-play item in one commune that has not played it everywhere. */
export interface OpenItem {
  readonly item: MustPlayItem;
  readonly left: MustPlayItem["communes"][number];
}

export interface CommuneLine {
  readonly commune: CommuneView;
  readonly clusters: number;
  readonly online: number;
  readonly outcomes: TallyView["items"];
  readonly open: readonly OpenItem[];
  /** `[state, items]` of what the province offered. */
  readonly offers: readonly (readonly [string, number])[];
  /** The same one by one. */
  readonly offered: readonly InboxItem[];
}

export interface CommuneFacts {
  readonly clusters: readonly ClusterView[];
  readonly tally: TallyView["items"];
  readonly mustPlay: readonly MustPlayItem[];
  readonly inbox: readonly InboxItem[];
}

const states = ["waiting", "declined", "accepted", "withdrawn"];

/** One line for each commune; those with most open must-play items first, then by name. */
export function communeLines(
  communes: readonly CommuneView[],
  { clusters, tally, mustPlay, inbox }: CommuneFacts,
): CommuneLine[] {
  const of = <T extends { readonly commune: string }>(all: readonly T[], code: string): T[] =>
    all.filter((one) => one.commune === code);
  const lines = communes.map((commune) => {
    const own = of(clusters, commune.code);
    const offered = of(inbox, commune.code);
    return {
      commune,
      clusters: own.length,
      online: own.filter((one) => boardState(one) === "online").length,
      outcomes: of(tally, commune.code),
      open: mustPlay.flatMap((item) =>
        of(item.communes, commune.code).map((left) => ({ item, left })),
      ),
      offers: states
        .map((state) => [state, offered.filter((one) => one.state === state).length] as const)
        .filter(([, items]) => items > 0),
      offered,
    };
  });
  return lines.sort(
    (a, b) => b.open.length - a.open.length || a.commune.name.localeCompare(b.commune.name, "vi"),
  );
}
