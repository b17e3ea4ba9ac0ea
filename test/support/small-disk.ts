import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own, small enough to be filled. */
export interface SmallDisk {
  readonly path: string;
  /** From now on nothing can be written; false while somebody is writing. */
  readOnly(): boolean;
  writable(): void;
  remove(): void;
}

const run = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: "ignore" }).status === 0;

/** `undefined` where this user may not mount. */
export function smallDisk(kilobytes: number): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), "vangxa-disk-"));
  if (!run("mount", "-t", "tmpfs", "-o", `size=${kilobytes}k`, "vangxa", path)) {
    rmSync(path, { recursive: true, force: true });
    return undefined;
  }
  return {
    path,
    readOnly: () => run("mount", "-o", "remount,ro", path),
    writable: () => {
      if (!run("mount", "-o", "remount,rw", path)) throw new Error("cannot remount");
    },
    remove() {
      // Lazy: a program that was stopped a moment ago may still be letting go.
      run("umount", "-l", path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
