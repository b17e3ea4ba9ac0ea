import type { PersonId, ScopeId } from "../../contract/ids.ts";
import { type Actor, placesFor } from "../access/access.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { AlertKeyTable, AlertTable } from "../store/alert-tables.ts";
import { air, dismiss, onAirOf } from "./airing.service.ts";
import { alertView, broadcastsOf, isOpen } from "./alert.ts";
import type { AlertView } from "./alert-api.ts";
import {
  type AlertDeps,
  type AlertParts,
  CHANGES,
  receive,
  type Source,
} from "./intake.service.ts";
import { ALERT_TYPE, attached } from "./signature.ts";
import { turns } from "./turns.ts";

export interface Taken {
  readonly created: boolean;
  readonly view: AlertView;
}

export interface Alerts {
  /** From a person who is logged in. */
  take(by: Actor, bytes: Uint8Array): Promise<Result<Taken>>;
  /** From whoever holds a trusted key; `signature` is a detached JWS over exactly these bytes. */
  takeSigned(signature: string, bytes: Uint8Array, address: string): Promise<Result<Taken>>;
  list(scopes: readonly ScopeId[], openOnly: boolean): Promise<AlertView[]>;
  one(scopes: readonly ScopeId[], id: string): Promise<Result<AlertView>>;
  original(scopes: readonly ScopeId[], id: string): Promise<Result<string>>;
  placeOf(id: string): Promise<ScopeId | undefined>;
  air(by: Actor, id: string, messageIds?: readonly string[]): Promise<Result<AlertView>>;
  dismiss(by: Actor, id: string, reason: string): Promise<Result<AlertView>>;
}

const PAGE = 200;

export function createAlerts(parts: AlertParts): Alerts {
  const tell = (row: AlertTable): Promise<void> =>
    parts.events.emit("alert", row.place as ScopeId, { alert: row.id, state: row.state });
  const turn = turns();
  const deps: AlertDeps = { ...parts, tell, turn };
  const sees = (scopes: readonly ScopeId[], row: AlertTable): boolean =>
    scopes.some(
      (scope) =>
        deps.covers(scope, row.place as ScopeId) || deps.covers(row.place as ScopeId, scope),
    );
  const find = async (scopes: readonly ScopeId[], id: string): Promise<Result<AlertTable>> => {
    const row = await deps.store.one(id);
    return row && sees(scopes, row) ? done(row) : refuse("alert-unknown");
  };
  const shown = async (found: Result<AlertTable>): Promise<Result<AlertView>> =>
    found.ok ? done(await viewOf(deps, found.value)) : found;
  return {
    take: (by, bytes) => take(deps, sourceOf(by), bytes),
    takeSigned: (signature, bytes, address) => takeSigned(deps, signature, bytes, address),
    list: async (scopes, openOnly) => {
      const rows = (await deps.store.many(PAGE)).filter((row) => sees(scopes, row));
      const wanted = rows.filter((row) => !openOnly || isOpen(row));
      return Promise.all(wanted.map((row) => viewOf(deps, row)));
    },
    one: async (scopes, id) => shown(await find(scopes, id)),
    original: async (scopes, id) => {
      const found = await find(scopes, id);
      return found.ok ? done(found.value.original) : found;
    },
    placeOf: async (id) => (await deps.store.one(id))?.place as ScopeId | undefined,
    air: (by, id, messageIds) =>
      turn(CHANGES, async () => shown(await air(deps, { says: by, orders: by }, id, messageIds))),
    dismiss: (by, id, reason) =>
      turn(CHANGES, async () => shown(await dismiss(deps, by, id, reason))),
  };
}

const sourceOf = (by: Actor): Source => ({
  origin: `person:${by.id}`,
  by,
  within: placesFor(by, "alert.write"),
});

async function take(deps: AlertDeps, source: Source, bytes: Uint8Array): Promise<Result<Taken>> {
  const got = await receive(deps, source, bytes);
  if (!got.ok) return got;
  return done({ created: got.value.created, view: await viewOf(deps, got.value.row) });
}

async function takeSigned(
  deps: AlertDeps,
  signature: string,
  bytes: Uint8Array,
  address: string,
): Promise<Result<Taken>> {
  const key = await signerOf(deps, signature, bytes);
  if (!key) return refuse("signature-wrong");
  const by = standIn(key, key.created_by, address);
  const place = key.place as ScopeId;
  const source: Source = { origin: `key:${key.kid}`, by, within: [place] };
  const got = await receive(deps, source, bytes);
  if (!got.ok) return got;
  const { created, row } = got.value;
  const airs = created && key.airs === 1 && isOpen(row);
  const orders = standIn(key, key.approved_by ?? "", address);
  const aired = airs
    ? await deps.turn(CHANGES, () => air(deps, { says: by, orders }, row.id))
    : undefined;
  // What the standing order could not do waits for people: the proposal itself stands.
  return done({ created, view: await viewOf(deps, aired?.ok ? aired.value : row) });
}

async function signerOf(
  deps: AlertDeps,
  signature: string,
  bytes: Uint8Array,
): Promise<AlertKeyTable | undefined> {
  const keys = new Map((await deps.store.trusted()).map((key) => [key.kid, key]));
  const jws = attached(signature, deps.base64(bytes));
  if (jws === undefined) return undefined;
  const checked = await deps.verify.verify(jws, ALERT_TYPE, (kid) => keys.get(kid)?.public_key);
  return checked.ok ? keys.get(checked.kid) : undefined;
}

/** A person whose standing order the key carries, with no more right than that: this key, this place. */
const standIn = (key: AlertKeyTable, person: string, address: string): Actor => ({
  id: person as PersonId,
  username: person,
  name: `${key.name} (${key.kid})`,
  roles: [{ role: "province", place: key.place as ScopeId }],
  address: `${address} key:${key.kid}`,
});

async function viewOf(deps: AlertDeps, row: AlertTable): Promise<AlertView> {
  const earlier = await deps.store.meantBy(row.id, row.within);
  const stops = isOpen(row) ? broadcastsOf(await onAirOf(deps, row)) : [];
  return alertView(row, { references: earlier.map(({ id }) => id), stops }, deps.clock.now());
}
