import { createHash } from "node:crypto";
import type { Sha256 } from "../contract/ids.ts";

export const sha256Of = (data: string | Uint8Array): Sha256 =>
  createHash("sha256").update(data).digest("hex") as Sha256;
