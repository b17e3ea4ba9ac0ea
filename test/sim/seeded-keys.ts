// Real Ed25519 signatures, but keys come from the seed and the work is done in place: a thread pool would have its own time.
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { keyId } from "../../contract/ids.ts";
import type { Sign, Verify } from "../../contract/signed.ts";
import type { Dice } from "../support/dice.ts";

const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const text = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

export function seededKey(chance: Dice): { x: string; d: string } {
  const seed = Buffer.from(Array.from({ length: 32 }, () => chance.whole(0, 255)));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  return { d: seed.toString("base64url"), x: publicOf(key) };
}

const publicOf = (key: KeyObject): string =>
  String(createPublicKey(key).export({ format: "jwk" }).x);

export function signNow({ kid, x, d }: { kid: string; x: string; d: string }): Sign {
  const key = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", x, d }, format: "jwk" });
  return {
    sign: async (typ, payload) => {
      const head = `${text({ alg: "EdDSA", kid, typ })}.${Buffer.from(payload).toString("base64url")}`;
      return `${head}.${sign(null, Buffer.from(head), key).toString("base64url")}`;
    },
  };
}

export function verifyNow(): Verify {
  const keys = new Map<string, KeyObject>();
  const keyOf = (x: string): KeyObject => {
    const known =
      keys.get(x) ?? createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    keys.set(x, known);
    return known;
  };
  return {
    verify: async (jws, typ, publicKeyOf) => {
      const [head = "", payload = "", mark = ""] = jws.split(".");
      const header = parsed(head);
      if (header?.typ !== typ || header.alg !== "EdDSA" || !header.kid)
        return { ok: false, code: "unsigned" };
      const x = publicKeyOf(header.kid);
      if (x === undefined) return { ok: false, code: "unknown-key" };
      const good = verify(
        null,
        Buffer.from(`${head}.${payload}`),
        keyOf(x),
        Buffer.from(mark, "base64url"),
      );
      if (!good) return { ok: false, code: "unsigned" };
      return { ok: true, kid: keyId(header.kid), payload: Buffer.from(payload, "base64url") };
    },
  };
}

function parsed(head: string): { alg?: string; typ?: string; kid?: string } | undefined {
  try {
    return JSON.parse(Buffer.from(head, "base64url").toString());
  } catch {
    return undefined;
  }
}
