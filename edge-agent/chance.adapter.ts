import { randomBytes } from "node:crypto";
import type { Chance } from "./chance.ts";

export const systemChance: Chance = {
  unit: () => Math.random(),
  name: () =>
    BigInt(`0x${randomBytes(16).toString("hex")}`)
      .toString(36)
      .padStart(26, "0"),
};
