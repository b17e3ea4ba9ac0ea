import { open, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Bytes that are given up when the disk is full, so that receipts still fit. */
const SIZE = 4 * 1_024 * 1_024;

export interface Ballast {
  /** Puts it back if there is room; a full disk is no error here. */
  load(): Promise<void>;
  /** True when there was one to drop. */
  drop(): Promise<boolean>;
}

export function ballastIn(folder: string): Ballast {
  const path = join(folder, "ballast");
  const sizeNow = () =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    );
  return {
    async load() {
      if ((await sizeNow()) === SIZE) return;
      try {
        const handle = await open(path, "w", 0o600);
        try {
          // Written, not only sized: a hole in a file holds no place.
          await handle.writeFile(Buffer.alloc(SIZE, 1));
          await handle.sync();
        } finally {
          await handle.close();
        }
      } catch {
        await rm(path, { force: true });
      }
    },
    async drop() {
      const had = (await sizeNow()) > 0;
      await rm(path, { force: true });
      return had;
    },
  };
}
