import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Value } from "typebox/value";
import { type Recipes, Rendition } from "./library.ts";
import type { Breathe } from "./work.ts";

export const breathe: Breathe = () => nextTurn();

/** A small file per recipe. It is only a cache: what cannot be read is made again. */
export async function folderRecipes(folder: string): Promise<Recipes> {
  await mkdir(folder, { recursive: true });
  const fileOf = (line: string): string =>
    join(folder, `${createHash("sha256").update(line).digest("hex")}.json`);
  return {
    recall: async (line) => {
      try {
        const found: unknown = JSON.parse(await readFile(fileOf(line), "utf8"));
        return Value.Check(Rendition, found) ? found : undefined;
      } catch {
        return undefined;
      }
    },
    keep: async (line, rendition) => {
      const file = fileOf(line);
      await writeFile(`${file}.part`, JSON.stringify(rendition));
      await rename(`${file}.part`, file);
    },
  };
}
