import { pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(pbkdf2);
/** The secret is 256 random bits, so a few rounds are enough; the line is one that mosquitto reads too. */
const ROUNDS = 101;
const BYTES = 64;

/** A fresh broker password: 256 bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** `$7$rounds$salt$hash` with PBKDF2-SHA-512, the form of mosquitto's password file. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(12);
  const hash = await derive(secret, salt, ROUNDS, BYTES, "sha512");
  return `$7$${ROUNDS}$${salt.toString("base64")}$${hash.toString("base64")}`;
}

/** Never throws: a line that cannot be read matches nothing. */
export async function checkSecret(secret: Uint8Array, line: string): Promise<boolean> {
  const [empty, form, rounds, salt, hash, more] = line.split("$");
  if (empty !== "" || form !== "7" || !rounds || !salt || !hash || more !== undefined) return false;
  if (!/^[1-9]\d{0,6}$/.test(rounds)) return false;
  const wanted = Buffer.from(hash, "base64");
  if (wanted.length !== BYTES) return false;
  const found = await derive(secret, Buffer.from(salt, "base64"), Number(rounds), BYTES, "sha512");
  return timingSafeEqual(found, wanted);
}
