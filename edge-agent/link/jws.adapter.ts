import {
  CompactSign,
  type CryptoKey,
  compactVerify,
  decodeProtectedHeader,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
} from "jose";
import { type KeyId, keyId } from "../../contract/ids.ts";
import type { Sign, Verified, Verify } from "../../contract/signed.ts";

/** An Ed25519 key pair as its JWK members (RFC 8037), base64url. The private half never leaves the board. */
export interface BoardKey {
  readonly x: string;
  readonly d: string;
}

export async function makeBoardKey(): Promise<BoardKey> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const { x, d } = await exportJWK(privateKey);
  if (!x || !d) throw new Error("the key pair has no Ed25519 members");
  return { x, d };
}

const jwkOf = (members: { x: string; d?: string }) => ({ kty: "OKP", crv: "Ed25519", ...members });

/** The agent's id names its key. */
export async function signAs(kid: string, key: BoardKey): Promise<Sign> {
  const imported = await importJWK(jwkOf({ x: key.x, d: key.d }), "EdDSA");
  return {
    sign: (typ, payload) =>
      new CompactSign(payload).setProtectedHeader({ alg: "EdDSA", kid, typ }).sign(imported),
  };
}

export function jwsVerify(): Verify {
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyFor = (x: string): Promise<CryptoKey> => {
    if (keys.size > 100) keys.clear();
    const key = keys.get(x) ?? (importJWK(jwkOf({ x }), "EdDSA") as Promise<CryptoKey>);
    keys.set(x, key);
    return key;
  };
  return {
    async verify(jws, typ, keyOf): Promise<Verified> {
      try {
        const header = decodeProtectedHeader(jws);
        // `jose` leaves `typ` to its caller; without this a plan could pass as a configuration.
        const kid = kidOf(header.kid);
        if (header.typ !== typ || !kid) return { ok: false, code: "unsigned" };
        const x = keyOf(kid);
        if (x === undefined) return { ok: false, code: "unknown-key" };
        const { payload } = await compactVerify(jws, await keyFor(x), { algorithms: ["EdDSA"] });
        return { ok: true, kid, payload };
      } catch (error) {
        if (isBadSignature(error)) return { ok: false, code: "unsigned" };
        throw error;
      }
    },
  };
}

const isBadSignature = (error: unknown): boolean =>
  error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException;

function kidOf(raw: unknown): KeyId | undefined {
  try {
    return keyId(raw as string);
  } catch {
    return undefined;
  }
}
