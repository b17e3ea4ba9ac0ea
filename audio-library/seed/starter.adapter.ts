import { readFile } from "node:fs/promises";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { type ReadStarter, StarterEntry } from "./starter.ts";

const near = (name: string): URL => new URL(`./${name}`, import.meta.url);

/** The scripts lie beside the code. */
export const readStarter: ReadStarter = async () => {
  const list: unknown = JSON.parse(await readFile(near("bulletins.json"), "utf8"));
  const entries = Value.Parse(Type.Array(StarterEntry), list);
  return Promise.all(
    entries.map(async ({ file, ...entry }) => ({
      ...entry,
      text: (await readFile(near(file), "utf8")).trim(),
    })),
  );
};
