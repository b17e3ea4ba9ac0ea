import type { HamletOutlineTable, PlaceMoveTable } from "../store/place-migrations.ts";
import type {
  ClusterHamletTable,
  ClusterTable,
  CommuneTable,
  HamletFigureTable,
  HamletTable,
} from "../store/tables.ts";
import { type Changes, noChanges, validOn } from "./fleet.ts";

/*
 * Places merge and split on a day. What is closed stays with its dates, what moves leaves a line that says where it lay, so figures
 * of the time before are computed as before; households and people are the same in sum before and after.
 */

export interface Moving {
  readonly into: CommuneTable;
  /** Those that end; `into` may be one of the old ones and then is not among them. */
  readonly ending: readonly CommuneTable[];
  readonly hamlets: readonly HamletTable[];
  readonly clusters: readonly ClusterTable[];
  readonly moves: readonly PlaceMoveTable[];
  readonly day: string;
}

/** All that is open in the ending communes comes to the new one, with its id, its figures and its links. */
export function mergedCommunes({ into, ending, hamlets, clusters, moves, day }: Moving): Changes {
  const codes = new Set(ending.map(({ code }) => code));
  const coming = <T extends HamletTable | ClusterTable>(rows: readonly T[]): T[] =>
    rows.filter((row) => codes.has(row.commune) && validOn(row, day));
  const leaving =
    (kind: "hamlet" | "cluster") =>
    ({ id, commune, valid_from }: HamletTable | ClusterTable): PlaceMoveTable => {
      const last = moves
        .filter((one) => one.kind === kind && one.id === id)
        .map((one) => one.valid_to)
        .sort()
        .at(-1);
      return { kind, id, commune, valid_from: last ?? valid_from, valid_to: day };
    };
  const home = { commune: into.code };
  return {
    ...noChanges,
    communes: [into, ...ending.map((row) => ({ ...row, valid_to: day, successor: into.code }))],
    hamlets: coming(hamlets).map((row) => ({ ...row, ...home })),
    clusters: coming(clusters).map((row) => ({ ...row, ...home })),
    moves: [...coming(hamlets).map(leaving("hamlet")), ...coming(clusters).map(leaving("cluster"))],
  };
}

export interface Reshaping {
  readonly old: readonly HamletTable[];
  readonly figures: readonly HamletFigureTable[];
  readonly links: readonly ClusterHamletTable[];
  readonly outlines: readonly HamletOutlineTable[];
  readonly day: string;
}

/** Rows that close hamlets with their figures, links and outlines. */
function closed({
  old,
  figures,
  links,
  outlines,
  day,
}: Reshaping): Pick<Changes, "hamlets" | "figures" | "links" | "outlines"> {
  const end = <T extends { readonly valid_from: string; readonly valid_to: string | null }>(
    rows: readonly T[],
  ): T[] => rows.filter((row) => validOn(row, day)).map((row) => ({ ...row, valid_to: day }));
  return { hamlets: end(old), figures: end(figures), links: end(links), outlines: end(outlines) };
}

/** Side by side, where all of them are known: with one missing the new outline would say that nobody lives there. */
function joinedOutline({ old, outlines, day }: Reshaping, into: string): HamletOutlineTable[] {
  const now = outlines.filter((row) => validOn(row, day));
  if (now.length < old.length) return [];
  const parts = now.flatMap(({ outline }) => JSON.parse(outline) as unknown[]);
  const points = sum(now.map((row) => row.points));
  const source = "Ghép từ ranh giới các thôn cũ";
  const dates = { valid_from: day, valid_to: null };
  return [{ hamlet: into, outline: JSON.stringify(parts), points, source, ...dates }];
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** Several hamlets become one: a cluster serves of the new one what it served of the old ones together. */
export function mergedHamlets(given: Reshaping, into: HamletTable): Changes {
  const { day } = given;
  const figures = given.figures.filter((row) => validOn(row, day));
  const links = given.links.filter((row) => validOn(row, day));
  const of = (hamlet: string) => figures.find((row) => row.hamlet === hamlet)?.households ?? 0;
  const households = sum(figures.map((row) => row.households));
  const dates = { valid_from: day, valid_to: null };
  const clusters = [...new Set(links.map(({ cluster }) => cluster))];
  const joined = clusters.map((cluster) => {
    const mine = links.filter((row) => row.cluster === cluster);
    const share = sum(mine.map((row) => row.share * of(row.hamlet))) / households;
    return { cluster, hamlet: into.id, share, ...dates };
  });
  const languages = figures.flatMap((row) => JSON.parse(row.languages) as string[]);
  const figure = {
    hamlet: into.id,
    households,
    people: sum(figures.map((row) => row.people)),
    languages: JSON.stringify([...new Set(languages)]),
    ...dates,
  };
  const ended = closed(given);
  return {
    ...noChanges,
    hamlets: [...ended.hamlets, into],
    figures: [...ended.figures, figure],
    // Without a household there is no share to add up.
    links: [...ended.links, ...(households === 0 ? [] : joined)],
    outlines: [...ended.outlines, ...joinedOutline(given, into.id)],
  };
}

export interface Part {
  readonly row: HamletTable;
  readonly households: number;
  readonly people: number;
}

/** One hamlet becomes several: a cluster serves the same share of each, until somebody counts them anew. */
export function splitHamlet(given: Reshaping, parts: readonly Part[]): Changes {
  const { day } = given;
  const dates = { valid_from: day, valid_to: null };
  const languages = given.figures.find((row) => validOn(row, day))?.languages ?? "[]";
  const links = given.links.filter((row) => validOn(row, day));
  const ended = closed(given);
  return {
    ...noChanges,
    hamlets: [...ended.hamlets, ...parts.map(({ row }) => row)],
    figures: [
      ...ended.figures,
      ...parts.map(({ row, households, people }) => ({
        hamlet: row.id,
        households,
        people,
        languages,
        ...dates,
      })),
    ],
    links: [
      ...ended.links,
      ...parts.flatMap(({ row }) =>
        links.map(({ cluster, share }) => ({ cluster, hamlet: row.id, share, ...dates })),
      ),
    ],
    // Where the new line runs nobody has said yet.
    outlines: ended.outlines,
  };
}
