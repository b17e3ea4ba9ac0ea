import { readdirSync, readFileSync } from "node:fs";
import { compactVerify, importJWK } from "jose";
import { expect, test } from "vitest";
import { type ChannelName, channels, matchTopic } from "../../contract/channels.ts";
import { decode } from "../../contract/codec.ts";

// Boards in the field are old: these messages were really encoded once and must be understood for ever. Never edit or remove one.
const folder = new URL("./golden/1/", import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
const files = readdirSync(folder).filter((file) => file !== "key.json");

interface Golden {
  readonly channel: ChannelName;
  readonly topic: string;
  readonly payload: string;
  readonly means: unknown;
  /** The public key that signed it, where that is not the one of key.json. */
  readonly x?: string;
}

test("every channel has a golden message", () => {
  const known = new Set(files.map((file) => (read(file) as Golden).channel));
  expect([...known].sort()).toEqual(Object.keys(channels).sort());
});

test.each(files)("%s is still understood", async (file) => {
  const golden = read(file) as Golden;
  expect(matchTopic(golden.topic)?.name).toBe(golden.channel);
  const decoded = decode(golden.channel, await payloadOf(golden));
  expect(decoded).toEqual({ ok: true, body: golden.means });
});

async function payloadOf(golden: Golden): Promise<Uint8Array> {
  const typ = channels[golden.channel].signed;
  if (typ === false) return new TextEncoder().encode(golden.payload);
  const { x } = golden.x ? golden : (read("key.json") as { x: string });
  const key = await importJWK({ kty: "OKP", crv: "Ed25519", x: x ?? "" }, "EdDSA");
  const verified = await compactVerify(golden.payload, key, { algorithms: ["EdDSA"] });
  expect(verified.protectedHeader["typ"]).toBe(typ);
  return verified.payload;
}
