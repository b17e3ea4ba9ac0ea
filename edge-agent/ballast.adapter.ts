import { open, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Ballast } from "./room.ts";

/** Bytes; less on a small disk. */
const MOST = 4 * 1_024 * 1_024;
const SHARE = 1 / 8;
/** So much is left free after it was put back. */
const LEFT = 256 * 1_024;

export function ballastIn(folder: string): Ballast {
  const path = join(folder, "ballast");
  const sizeNow = () =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    );

  async function fill(): Promise<void> {
    const { blocks, bavail, bsize } = await statfs(folder);
    const size = Math.min(MOST, Math.floor(blocks * bsize * SHARE));
    const has = await sizeNow();
    if (has === size || bavail * bsize + has < size + LEFT) return;
    const handle = await open(path, "w", 0o600);
    try {
      // Written, not only sized: a hole in a file holds no place.
      await handle.writeFile(Buffer.alloc(size, 1));
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  return {
    load: () => fill().catch(() => rm(path, { force: true }).catch(() => undefined)),
    async drop() {
      const had = (await sizeNow()) > 0;
      await rm(path, { force: true });
      return had;
    },
  };
}
