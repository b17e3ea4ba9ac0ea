import { createPublicKey, type KeyObject, verify as verifyBytes } from "node:crypto";
import { promisify } from "node:util";
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

/** Importing a key or reading a header costs as much as checking a signature, and the same come again and again. */
function remembered<T>(make: (name: string) => T): (name: string) => T {
  const kept = new Map<string, T>();
  return (name) => {
    const found = kept.get(name);
    if (found !== undefined) return found;
    const made = make(name);
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
    kept.set(name, made);
    return made;
  };
}

interface Tools {
  readonly headerOf: (part: string) => Header;
  readonly plainKey: (x: string) => KeyObject;
  readonly keyFor: (x: string) => Promise<CryptoKey>;
}

export function jwsVerifier(): Verify {
  const tools: Tools = {
    headerOf: remembered(readHeader),
    plainKey: remembered((x) =>
      createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }),
    ),
    keyFor: remembered(
      (x) => importJWK({ kty: "OKP", crv: "Ed25519", x }, "EdDSA") as Promise<CryptoKey>,
    ),
  };
  return {
    verify: async (jws, typ, keyOf) => {
      try {
        return await check(jws, typ, keyOf, tools);
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

interface Header {
  readonly typ: unknown;
  readonly kid: unknown;
  /** Ed25519 and nothing beside it that would change what is signed. */
  readonly plain: boolean;
}

function readHeader(part: string): Header {
  const header = decodeProtectedHeader({ protected: part });
  const plain = header.alg === "EdDSA" && Object.keys(header).length === 3;
  return { typ: header.typ, kid: header.kid, plain };
}

async function check(
  jws: string,
  typ: string,
  keyOf: (kid: string) => string | undefined,
  tools: Tools,
): Promise<Verified> {
  const header = tools.headerOf(jws.slice(0, Math.max(0, jws.indexOf("."))));
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
  const kid = keyId(header.kid);
  if (header.plain) {
    const payload = await opened(jws, tools.plainKey(x));
    return payload ? { ok: true, kid, payload } : { ok: false, code: "unsigned" };
  }
  const { payload } = await compactVerify(jws, await tools.keyFor(x), { algorithms: ["EdDSA"] });
  return { ok: true, kid, payload };
}

const holds = promisify(verifyBytes);

/** What every board sends, without the library's copies: they cost more than the signature, which another thread checks. */
async function opened(jws: string, key: KeyObject): Promise<Uint8Array | undefined> {
  const [start, end] = [jws.indexOf("."), jws.lastIndexOf(".")];
  const payload = bytesOf(jws.slice(start + 1, end));
  const signature = bytesOf(jws.slice(end + 1));
  // The last character of a signature has bits to spare: in one spelling only is it the one that was made.
  const isAsMade = signature?.toString("base64url") === jws.slice(end + 1);
  if (end === start || !payload || !signature || !isAsMade) return undefined;
  const good = await holds(null, Buffer.from(jws.slice(0, end), "latin1"), key, signature);
  return good ? payload : undefined;
}

/** Nothing where a character is none of base64url; Buffer would only leave it out. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  const whole = text.length % 4 !== 1 && bytes.length === Math.floor((text.length * 3) / 4);
  return whole ? bytes : undefined;
}
