import type { KeyId, ScopeId } from "../../contract/ids.ts";
import type { Clock } from "../../contract/time.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { AlertKeyTable } from "../store/alert-tables.ts";
import type { AlertStore } from "./alert.store.ts";
import type { AlertKeyNew, AlertKeyView } from "./alert-api.ts";
import type { Covers } from "./ports.ts";

export interface AlertKeysDeps {
  readonly clock: Clock;
  readonly store: AlertStore;
  readonly audit: Audit;
  readonly covers: Covers;
}

/** Keys whose alerts are believed; a key is trusted when two people said so, and no longer when one says stop. */
export interface AlertKeys {
  list(scopes: readonly ScopeId[]): Promise<AlertKeyView[]>;
  add(by: Actor, given: AlertKeyNew): Promise<Result<AlertKeyView>>;
  approve(by: Actor, kid: string): Promise<Result<AlertKeyView>>;
  revoke(by: Actor, kid: string): Promise<Result<AlertKeyView>>;
  placeOf(kid: string): Promise<ScopeId | undefined>;
}

export const createAlertKeys = (deps: AlertKeysDeps): AlertKeys => ({
  list: async (scopes) => {
    const rows = await deps.store.keys();
    const mine = (row: AlertKeyTable) =>
      scopes.some((scope) => deps.covers(scope, row.place as ScopeId));
    return rows.filter(mine).map(viewOf);
  },
  add: (by, given) => add(deps, by, given),
  approve: (by, kid) => approve(deps, by, kid),
  revoke: (by, kid) => revoke(deps, by, kid),
  placeOf: async (kid) => (await deps.store.key(kid))?.place as ScopeId | undefined,
});

async function add(
  deps: AlertKeysDeps,
  by: Actor,
  given: AlertKeyNew,
): Promise<Result<AlertKeyView>> {
  if (await deps.store.key(given.kid)) return refuse("key-exists");
  const row: AlertKeyTable = {
    kid: given.kid,
    public_key: given.publicKey,
    name: given.name.trim(),
    place: given.place,
    airs: given.airs ? 1 : 0,
    created_by: by.id,
    created_at: deps.clock.now(),
    approved_by: null,
    approved_at: null,
    revoked_at: null,
  };
  await deps.store.addKey(row);
  await deps.audit.record({ by, action: "alert-key.create", subject: row.kid, after: row });
  return done(viewOf(row));
}

async function approve(deps: AlertKeysDeps, by: Actor, kid: string): Promise<Result<AlertKeyView>> {
  const row = await deps.store.key(kid);
  if (!row) return refuse("not-found");
  if (row.created_by === by.id) return refuse("self-approval");
  if (row.approved_by !== null || row.revoked_at !== null) return refuse("already-decided");
  return change(deps, by, "alert-key.approve", row, {
    approved_by: by.id,
    approved_at: deps.clock.now(),
  });
}

async function revoke(deps: AlertKeysDeps, by: Actor, kid: string): Promise<Result<AlertKeyView>> {
  const row = await deps.store.key(kid);
  if (!row) return refuse("not-found");
  return change(deps, by, "alert-key.revoke", row, {
    revoked_at: row.revoked_at ?? deps.clock.now(),
  });
}

async function change(
  deps: AlertKeysDeps,
  by: Actor,
  action: string,
  row: AlertKeyTable,
  to: Partial<AlertKeyTable>,
): Promise<Result<AlertKeyView>> {
  await deps.store.updateKey(row.kid, to);
  const after = { ...row, ...to };
  await deps.audit.record({ by, action, subject: row.kid, before: row, after });
  return done(viewOf(after));
}

const viewOf = (row: AlertKeyTable): AlertKeyView => ({
  kid: row.kid as KeyId,
  publicKey: row.public_key,
  name: row.name,
  place: row.place as ScopeId,
  airs: row.airs === 1,
  state: row.revoked_at !== null ? "revoked" : row.approved_by === null ? "waiting" : "trusted",
  createdBy: row.created_by,
  approvedBy: row.approved_by,
});
