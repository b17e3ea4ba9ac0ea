import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vangxa-closing-"));
  const reporter = JSON.stringify(`${root}test/support/closing-line-reporter.ts`);
  writeFileSync(
    join(folder, "vitest.config.ts"),
    `import { ClosingLine } from ${reporter};
     export default { test: { globals: true, reporters: ["default", new ClosingLine()] } };`,
  );
  write("good.test.ts", 'test("is right", () => {});\ntest("is too", () => {});');
  write(
    "skip.test.ts",
    'test("hears", ({ skip }) => skip("needs aplay"));\ntest.skip("off", () => {});',
  );
  write(
    "late.test.ts",
    'let tries = 0;\ntest("is late once", { retry: 1 }, () => expect(++tries).toBe(2));',
  );
  write("bad.test.ts", 'test("is wrong", () => { throw new Error("no"); });');
  write("broken.test.ts", 'throw new Error("does not load");');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  writeFileSync(join(folder, path), text);
}

function run(files: readonly string[], ci: "true" | "false") {
  const vitest = `${root}node_modules/vitest/vitest.mjs`;
  const args = [vitest, "run", "--root", folder, "--config", join(folder, "vitest.config.ts")];
  const { status, stdout } = spawnSync(process.execPath, [...args, ...files], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, CI: ci, NO_COLOR: "1" },
  });
  return { status, lines: stdout.trimEnd().split("\n") };
}

test("the last line counts what passed, failed and was skipped", () => {
  const { status, lines } = run(["good", "bad", "broken"], "false");
  expect(lines.at(-1)).toBe("2 passed, 2 failed, 0 skipped");
  expect(status).toBe(1);
});

test("a test that needed its second try is named", () => {
  const { status, lines } = run(["late"], "true");
  expect(lines).toContain("passed at the second try: late.test.ts > is late once");
  expect(lines.at(-1)).toBe("1 passed, 0 failed, 0 skipped");
  expect(status).toBe(0);
});

test("a skipped test is named with what it needs, and passes on a person's machine", () => {
  const { status, lines } = run(["good", "skip"], "false");
  expect(lines).toContain("skipped: skip.test.ts > hears (needs aplay)");
  expect(lines).toContain("skipped: skip.test.ts > off");
  expect(lines.at(-1)).toBe("2 passed, 0 failed, 2 skipped");
  expect(status).toBe(0);
});

test("with CI=true a skipped test fails the run", () => {
  const { status, lines } = run(["good", "skip"], "true");
  expect(lines.at(-2)).toContain("2 skipped, which counts as a failure");
  expect(lines.at(-1)).toBe("2 passed, 0 failed, 2 skipped");
  expect(status).toBe(1);
});

test("with CI=true a run in which all passed passes", () => {
  expect(run(["good"], "true").status).toBe(0);
});
