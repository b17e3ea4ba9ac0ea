import { communeScope } from "../../contract/ids.ts";
import type { CarriedItem, Succession } from "../fleet/succession.ts";
import type { LexiconTable } from "../store/library-tables.ts";
import type { MessageTable } from "../store/tables.ts";

type Waiting = Pick<MessageTable, "id" | "title" | "status" | "place">;

const kinds: Readonly<Record<string, string>> = {
  pending: "message-pending",
  draft: "message-draft",
  rejected: "message-returned",
};

/** Messages that nobody approved yet; they go on at the successor, and their author and content stay. */
export const movedMessages = (waiting: readonly Waiting[], into: string): readonly CarriedItem[] =>
  waiting.map(({ id, title, status, place }) => ({
    kind: kinds[status] ?? status,
    id,
    name: title,
    from: place.slice(2),
    fate: "moved",
    was: { place },
    is: { place: into },
  }));

/** What was approved is history of the place that approved it (royalties, reports); the successor reads and airs it. */
export const keptMessages = (
  counts: readonly { readonly place: string; readonly count: number }[],
): readonly CarriedItem[] =>
  counts.map(({ place, count }) => ({
    ...{ kind: "message", id: place, name: "", from: place.slice(2), count },
    fate: "kept",
  }));

export interface MovedTerm {
  readonly row: LexiconTable;
  readonly moves: boolean;
}

/** Readings of terms that the successor has none of; of two that come along the first counts. */
export function movedTerms(
  rows: readonly LexiconTable[],
  ending: readonly string[],
  into: string,
): readonly MovedTerm[] {
  const known = new Set(rows.filter(({ place }) => place === into).map(({ folded }) => folded));
  return rows
    .filter(({ place }) => ending.includes(place))
    .map((row) => {
      const moves = !known.has(row.folded);
      known.add(row.folded);
      return { row, moves };
    });
}

export const termItem = ({ row, moves }: MovedTerm, into: string): CarriedItem => ({
  kind: "term",
  id: row.id,
  name: `${row.term} → ${row.reading}`,
  from: row.place.slice(2),
  was: { place: row.place },
  ...(moves ? { fate: "moved", is: { place: into } } : { fate: "left", why: "has-own" }),
});

export const scopesIn = ({ into, ending }: Succession) =>
  into === undefined
    ? undefined
    : {
        into: communeScope(into) as string,
        ending: ending.map((code): string => communeScope(code)),
      };
