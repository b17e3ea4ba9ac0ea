import { readFile, statfs } from "node:fs/promises";
import type { Sample } from "./health.ts";

const THERMAL = "/sys/class/thermal/thermal_zone0/temp";

export const sampleBoard =
  (folder: string): Sample =>
  async () => {
    const disk = await statfs(folder).catch(() => undefined);
    const heat = Number(await readFile(THERMAL, "utf8").catch(() => ""));
    return {
      memory: process.memoryUsage.rss(),
      ...(disk ? { diskFree: disk.bavail * disk.bsize } : {}),
      ...(heat > 0 ? { temperature: heat / 1_000 } : {}),
    };
  };
