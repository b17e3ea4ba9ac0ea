#!/usr/bin/env node
// Writes dist/agent.mjs: the board's program as one file, as `bin/bundle.ts` makes it.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { register } from "tsx/esm/api";

register();
const { bundleAgent } = await import("./bundle.ts");

const { outputFiles } = await bundleAgent(fileURLToPath(new URL("../dist", import.meta.url)));
for (const { path, contents } of outputFiles) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
  process.stderr.write(`${path} ${contents.byteLength} bytes\n`);
}
