import { readFile, writeFile } from "node:fs/promises";
import { asyncApi, contractMarkdown } from "../contract/describe.ts";

/** Writes the generated pages, or with `--check` only compares them with what is checked in. */
const pages: Record<string, string> = {
  "docs/contract.md": contractMarkdown(),
  "docs/asyncapi.yaml": asyncApi(),
};

const check = process.argv.includes("--check");
let stale = 0;
for (const [path, text] of Object.entries(pages)) {
  const file = new URL(`../${path}`, import.meta.url);
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
    stale += 1;
    process.stderr.write(`${path} is not what contract/ says: run npm run docs\n`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
