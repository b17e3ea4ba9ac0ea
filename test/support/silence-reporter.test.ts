import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

/** A killed process that nobody has collected yet still has its entry, with state Z. */
function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, "utf8"));
}

const root = fileURLToPath(new URL("../..", import.meta.url));

test("a run whose worker hangs in an endless loop ends with its processes, and names the file", () => {
  const folder = mkdtempSync(join(tmpdir(), "vangxa-silence-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const reporter = JSON.stringify(`${root}test/support/silence-reporter.ts`);
  writeFileSync(
    join(folder, "vitest.config.ts"),
    `import { Silence } from ${reporter};
     export default { test: { globals: true, pool: "forks",
       reporters: ["default", new Silence(3_000)] } };`,
  );
  writeFileSync(
    join(folder, "hang.test.ts"),
    'function round() { for (;;) Math.imul(2, 3); }\ntest("goes round", () => round(), 500);',
  );
  const vitest = `${root}node_modules/vitest/vitest.mjs`;
  const { status, stderr } = spawnSync(process.execPath, [vitest, "run", "--root", folder], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    timeout: 60_000,
  });
  expect(status).toBe(1);
  expect(stderr).toContain("no test has ended for 3 s");
  expect(stderr).toContain("  hang.test.ts\n");
  const worker = Number(/^ {2}(\d+) R \d+ ticks/m.exec(stderr)?.[1]);
  expect(worker).toBeGreaterThan(0);
  expect(isAlive(worker)).toBe(false);
}, 90_000);
