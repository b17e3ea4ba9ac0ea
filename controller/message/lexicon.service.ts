import { centreScope, type ScopeId } from "../../contract/ids.ts";
import type { Clock, Instant } from "../../contract/time.ts";
import { type Actor, chainOf, may, type ParentOf, placesFor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { isoOf } from "../iso.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { LexiconTable } from "../store/library-tables.ts";
import type { LexiconStore } from "./lexicon.store.ts";
import { entriesOf, MOST_TERMS, signSpans, termOf } from "./lexicon.ts";
import type { LexiconNew, LexiconView } from "./lexicon-api.ts";
import type { Terms } from "./sound.service.ts";

export interface LexiconDeps {
  readonly store: LexiconStore;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly newId: (prefix: string) => string;
  readonly parentOf: ParentOf;
}

export interface Lexicon {
  list(by: Actor, place: ScopeId | undefined): Promise<LexiconView[]>;
  put(by: Actor, given: LexiconNew): Promise<Result<LexiconView>>;
  remove(by: Actor, id: string): Promise<Result<LexiconView>>;
  placeOf(id: string): Promise<ScopeId | undefined>;
  of(place: ScopeId): Promise<Terms>;
  /** The place for which this person writes when none is named. */
  home(by: Actor): ScopeId;
}

export function createLexicon(deps: LexiconDeps): Lexicon {
  const { store, parentOf } = deps;
  return {
    list: async (by, place) => {
      const rows = await store.of(chainOf(place ?? homeOf(by, "message.read"), parentOf));
      return rows.map(viewOf);
    },
    put: (by, given) => put(deps, by, given),
    remove: async (by, id) => {
      const row = await store.one(id);
      if (!row) return refuse("not-found");
      await store.remove(id);
      await deps.audit.record({ by, action: "lexicon.remove", subject: id, before: seen(row) });
      return done(viewOf(row));
    },
    placeOf: async (id) => (await store.one(id))?.place as ScopeId | undefined,
    of: async (place) => {
      const chain = chainOf(place, parentOf);
      const rows = await store.of(chain);
      return {
        entries: entriesOf(rows, chain),
        sign: (spans) => signSpans(spans, rows, chain),
      };
    },
    home: (by) => homeOf(by, "message.write"),
  };
}

/** Commune staff mean their commune, others the first place that they hold. */
function homeOf(by: Actor, action: "message.read" | "message.write"): ScopeId {
  const places = placesFor(by, action);
  return places.includes(centreScope) ? centreScope : (places[0] as ScopeId);
}

async function put(deps: LexiconDeps, by: Actor, given: LexiconNew): Promise<Result<LexiconView>> {
  const place = given.place ?? homeOf(by, "message.write");
  const known = place === centreScope || deps.parentOf(place) !== undefined;
  if (!known || !may(by, "message.write", place, deps.parentOf)) return refuse("not-allowed");
  const term = termOf(given);
  if (!term.ok) return term;
  const rows = await deps.store.of([place]);
  const before = rows.find((row) => row.folded === term.value.folded);
  if (before === undefined && rows.length >= MOST_TERMS) return refuse("lexicon-full");
  const row: LexiconTable = {
    id: before?.id ?? deps.newId("x"),
    place,
    ...term.value,
    added_by: by.id,
    added_at: deps.clock.now(),
  };
  await deps.store.put(row);
  await deps.audit.record({
    by,
    action: "lexicon.put",
    subject: row.id,
    ...(before === undefined ? {} : { before: seen(before) }),
    after: seen(row),
  });
  return done(viewOf(row));
}

const seen = ({ place, term, reading }: LexiconTable) => ({ place, term, reading });

const viewOf = (row: LexiconTable): LexiconView => ({
  id: row.id,
  term: row.term,
  reading: row.reading,
  place: row.place as ScopeId,
  addedBy: row.added_by,
  addedAt: isoOf(row.added_at as Instant),
});
