import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import type { BrokerFiles } from "./export.ts";

/** Writes the two files whole or not at all; the broker reads them again on SIGHUP, and open connections stay. */
export async function writeBrokerFiles(folder: string, files: BrokerFiles): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  await replace(join(folder, "mosquitto.passwords"), files.passwords);
  await replace(join(folder, "mosquitto.acl"), files.acl);
}

async function replace(path: string, text: string): Promise<void> {
  const part = `${path}.part`;
  const file = await open(part, "w", 0o640);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}
