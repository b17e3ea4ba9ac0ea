import { randomBytes } from "node:crypto";

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** `prefix-time-chance`, letters that every topic and file name carries; ids of one prefix sort by time. */
export function newId(prefix: string): string {
  const chance = [...randomBytes(10)].map((byte) => LETTERS[byte & 31]).join("");
  return `${prefix}-${Date.now().toString(36)}-${chance}`;
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
