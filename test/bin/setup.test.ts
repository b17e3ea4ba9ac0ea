import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vangxa-setup-"));
  cpSync(`${root}bin/setup.mjs`, join(folder, "bin/setup.mjs"));
  lock("1.0.0");
  // A stand-in npm: it notes how it was called and lays what `npm ci` would lay.
  write(
    "npm.mjs",
    `import { appendFileSync, mkdirSync } from "node:fs";
     appendFileSync("calls", process.argv.slice(2).join(" ") + "\\n");
     console.log("npm talks");
     mkdirSync("node_modules", { recursive: true });
     process.exit(process.env.FAIL ? 7 : 0);`,
  );
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  writeFileSync(join(folder, path), text);
}

function lock(version: string): void {
  const packages = {
    "": { name: "x" },
    "node_modules/a": { version, integrity: `sha-${version}` },
    "node_modules/only-elsewhere": { version: "2.0.0", integrity: "sha-2", optional: true },
  };
  write("package-lock.json", JSON.stringify({ packages }));
}

/** What npm itself notes after an install by hand. */
function installedByHand(version: string): void {
  mkdirSync(join(folder, "node_modules"));
  const packages = { "node_modules/a": { version, integrity: `sha-${version}` } };
  write("node_modules/.package-lock.json", JSON.stringify({ packages }));
}

function setUp(env: Record<string, string> = {}) {
  return spawnSync(process.execPath, ["bin/setup.mjs"], {
    cwd: folder,
    encoding: "utf8",
    env: { npm_execpath: join(folder, "npm.mjs"), ...env },
  });
}

const calls = (): string[] =>
  existsSync(join(folder, "calls"))
    ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n")
    : [];

test("a fresh clone gets exactly what the lock file names, once, and stdout stays clean", () => {
  const first = setUp();
  const second = setUp();
  expect(calls()).toEqual([
    "ci --include=dev --include=optional --no-audit --no-fund --loglevel=error",
  ]);
  expect([first.status, first.stdout, second.stdout, second.stderr]).toEqual([0, "", "", ""]);
  expect(first.stderr).toContain("Đang cài các gói npm");
});

test("a changed lock file installs again", () => {
  setUp();
  lock("1.0.1");
  setUp();
  expect(calls()).toHaveLength(2);
});

test("packages built for another Node are installed again", () => {
  setUp();
  const stamp = join(folder, "node_modules/.vangxa-setup");
  writeFileSync(stamp, readFileSync(stamp, "utf8").replace(process.versions.modules, "999"));
  setUp();
  expect(calls()).toHaveLength(2);
});

test("what was installed by hand and is right stays", () => {
  installedByHand("1.0.0");
  expect(setUp().status).toBe(0);
  expect(calls()).toEqual([]);
});

test("what was installed by hand and is old is installed again", () => {
  installedByHand("0.9.0");
  setUp();
  expect(calls()).toHaveLength(1);
});

test("when npm fails, so does the set-up, and the next run tries again", () => {
  expect(setUp({ FAIL: "1" }).status).toBe(7);
  expect(setUp().status).toBe(0);
  expect(calls()).toHaveLength(2);
});
