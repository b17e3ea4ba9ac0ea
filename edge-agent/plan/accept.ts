import type { AgentConfig } from "../../contract/agent-config.ts";
import { decode, LARGEST_DOCUMENT, LARGEST_PAYLOAD } from "../../contract/codec.ts";
import type { AgentId, Sha256 } from "../../contract/ids.ts";
import type { Document, Plan } from "../../contract/plan.ts";
import type { Reason } from "../../contract/reasons.ts";
import { type Held, newer, trusts, type Verified } from "../../contract/signed.ts";
import type { Instant } from "../../contract/time.ts";

/** A document that came: by which channel, for which scope, and what its signature check said. */
export interface Arrived {
  readonly kind: "plan" | "urgent";
  readonly scope: string;
  readonly verified: Verified;
  /** Of the signed payload bytes. */
  readonly hash: Sha256;
}

export type Decision<T> =
  | { readonly ok: true; readonly document: T; readonly held: Held; readonly same: boolean }
  | { readonly ok: false; readonly reason: Reason };

const refuse = (reason: Reason): { ok: false; reason: Reason } => ({ ok: false, reason });

/**
 * May this document be used? In this order: signature by a key that is known, schema of the signed bytes, key trusted for level and
 * scope, meant for this board, never older than what was held.
 */
export function acceptDocument(
  { kind, scope, verified, hash }: Arrived,
  config: AgentConfig,
  held: Held | undefined,
  now: Instant,
): Decision<Document> {
  if (!verified.ok) return refuse(verified.code);
  const decoded = decode(`scope/{scope}/${kind}`, verified.payload, LARGEST_DOCUMENT);
  if (!decoded.ok) return refuse(decoded.code);
  const document = decoded.body;
  const trust = trusts(config, verified.kid, document, now);
  if (!trust.ok) return trust;
  if (document.scope !== scope || !config.scopes.includes(document.scope)) {
    return refuse("not-for-this-cluster");
  }
  return decide(document, { epoch: document.epoch, revision: document.revision, hash }, held);
}

/** The configuration is signed by the pinned root key only, and its list of revoked keys never shrinks. */
export function acceptConfig(
  verified: Verified,
  hash: Sha256,
  agent: AgentId,
  current: AgentConfig | undefined,
  held: Held | undefined,
): Decision<AgentConfig> {
  if (!verified.ok) return refuse(verified.code);
  const decoded = decode("agent/{agent}/config", verified.payload, LARGEST_PAYLOAD);
  if (!decoded.ok) return refuse(decoded.code);
  const config = decoded.body;
  if (config.agent !== agent) return refuse("not-for-this-cluster");
  const kept = current?.revoked.every((kid) => config.revoked.includes(kid)) ?? true;
  if (!kept) return refuse("revoked-key");
  return decide(config, { epoch: config.epoch, revision: config.revision, hash }, held);
}

/** The document behind a reference must be the same revision of the same plan, whole. */
export function matchesReference(announced: Plan, fetched: Document): boolean {
  return (
    fetched.kind === "plan" &&
    fetched.ref === undefined &&
    fetched.scope === announced.scope &&
    fetched.epoch === announced.epoch &&
    fetched.revision === announced.revision
  );
}

function decide<T>(document: T, next: Held, held: Held | undefined): Decision<T> {
  const age = newer(held, next);
  return age.ok ? { ok: true, document, held: next, same: age.same } : refuse(age.reason);
}
