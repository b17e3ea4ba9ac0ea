import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isReadOnly } from "./read-only.ts";

/** A process and when it began, so that a number used again is not taken for the old one. */
async function nameOf(pid: number): Promise<string | undefined> {
  try {
    process.kill(pid, 0);
  } catch {
    return undefined;
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return `${pid} ${fields[19] ?? ""}`;
}

/** Makes the folder and takes it for this process; rejects while another living one has it. Returns how to let go. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "agent.pid");
  const held = (await readFile(path, "utf8").catch(() => "")).trim();
  const pid = Number.parseInt(held, 10);
  if (pid > 0 && pid !== process.pid && (await nameOf(pid)) === held) {
    throw new Error(`process ${pid} has this folder`);
  }
  try {
    await writeFile(path, `${await nameOf(process.pid)}\n`, { mode: 0o600 });
  } catch (error) {
    // Nobody can take a folder on a read-only disk; what is on it may be played all the same.
    if (!isReadOnly(error)) throw error;
    return async () => undefined;
  }
  return () => rm(path, { force: true });
}
