import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

const docs = (...args: readonly string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "bin/docs.ts", ...args], {
    cwd: root,
    encoding: "utf8",
  });

test("the generated pages in docs/ are what the contract says", () => {
  const { status, stderr } = docs("--check");
  expect(stderr).toBe("");
  expect(status).toBe(0);
}, 60_000);

test("a page edited by hand is found", () => {
  const folder = mkdtempSync(join(tmpdir(), "vangxa-docs-"));
  const page = join(folder, "contract.md");
  expect(docs(folder).status).toBe(0);
  appendFileSync(page, "and more\n");
  const { status, stderr } = docs("--check", folder);
  rmSync(folder, { recursive: true });
  expect([status, stderr]).toEqual([1, `${page} is not what the contract says: npm run docs\n`]);
}, 60_000);
