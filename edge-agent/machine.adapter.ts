import { readFileSync } from "node:fs";
import { milliseconds } from "../contract/time.ts";
import { steadyMilliseconds } from "./clock.adapter.ts";
import type { Machine } from "./link/kept-time.ts";

const BOOT_ID = "/proc/sys/kernel/random/boot_id";

/** The machine by the name of its boot, as Linux gives it; nothing where the system has no such name. */
export function machineHere(file = BOOT_ID): (() => Machine) | undefined {
  try {
    const boot = readFileSync(file, "utf8").trim();
    return () => ({ boot, uptime: milliseconds(steadyMilliseconds()) });
  } catch {
    return undefined;
  }
}
