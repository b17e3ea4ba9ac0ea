import type { ScopeId } from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { RelaySourceTable } from "../store/calendar-tables.ts";
import { concerns } from "./calendar.service.ts";
import type { RelayStore } from "./relay.store.ts";
import type { Listen } from "./relay.ts";
import type {
  RelayHeard,
  RelaySourceChange,
  RelaySourceNew,
  RelaySourceView,
} from "./relay-api.ts";

export interface RelayDeps {
  readonly store: RelayStore;
  readonly audit: Audit;
  readonly newId: (prefix: string) => string;
  readonly base64: (bytes: Uint8Array) => string;
  readonly listen: Listen;
  readonly covers: (above: ScopeId, place: ScopeId) => boolean;
}

/** Stations that are relayed, kept by name so that nobody types an address twice. */
export interface Relays {
  list(scopes: readonly ScopeId[]): Promise<RelaySourceView[]>;
  add(by: Actor, given: RelaySourceNew): Promise<Result<RelaySourceView>>;
  change(by: Actor, id: string, given: RelaySourceChange): Promise<Result<RelaySourceView>>;
  drop(by: Actor, id: string): Promise<Result<RelaySourceView>>;
  /** The controller listens for a few seconds; a board may still hear otherwise from where it stands. */
  test(by: Actor, id: string): Promise<Result<RelayHeard>>;
  placeOf(id: string): Promise<ScopeId | undefined>;
}

export const createRelays = (deps: RelayDeps): Relays => ({
  list: async (scopes) =>
    (await deps.store.all()).filter((row) => concerns(deps, scopes, row)).map(viewOf),
  add: async (by, given) => {
    const row = { id: deps.newId("dai"), ...tidy(given) };
    if (await isKnown(deps, row)) return refuse("relay-exists");
    await deps.store.add(row);
    await deps.audit.record({ by, action: "relay.create", subject: row.id, after: row });
    return done(viewOf(row));
  },
  change: async (by, id, given) => {
    const before = await deps.store.one(id);
    if (!before) return refuse("not-found");
    const after = tidy({ ...before, ...given });
    if (await isKnown(deps, after)) return refuse("relay-exists");
    await deps.store.change(after);
    await deps.audit.record({ by, action: "relay.change", subject: id, before, after });
    return done(viewOf(after));
  },
  drop: async (by, id) => {
    const row = await deps.store.one(id);
    if (!row) return refuse("not-found");
    await deps.store.drop(id);
    await deps.audit.record({ by, action: "relay.delete", subject: id, before: row });
    return done(viewOf(row));
  },
  test: async (by, id) => {
    const row = await deps.store.one(id);
    if (!row) return refuse("not-found");
    const heard = await deps.listen(row.url);
    const after = { place: row.place, url: row.url, heard: heard.ok ? heard.form : heard.why };
    await deps.audit.record({ by, action: "relay.test", subject: id, after });
    if (!heard.ok) return refuse(heard.why, { detail: heard.detail });
    const { form, seconds, peak, mp3 } = heard;
    return done({ id, form, seconds, peak, sound: deps.base64(mp3) });
  },
  placeOf: async (id) => (await deps.store.one(id))?.place as ScopeId | undefined,
});

const tidy = <T extends { readonly name: string; readonly url: string }>(one: T): T => ({
  ...one,
  name: one.name.trim().normalize("NFC"),
  url: one.url.trim(),
});

/** Another one of this place with the same address or name. */
const isKnown = async ({ store }: RelayDeps, one: RelaySourceTable): Promise<boolean> =>
  (await store.all()).some(
    ({ id, place, name, url }) =>
      id !== one.id && place === one.place && (name === one.name || url === one.url),
  );

const viewOf = (row: RelaySourceTable): RelaySourceView => ({
  ...row,
  place: row.place as ScopeId,
});
