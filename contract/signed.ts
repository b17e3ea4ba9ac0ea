import type { AgentConfig, TrustedKey } from "./agent-config.ts";
import type { KeyId } from "./ids.ts";
import type { Authority, Document } from "./plan.ts";
import type { Reason } from "./reasons.ts";
import type { Instant } from "./time.ts";

/** Makes a JWS compact serialisation (RFC 7515, `alg` EdDSA) over exactly these bytes. */
export interface Sign {
  sign(typ: string, payload: Uint8Array): Promise<string>;
}

export type Verified =
  | { readonly ok: true; readonly kid: KeyId; readonly payload: Uint8Array }
  | { readonly ok: false; readonly code: "unsigned" | "unknown-key" };

/** `keyOf` names the public key of a `kid` (Ed25519, base64url), or nothing. The returned bytes are those that were signed. */
export interface Verify {
  verify(jws: string, typ: string, keyOf: (kid: string) => string | undefined): Promise<Verified>;
}

const rank: Record<Authority, number> = { centre: 3, province: 2, commune: 1 };

/** Whether `one` stands at or above `other`. */
export const atLeast = (one: Authority, other: Authority): boolean => rank[one] >= rank[other];

export type Trust = { readonly ok: true } | { readonly ok: false; readonly reason: Reason };

const no = (reason: Reason): Trust => ({ ok: false, reason });

/** May this key have signed this document for this board, at this time? */
export function trusts(
  config: Pick<AgentConfig, "keys" | "revoked">,
  kid: string,
  document: Document,
  now: Instant,
): Trust {
  const key: TrustedKey | undefined = config.keys.find((k) => k.kid === kid);
  if (!key) return no("unknown-key");
  if (config.revoked.includes(key.kid)) return no("revoked-key");
  if (now < key.notBefore || now >= key.notAfter) return no("revoked-key");
  if (!key.scopes.includes(document.scope)) return no("key-scope");
  const orders = document.kind === "plan" ? document.occurrences : document.emergencies;
  if (orders.some((order) => !atLeast(key.authority, order.authority))) return no("key-scope");
  return { ok: true };
}

/** The newest that was accepted for a scope: persisted by the agent, so an old document can never come back. */
export interface Held {
  readonly epoch: number;
  readonly revision: number;
  readonly hash: string;
}

/** Epoch and revision only grow; the same revision must be the same bytes. */
export function newer(
  held: Held | undefined,
  next: Held,
): { readonly ok: true; readonly same: boolean } | { readonly ok: false; readonly reason: Reason } {
  if (!held) return { ok: true, same: false };
  if (next.epoch !== held.epoch) {
    return next.epoch > held.epoch ? { ok: true, same: false } : refuse("older-revision");
  }
  if (next.revision > held.revision) return { ok: true, same: false };
  if (next.revision < held.revision) return refuse("older-revision");
  return next.hash === held.hash ? { ok: true, same: true } : refuse("same-revision-other-content");
}

const refuse = (reason: Reason) => ({ ok: false, reason }) as const;
