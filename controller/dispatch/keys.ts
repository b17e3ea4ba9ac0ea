import type { ScopeId } from "../../contract/ids.ts";
import { days, earlier, type Instant, later } from "../../contract/time.ts";

/** A signing key of a place: `x` public, `d` private (Ed25519, base64url). */
export interface KeyRecord {
  readonly kid: string;
  readonly place: ScopeId | "root";
  readonly x: string;
  readonly d: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** `typ` of the root key's signed word for the key of a place. */
export const KEY_TYPE = "vangxa-key+jws";

/** What the root key says of a place's key; times in milliseconds. */
export type KeyWord = { readonly kind: "key" } & Omit<KeyRecord, "d">;

export const wordOf = ({ d: _, ...open }: KeyRecord): KeyWord => ({ kind: "key", ...open });

/** Where keys lie: files that only the controller's user may read. */
export interface KeyFiles {
  load(): Promise<readonly KeyRecord[]>;
  /** Durable before it resolves. */
  save(key: KeyRecord): Promise<void>;
  make(): { readonly x: string; readonly d: string };
}

/** Thirty days for a controller key; its board needs one that outlives the plan it signed, hence the margin of the horizon. */
export const VALIDITY = days(30);
const MARGIN = days(16);
const RENEW = days(20);

export const validityFrom = (now: Instant) => ({
  // A board's clock may be behind ours.
  notBefore: earlier(now, days(1)),
  notAfter: later(now, VALIDITY),
});

const valid = (keys: readonly KeyRecord[], place: ScopeId, now: Instant): KeyRecord[] =>
  keys
    .filter((key) => key.place === place && key.notBefore <= now && now < key.notAfter)
    .sort((one, other) => one.notAfter - other.notAfter);

/** What boards of this place may trust now: during a change the old and the new key. */
export const trustedKeys = (
  keys: readonly KeyRecord[],
  place: ScopeId,
  now: Instant,
): KeyRecord[] => valid(keys, place, now);

/**
 * The key to sign with: the oldest that still outlives a plan. A new key is told to the boards four days before the first
 * document that it signs, so a board that hears its configuration late still knows it.
 */
export const signingKey = (
  keys: readonly KeyRecord[],
  place: ScopeId,
  now: Instant,
): KeyRecord | undefined => {
  const mine = valid(keys, place, now);
  return mine.find((key) => key.notAfter > later(now, MARGIN)) ?? mine.at(-1);
};

/** Whether the place needs a new key, because it has none or its newest ends soon. */
export const needsKey = (keys: readonly KeyRecord[], place: ScopeId, now: Instant): boolean => {
  const newest = valid(keys, place, now).at(-1);
  return newest === undefined || newest.notAfter <= later(now, RENEW);
};
