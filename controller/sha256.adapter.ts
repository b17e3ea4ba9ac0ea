import { hash } from "node:crypto";
import type { Sha256 } from "../contract/ids.ts";

/** SHA-256 of text (UTF-8) or bytes, lower-case hexadecimal. */
export const sha256Of = (data: string | Uint8Array): Sha256 =>
  hash("sha256", data, "hex") as Sha256;
