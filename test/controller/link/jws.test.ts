import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";
import { jwsVerifier, signWith } from "../../../controller/link/jws.adapter.ts";

const pair = () => {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return { x: x as string, d: d as string };
};
const mine = pair();
const other = pair();
const verify = jwsVerifier();
const payload = new TextEncoder().encode('{"kind":"plan"}');
const keys: Record<string, string> = { "key-1": mine.x };
const check = (jws: string, typ = "vangxa-plan+jws") => verify.verify(jws, typ, (kid) => keys[kid]);
const signed = async (typ = "vangxa-plan+jws", key = { kid: "key-1", ...mine }) =>
  (await signWith(key)).sign(typ, payload);

test("what was signed comes back byte for byte, with the name of its key", async () => {
  const found = await check(await signed());
  expect(found).toEqual({ ok: true, kid: "key-1", payload: expect.anything() });
  expect(found.ok && Buffer.from(found.payload).toString()).toBe('{"kind":"plan"}');
});

describe("refused:", () => {
  test("any single character of header or payload changed", async () => {
    const jws = await signed();
    const until = jws.lastIndexOf(".");
    for (let at = 0; at < until; at++) {
      const changed = jws.slice(0, at) + (jws[at] === "A" ? "B" : "A") + jws.slice(at + 1);
      expect((await check(changed)).ok, `at ${at}`).toBe(false);
    }
  });
  test("a document of one type passed as another", async () => {
    expect(await check(await signed("vangxa-config+jws"))).toEqual({ ok: false, code: "unsigned" });
  });
  test("another's signature under a known key's name", async () => {
    expect(await check(await signed("vangxa-plan+jws", { kid: "key-1", ...other }))).toEqual({
      ok: false,
      code: "unsigned",
    });
  });
  test("a key that nobody told us", async () => {
    expect(await check(await signed("vangxa-plan+jws", { kid: "key-2", ...other }))).toEqual({
      ok: false,
      code: "unknown-key",
    });
  });
  test("a key's name that could do harm in a log", async () => {
    expect(await check(await signed("vangxa-plan+jws", { kid: "key\n1", ...mine }))).toEqual({
      ok: false,
      code: "unsigned",
    });
  });
  test("no signature at all, and a signature by a shared secret made of the public key", async () => {
    const header = Buffer.from(
      JSON.stringify({ alg: "none", kid: "key-1", typ: "vangxa-plan+jws" }),
    ).toString("base64url");
    expect((await check(`${header}.${Buffer.from(payload).toString("base64url")}.`)).ok).toBe(
      false,
    );
    expect((await check(new UnsecuredJWT({}).encode())).ok).toBe(false);
    const shared = await new SignJWT({ kind: "plan" })
      .setProtectedHeader({ alg: "HS256", kid: "key-1", typ: "vangxa-plan+jws" })
      .sign(Buffer.from(mine.x, "base64url"));
    expect((await check(shared)).ok).toBe(false);
  });
  test.for([[""], ["."], [".."], ["a.b.c"], ["a.b.c.d"], ["{}"], ["\u0000"], ["é.é.é"]])(
    "the text %j",
    async ([text]) => {
      expect(await check(text ?? "")).toEqual({ ok: false, code: "unsigned" });
    },
  );
  test("a key that is no key", async () => {
    const jws = await signed();
    expect((await verify.verify(jws, "vangxa-plan+jws", () => "short")).ok).toBe(false);
  });
});

describe("header and signature that others may write", () => {
  const signedAs = (header: object) => {
    const key = createPrivateKey({
      key: { kty: "OKP", crv: "Ed25519", ...mine },
      format: "jwk",
    });
    const text = `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${Buffer.from(payload).toString("base64url")}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString("base64url")}`;
  };
  const plain = { typ: "vangxa-plan+jws", kid: "key-1", alg: "EdDSA" };

  test("members in another order, and members that change nothing, are read", async () => {
    expect((await check(signedAs(plain))).ok).toBe(true);
    expect((await check(signedAs({ ...plain, cty: "json" }))).ok).toBe(true);
  });
  test("a member that must be understood and is not, or another algorithm's name, is refused", async () => {
    expect((await check(signedAs({ ...plain, crit: ["exp"], exp: 1 }))).ok).toBe(false);
    expect((await check(signedAs({ ...plain, alg: "ES256" }))).ok).toBe(false);
  });
  test("a character that is none of base64url, anywhere, also where a decoder would skip it", async () => {
    const jws = signedAs(plain);
    for (let at = 0; at <= jws.length; at++) {
      for (const odd of [" ", "=", ".", "é"]) {
        const changed = jws.slice(0, at) + odd + jws.slice(at);
        expect((await check(changed)).ok, `${JSON.stringify(odd)} at ${at}`).toBe(false);
      }
    }
  });
});
