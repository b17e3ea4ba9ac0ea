import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Sha256 } from "../../contract/ids.ts";
import type { Secrets } from "./sessions.ts";

/** Randomness and hashes of `node:crypto`. */
export const nodeSecrets: Secrets = {
  token: () => randomBytes(32).toString("base64url"),
  sha256: (text) => createHash("sha256").update(text, "utf8").digest("hex") as Sha256,
  seal: (key, text) => createHmac("sha256", key).update(text, "utf8").digest("base64url"),
  same: (one, other) => {
    const [a, b] = [Buffer.from(one), Buffer.from(other)];
    return a.length === b.length && timingSafeEqual(a, b);
  },
  password: () => {
    // 20 letters of 31 are 99 bits; no letter that looks like another one when it is read from a screen.
    const letters = "abcdefghjkmnpqrstuvwxyz23456789";
    const picked: string[] = [];
    while (picked.length < 20) {
      for (const byte of randomBytes(32)) {
        if (byte < 248 && picked.length < 20) picked.push(letters[byte % 31] ?? "");
      }
    }
    return picked.join("").replace(/(.{5})(?=.)/g, "$1-");
  },
};
