import type { ScopeId } from "../../contract/ids.ts";
import { dateOf, dayOfDate } from "../../contract/station-time.ts";
import type { Clock } from "../../contract/time.ts";
import { type Actor, placesFor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { defined } from "../defined.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { Step } from "../store/step.ts";
import type { Ender } from "./ending.ts";
import type { Find, FleetStore } from "./fleet.store.ts";
import {
  type Changes,
  type Dated,
  ownerOf,
  ownerOfProvince,
  parentIn,
  type Sight,
  sightOf,
  type Tree,
} from "./fleet.ts";
import type { Listing, PlaceChange } from "./fleet-api.ts";
import { fold, searchWords } from "./fold.ts";
import type { Carrier, ChangedBeside } from "./succession.ts";

export interface FleetDeps {
  readonly store: FleetStore;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly hash: (text: string) => string;
  /** Places of these communes changed: what their boards must know is built anew. */
  readonly changed: (communes: readonly string[]) => Promise<void>;
  /** What hangs on places that end beside hamlets and clusters; each concept brings its own. */
  readonly carriers: readonly Carrier[];
  /** What is open at a commune that ends with nobody in its place. */
  readonly enders: readonly Ender[];
}

export interface Page<T> {
  readonly items: T[];
  readonly next?: string;
}

/** What is written in the same transaction, how the log shows it, and whom to tell before the boards are. */
export interface Along {
  readonly steps: readonly Step[];
  readonly before: unknown;
  readonly after: unknown;
  /** Rows of the log for what changes beside the places, for the reason that they changed. */
  readonly beside: readonly ChangedBeside[];
  readonly tell: () => Promise<void>;
}

/** What every kind of place needs: the tree of scopes, one way to write, one way to ask. */
export interface Ground {
  /** Reads the tree of places; once, before anything else is asked. */
  start(): Promise<void>;
  tree(): Tree;
  readonly parentOf: (place: ScopeId) => ScopeId | undefined;
  ownerOfCommune(code: string): ScopeId;
  ownerOfProvince(code: string): ScopeId;
  /** Writes changes in one transaction, logs them, and tells whom it concerns. */
  apply(by: Actor, action: string, subject: string, changes: Changes, along?: Along): Promise<void>;
  today(): string;
  sight(by: Actor): Sight;
  find(by: Actor, asked: Listing): Find;
}

const PAGE = 1_000;

export function createGround(deps: FleetDeps): Ground {
  const { store, clock } = deps;
  let tree: Tree = { provinces: new Set(), communes: new Map(), successors: new Map() };
  const today = (): string => dateOf(clock.now());
  const sight = (by: Actor) => sightOf(placesFor(by, "place.read"));

  /** The log keeps which outline it was, not its thousand corners. */
  const logged = ({ outlines, ...changes }: Changes): object => ({
    ...changes,
    outlines: outlines.map(({ outline, ...row }) => ({ ...row, sha256: deps.hash(outline) })),
  });

  async function apply(
    by: Actor,
    action: string,
    subject: string,
    changes: Changes,
    along?: Along,
  ) {
    const stood = filled(logged(await store.standing(changes)));
    await store.save(changes, along?.steps);
    if (changes.provinces.length > 0 || changes.communes.length > 0) tree = await store.tree();
    const made = filled(logged(changes));
    const before = along ? { ...stood, carried: along.before } : stood;
    const after = along ? { ...made, carried: along.after } : made;
    await deps.audit.record({ by, action, subject, ...defined({ before, after }) });
    for (const one of along?.beside ?? [])
      await deps.audit.record({ by, ...one, reason: `${action} ${subject}` });
    const touched = [
      ...changes.communes.map((row) => row.code),
      ...changes.hamlets.map((row) => row.commune),
      ...changes.clusters.map((row) => row.commune),
      ...changes.regulations.map((row) => row.commune),
    ];
    await along?.tell();
    await deps.changed([...new Set(touched)]);
  }

  return {
    start: async () => {
      tree = await store.tree();
    },
    tree: () => tree,
    parentOf: (place) => parentIn(tree, place),
    ownerOfCommune: (code) => ownerOf(tree, code),
    ownerOfProvince: (code) => ownerOfProvince(tree, code),
    apply,
    today,
    sight,
    find: (by, asked) => ({
      sight: sight(by),
      words: searchWords(asked.q ?? ""),
      on: asked.on ?? today(),
      province: asked.province,
      commune: asked.commune,
      hamlet: asked.hamlet,
      after: asked.cursor,
      limit: asked.limit ?? PAGE,
    }),
  };
}

/** The lists that hold something; nothing where none does. */
function filled(changes: object): object | undefined {
  const rows = Object.entries(changes).filter(([, some]) => some.length > 0);
  return rows.length > 0 ? Object.fromEntries(rows) : undefined;
}

export const isDay = (day: string | undefined): boolean =>
  day === undefined || dayOfDate(day) !== undefined;

/** A name as it is kept: NFC, so that minority letters stay whole, beside the copy that a search compares. */
export function named(name: string) {
  const clean = name.normalize("NFC").trim().replace(/\s+/g, " ");
  return { name: clean, folded: fold(clean) };
}

/** The row with a new name or last day, or why not. */
export function edited<T extends Dated>(row: T, given: PlaceChange): Result<T> {
  const to = given.to === undefined ? row.valid_to : given.to;
  if (to !== null && (!isDay(to) || to <= row.valid_from)) return refuse("bad-dates");
  return done({ ...row, ...(given.name === undefined ? {} : named(given.name)), valid_to: to });
}

/** One page; a full one says where to go on. */
export function pageOf<Row, View>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => View,
  key: (row: Row) => string,
): Page<View> {
  const last = rows.at(-1);
  const items = rows.map(view);
  return rows.length === limit && last ? { items, next: key(last) } : { items };
}

export function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

/** The dates of something new in a commune that is known, or why it cannot be. */
export function beginning(
  ground: Ground,
  { commune, from }: { readonly commune?: string; readonly from?: string },
): Result<{ valid_from: string; valid_to: null }> {
  if (!isDay(from)) return refuse("bad-dates");
  if (commune !== undefined && !ground.tree().communes.has(commune)) {
    const errors = [{ field: "commune", vi: "Nơi này chưa có trong hệ thống." }];
    return refuse("unknown-place", { errors });
  }
  return done({ valid_from: from ?? ground.today(), valid_to: null });
}

/** A changed row and the day from which the change holds. */
export function changing<T extends Dated>(
  ground: Ground,
  row: T | undefined,
  given: PlaceChange & { readonly from?: string },
): Result<{ row: T; day: string }> {
  if (!row) return refuse("not-found");
  if (!isDay(given.from)) return refuse("bad-dates");
  const next = edited(row, given);
  return next.ok ? done({ row: next.value, day: given.from ?? ground.today() }) : next;
}

/** The day for which a place is shown after a change: today, or the day on which the change begins. */
export const shownOn = (ground: Ground, day: string): string =>
  [day, ground.today()].sort().at(-1) ?? day;
