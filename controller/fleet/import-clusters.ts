import type { ClusterHamletTable, ClusterTable } from "../store/tables.ts";
import { relink, type Share, validOn } from "./fleet.ts";
import { fold } from "./fold.ts";
import {
  agree,
  type Fail,
  firstOf,
  hamletKey,
  type Known,
  keyed,
  type Naming,
  naming,
  open,
  type State,
  stateOf,
  tallyOf,
} from "./import-naming.ts";
import type { ImportRow } from "./import-rows.ts";

const clusterKey = (row: ImportRow): string | undefined =>
  row.clusterId ?? (row.cluster === undefined ? undefined : `${row.commune} ${fold(row.cluster)}`);

const clusterFields = [
  ["cluster", "Cụm loa"],
  ["kind", "Loại"],
  ["latitude", "Vĩ độ"],
  ["longitude", "Kinh độ"],
  ["tags", "Nhãn"],
] as const;

/** The clusters of a sheet and the hamlets that they serve. */
export function clustersOf(
  rows: readonly ImportRow[],
  hamletIds: ReadonlyMap<string, string>,
  known: Known,
  day: string,
  fail: Fail,
) {
  const out: ClusterTable[] = [];
  const links: ClusterHamletTable[] = [];
  const states: State[] = [];
  const how: Naming<ClusterTable> = {
    known: known.clusters,
    taken: new Set(known.clusters.map((one) => one.id)),
    day,
    fail,
    id: { key: "clusterId", column: "Mã cụm" },
    name: { key: "cluster", column: "Cụm loa" },
    what: "Cụm loa",
  };
  for (const its of keyed(rows, clusterKey).values()) {
    for (const [field, column] of clusterFields) agree(its, field, column, fail);
    const named = naming(its, how);
    if (!named) continue;
    const { id, name, old } = named;
    const row = clusterRow(id, name, its, old, day);
    const served = known.links.filter((one) => one.cluster === id);
    const relinked = relink(served, id, wanted(its, hamletIds, served, day), day);
    const written = JSON.stringify(old) !== JSON.stringify(row);
    states.push(stateOf(old, written || relinked.length > 0));
    if (written) out.push(row);
    links.push(...relinked);
  }
  return { rows: out, links, tally: tallyOf(states) };
}

/** A sheet that names no hamlet for a cluster leaves its hamlets as they are. */
function wanted(
  rows: readonly ImportRow[],
  hamletIds: ReadonlyMap<string, string>,
  served: readonly ClusterHamletTable[],
  day: string,
): Share[] {
  const now = served.filter((one) => validOn(one, day));
  const named = rows.flatMap((row) => {
    const hamlet = hamletIds.get(hamletKey(row) ?? "");
    const old = now.find((one) => one.hamlet === hamlet);
    return hamlet === undefined ? [] : [{ hamlet, share: row.share ?? old?.share ?? 1 }];
  });
  return (named.length > 0 ? named : now).map(({ hamlet, share }) => ({
    hamlet: hamlet as never,
    share,
  }));
}

function clusterRow(
  id: string,
  name: string,
  rows: readonly ImportRow[],
  old: ClusterTable | undefined,
  day: string,
): ClusterTable {
  const tags = firstOf(rows, "tags");
  const base = old ?? {
    id,
    commune: (rows[0] as ImportRow).commune,
    name,
    folded: fold(name),
    kind: "ip",
    latitude: null,
    longitude: null,
    tags: "[]",
    exercise: 0,
    volume: "[]",
    data_plan: null,
    keeps_time: null,
    local_input: null,
    ...open(day),
  };
  return {
    ...base,
    name,
    folded: fold(name),
    kind: firstOf(rows, "kind") ?? base.kind,
    latitude: firstOf(rows, "latitude") ?? base.latitude,
    longitude: firstOf(rows, "longitude") ?? base.longitude,
    tags: tags ? JSON.stringify(tags) : base.tags,
  };
}
