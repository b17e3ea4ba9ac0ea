import { generateKeyPairSync } from "node:crypto";
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "../sync-folder.adapter.ts";
import type { KeyFiles, KeyRecord } from "./keys.ts";

/** One file a key, readable by the controller's user alone. */
export async function keyFolder(folder: string): Promise<KeyFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    load: async () => {
      const names = (await readdir(folder)).filter((name) => name.endsWith(".jwk"));
      return Promise.all(
        names.map(
          async (name) => JSON.parse(await readFile(join(folder, name), "utf8")) as KeyRecord,
        ),
      );
    },
    save: async (key) => {
      const part = join(folder, `${key.kid}.part`);
      const file = await open(part, "wx", 0o600);
      try {
        await file.writeFile(JSON.stringify(key));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, join(folder, `${key.kid}.jwk`));
      await syncFolder(folder);
    },
    make: () => {
      const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
      if (x === undefined || d === undefined) throw new Error("no Ed25519 key came out");
      return { x, d };
    },
  };
}
