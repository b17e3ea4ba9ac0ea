import { generateKeyPairSync, sign } from "node:crypto";
import type { StreamKey } from "./live.ts";

/** A key for one stream: it lives in this process, as long as the stream. */
export function newStreamKey(): StreamKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    x: publicKey.export({ format: "jwk" }).x as string,
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}
