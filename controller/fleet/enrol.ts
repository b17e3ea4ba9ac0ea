import { Type } from "typebox";
import { AgentIdSchema, ClusterIdSchema, KeyIdSchema } from "../../contract/ids.ts";
import { InstantSchema } from "../../contract/schema.ts";
import { days, type Instant, later } from "../../contract/time.ts";

/** A claim code lives a day and is used once. */
export const CLAIM_LIFE = days(1);

// Crockford's base 32 without the letters that people misread: i, l, o, u.
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** 128 bits as 26 letters in groups: what a person reads to a board. */
export function claimCode(random: Uint8Array): string {
  if (random.length < 16) throw new RangeError("a claim code has 128 bits");
  let bits = 0n;
  for (const byte of random.slice(0, 16)) bits = (bits << 8n) | BigInt(byte);
  const letters = Array.from(
    { length: 26 },
    (_, at) => LETTERS[Number((bits >> BigInt(5 * at)) & 31n)],
  );
  return letters.join("").replace(/(.{5})(?=.)/g, "$1-");
}

/** The same code however it was typed: case, spaces, dashes, and letters that look alike. */
export function plainCode(typed: string): string | undefined {
  const code = typed.toLowerCase().replace(/[\s-]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");
  return code.length === 26 && [...code].every((letter) => LETTERS.includes(letter))
    ? code
    : undefined;
}

export interface Claim {
  readonly expiresAt: Instant;
  readonly usedAt: Instant | undefined;
  /** The person who made it. */
  readonly madeBy: string;
}

export type ClaimFault = "claim-unknown" | "claim-used" | "claim-expired";

export function claimFault(claim: Claim | undefined, now: Instant): ClaimFault | undefined {
  if (!claim) return "claim-unknown";
  if (claim.usedAt !== undefined) return "claim-used";
  return now < claim.expiresAt ? undefined : "claim-expired";
}

export const expiry = (now: Instant): Instant => later(now, CLAIM_LIFE);

const Base64UrlKey = Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" });

export const EnrolRequest = Type.Object({
  claimCode: Type.String({ minLength: 1, maxLength: 80 }),
  /** `x` of the board's Ed25519 JWK; the private half never leaves it. */
  publicKey: Base64UrlKey,
  about: Type.Record(
    Type.String({ pattern: "^[A-Za-z0-9_.-]{1,40}$" }),
    Type.Union([Type.String({ maxLength: 300 }), Type.Number(), Type.Boolean()]),
    { maxProperties: 30, additionalProperties: false },
  ),
});

export const EnrolReply = Type.Object({
  agent: AgentIdSchema,
  mqtt: Type.Object({ url: Type.String(), username: Type.String(), password: Type.String() }),
  rootKey: Type.Object({ kid: KeyIdSchema, x: Base64UrlKey }),
  /** The signed `AgentConfig`. */
  config: Type.String(),
  controllerTime: InstantSchema,
});

export const ClaimReply = Type.Object({
  code: Type.String(),
  cluster: ClusterIdSchema,
  expiresAt: Type.String(),
});
