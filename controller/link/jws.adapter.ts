import {
  CompactSign,
  type CryptoKey,
  compactVerify,
  decodeProtectedHeader,
  errors,
  importJWK,
} from "jose";
import { keyId } from "../../contract/ids.ts";
import type { Sign, Verified, Verify } from "../../contract/signed.ts";

/** An Ed25519 key pair as its JWK members (RFC 8037), base64url. */
export interface SigningKey {
  readonly kid: string;
  readonly x: string;
  readonly d: string;
}

export async function signWith({ kid, x, d }: SigningKey): Promise<Sign> {
  const key = await importJWK({ kty: "OKP", crv: "Ed25519", x, d }, "EdDSA");
  return {
    sign: (typ, payload) =>
      new CompactSign(payload).setProtectedHeader({ alg: "EdDSA", kid, typ }).sign(key),
  };
}

const KEPT = 20_000;

/** Imported keys are kept: importing one costs as much as checking a signature. */
export function jwsVerifier(): Verify {
  const kept = new Map<string, Promise<CryptoKey>>();
  const keyFor = (x: string): Promise<CryptoKey> => {
    const found = kept.get(x);
    if (found !== undefined) return found;
    const made = importJWK({ kty: "OKP", crv: "Ed25519", x }, "EdDSA") as Promise<CryptoKey>;
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
    kept.set(x, made);
    return made;
  };
  return {
    verify: async (jws, typ, keyOf) => {
      try {
        return await check(jws, typ, keyOf, keyFor);
      } catch (error) {
        if (
          error instanceof errors.JOSEError ||
          error instanceof TypeError ||
          error instanceof DOMException
        ) {
          return { ok: false, code: "unsigned" };
        }
        throw error;
      }
    },
  };
}

async function check(
  jws: string,
  typ: string,
  keyOf: (kid: string) => string | undefined,
  keyFor: (x: string) => Promise<CryptoKey>,
): Promise<Verified> {
  const header = decodeProtectedHeader(jws);
  // The library does not compare `typ`; without it a plan could pass as a configuration.
  if (
    header.typ !== typ ||
    typeof header.kid !== "string" ||
    !/^[a-z0-9_-]{1,64}$/.test(header.kid)
  ) {
    return { ok: false, code: "unsigned" };
  }
  const x = keyOf(header.kid);
  if (x === undefined) return { ok: false, code: "unknown-key" };
  const { payload } = await compactVerify(jws, await keyFor(x), { algorithms: ["EdDSA"] });
  return { ok: true, kid: keyId(header.kid), payload };
}
