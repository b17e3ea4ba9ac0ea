import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const biome = `${root}node_modules/@biomejs/biome/bin/biome`;

/** File → its source, and the rules that must report it. */
const planted: Readonly<Record<string, readonly [source: string, ...rules: string[]]>> = {
  "contract/other-folder.ts": [
    'export { a } from "../controller/clean.ts";',
    "noRestrictedImports",
  ],
  "contract/node.ts": ['export { join } from "node:path";', "noRestrictedImports"],
  "contract/cycle-a.ts": [
    'import { b } from "./cycle-b.ts";\nexport const a = (): number => b();',
    "noImportCycles",
  ],
  "contract/cycle-b.ts": [
    'import { a } from "./cycle-a.ts";\nexport const b = (): number => a();',
    "noImportCycles",
  ],
  "contract/all.ts": ['export * from "./cycle-a.ts";', "noReExportAll", "noBarrelFile"],
  "contract/level.ts": ["export enum Level {\n  Normal,\n}", "noEnum"],
  "contract/property.ts": [
    "export class A {\n  constructor(private readonly a: number) {}\n}",
    "noParameterProperties",
  ],
  "contract/loose.ts": [
    "const send = async (): Promise<void> => {};\nexport const go = (): void => {\n  send();\n};",
    "noFloatingPromises",
  ],
  "contract/misused.ts": [
    "const ask = async (): Promise<boolean> => true;\nexport const go = (): number => (ask() ? 1 : 2);",
    "noMisusedPromises",
  ],
  "contract/some-cases.ts": [
    'export function go(a: "x" | "y"): number {\n  switch (a) {\n    case "x":\n      return 1;\n  }\n  return 2;\n}',
    "useExhaustiveSwitchCases",
  ],
  "contract/camelCase.ts": ["export const a = 1;", "useFilenamingConvention"],
  "contract/usual.ts": ["const a = 1;\nexport default a;", "noDefaultExport"],
  "edge-agent/controller.ts": [
    'export { a } from "../controller/clean.ts";',
    "noRestrictedImports",
  ],
  "edge-agent/library.ts": [
    'export { a } from "../audio-library/clean.ts";',
    "noRestrictedImports",
  ],
  "edge-agent/foreign.ts": ['export { a } from "left-pad";', "noUndeclaredDependencies"],
  "edge-agent/tool.ts": ['export { test } from "vitest";', "noUndeclaredDependencies"],
  "controller/agent.ts": ['export { a } from "../edge-agent/clean.ts";', "noRestrictedImports"],
  "controller/talk.ts": ['console.log("here");', "noConsole"],
  "controller/settings.adapter.ts": ["export const home = process.env;", "noProcessEnv"],
  "controller/web/store.ts": ['export type { a } from "../clean.store.ts";', "noRestrictedImports"],
  "controller/web/agent.ts": [
    'export type { a } from "../../edge-agent/clean.ts";',
    "noRestrictedImports",
  ],
  "controller/web/node.ts": ['export { join } from "node:path";', "noRestrictedImports"],
  "controller/date.ts": ["export const a = new Date();", "noRestrictedGlobals"],
  "controller/wait.service.ts": ["setTimeout(() => undefined, 1);", "noRestrictedGlobals"],
  "controller/tick.service.ts": ["setInterval(() => undefined, 1);", "noRestrictedGlobals"],
  "firmware-config/get.ts": ['export const a = fetch("x");', "noRestrictedGlobals"],
  "audio-library/here.ts": ["export const a = process.pid;", "noRestrictedGlobals"],
  "audio-library/page.ts": ["export const a = [document, window];", "noRestrictedGlobals"],
  "edge-agent/chance.ts": ["export const a = Math.random();", "plugin"],
  "edge-agent/now.ts": ["export const a = Date.now();", "plugin", "noRestrictedGlobals"],
  "controller/uuid.ts": ["export const a = crypto.randomUUID();", "plugin"],
  "controller/named-uuid.service.ts": [
    'import { randomUUID } from "node:crypto";\nexport const a = randomUUID();',
    "plugin",
  ],
};

/** What the same rules must leave alone. */
const clean: Readonly<Record<string, string>> = {
  "controller/clean.ts": "export const a = 1;",
  "controller/clean.store.ts": "export const a = 1;",
  "edge-agent/clean.ts": 'export type { B } from "../contract/clean.ts";',
  "audio-library/clean.ts": 'export type { B } from "../contract/clean.ts";',
  "contract/clean.ts": "export interface B {\n  readonly c: string;\n}",
  "edge-agent/clock.adapter.ts": "export const a = [Date.now(), Math.random(), setTimeout];",
  "edge-agent/main.ts": "export const a = [process.env, process.pid];",
  "controller/web/page.tsx": "export const a = [document.title, window.name];",
};

let folder = "";
let reported: ReadonlyMap<string, ReadonlySet<string>>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vangxa-biome-"));
  const sources = Object.entries(planted).map(([path, [source]]) => [path, source] as const);
  for (const [path, source] of [...sources, ...Object.entries(clean)]) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), `${source}\n`);
  }
  for (const path of [
    "biome.json",
    "package.json",
    "tsconfig.json",
    "test/support/no-entropy.grit",
  ])
    cpSync(root + path, join(folder, path));
  reported = lint();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lint(): Map<string, Set<string>> {
  const args = [biome, "lint", "--reporter=json", "--max-diagnostics=none", "."];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  const found = new Map<string, Set<string>>();
  for (const { category, location, severity } of JSON.parse(stdout).diagnostics) {
    if (severity !== "error") continue;
    const rules = found.get(location.path) ?? new Set<string>();
    found.set(location.path, rules.add(category.split("/").at(-1)));
  }
  return found;
}

test.for(Object.entries(planted))("%s is reported by its rule", ([path, [, ...rules]]) => {
  expect([...(reported.get(path) ?? [])]).toEqual(expect.arrayContaining(rules));
});

test("what is allowed is not reported", () => {
  expect(Object.keys(clean).filter((path) => reported.has(path))).toEqual([]);
});
