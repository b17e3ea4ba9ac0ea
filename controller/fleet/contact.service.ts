import type { ClusterId, ScopeId } from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { defined } from "../defined.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { ContactStore } from "./contact.store.ts";
import type { ContactBody, ContactView } from "./contact-api.ts";

export interface ContactDeps {
  readonly store: ContactStore;
  readonly audit: Audit;
  readonly covers: (above: ScopeId, place: ScopeId) => boolean;
  readonly placeOfCluster: (cluster: string) => Promise<ScopeId | undefined>;
}

/** Whom people telephone at a cluster that stays silent. The audit log says what of it changed, never a name or a number. */
export interface Contacts {
  list(scopes: readonly ScopeId[]): Promise<readonly ContactView[]>;
  put(by: Actor, cluster: string, contact: ContactBody): Promise<ContactView>;
  drop(by: Actor, cluster: string): Promise<Result<{ readonly cluster: string }>>;
}

export const createContacts = ({
  store,
  audit,
  covers,
  placeOfCluster,
}: ContactDeps): Contacts => ({
  list: async (scopes) => {
    const seen: ContactView[] = [];
    for (const row of await store.all()) {
      const place = await placeOfCluster(row.cluster);
      if (place !== undefined && scopes.some((scope) => covers(scope, place)))
        seen.push({ ...row, cluster: row.cluster as ClusterId });
    }
    return seen;
  },
  put: async (by, cluster, { name, phone }) => {
    const contact = { cluster, name: name.trim().normalize("NFC"), phone: phone.trim() };
    const old = await store.one(cluster);
    await store.put(contact);
    const word = (same: boolean): string => (same ? "same" : old ? "changed" : "new");
    const after = {
      name: word(old?.name === contact.name),
      phone: word(old?.phone === contact.phone),
    };
    const before = old && KEPT;
    await audit.record({
      by,
      action: "cluster.contact",
      subject: cluster,
      ...defined({ before }),
      after,
    });
    return { ...contact, cluster: cluster as ClusterId };
  },
  drop: async (by, cluster) => {
    if (!(await store.drop(cluster))) return refuse("not-found");
    const action = "cluster.contact-drop";
    await audit.record({ by, action, subject: cluster, before: KEPT, after: ERASED });
    return done({ cluster });
  },
});

// The log cannot be erased, and these are a private person's.
const KEPT = { name: "kept", phone: "kept" };
const ERASED = { name: "erased", phone: "erased" };
