// Writes the pages that are derived from the contract; with --check it only compares, and fails
// where a page is not what the code says. A folder may be named; else it is docs/.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { asyncApi, contractMarkdown } from "../contract/describe.ts";

const pages: Readonly<Record<string, () => string>> = {
  "contract.md": contractMarkdown,
  "asyncapi.yaml": asyncApi,
};

const { values, positionals } = parseArgs({
  options: { check: { type: "boolean", default: false } },
  allowPositionals: true,
});
const folder = positionals[0] ?? fileURLToPath(new URL("../docs", import.meta.url));

for (const [name, page] of Object.entries(pages)) {
  const path = join(folder, name);
  const text = page();
  if (!values.check) writeFileSync(path, text);
  else if (read(path) !== text) {
    process.stderr.write(`${path} is not what the contract says: npm run docs\n`);
    process.exitCode = 1;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
