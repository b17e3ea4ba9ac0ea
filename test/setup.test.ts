import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { programs } from "./support/programs.mjs";

const setup = fileURLToPath(new URL("setup.mjs", import.meta.url));
let bin = "";

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "vangxa-bin-"));
});
afterEach(() => rmSync(bin, { recursive: true, force: true }));

function program(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

/** A stand-in apt-get that notes its arguments; `install` works only once `update` has been asked for. */
function aptThatNeedsUpdate(): void {
  const lay = Object.keys(programs).map(
    (name) => `printf '#!/bin/sh\\n' > ${bin}/${name}; /bin/chmod +x ${bin}/${name}`,
  );
  program(
    "apt-get",
    `echo "$DEBIAN_FRONTEND $*" >> ${bin}/asked
case "$*" in
  *update*) : > ${bin}/updated ;;
  *) [ -e ${bin}/updated ] || { echo "E: no lists" >&2; exit 100; }
     ${lay.join("\n     ")} ;;
esac`,
  );
}

/** The set-up on a machine where only the folder `bin` holds programs. */
function run(uid: number, ci = "false") {
  const who = `data:text/javascript,process.getuid=()=>${uid}`;
  return spawnSync(process.execPath, ["--import", who, setup], {
    encoding: "utf8",
    env: { PATH: bin, CI: ci, VANGXA_TEST_ONLY_PATH: "1" },
  });
}

test("as root on Debian what is missing is installed, with new lists only if needed, asking nothing", () => {
  aptThatNeedsUpdate();
  const { status, stderr } = run(0, "true");
  const asked = readFileSync(join(bin, "asked"), "utf8").trim().split("\n");
  expect(asked.map((line) => /update|install/.exec(line)?.[0])).toEqual([
    "install",
    "update",
    "install",
  ]);
  expect(asked[0]).toMatch(/^noninteractive .*--yes --no-install-recommends .*mosquitto/);
  expect(stderr).toContain("apt-get install: E: no lists");
  expect(status).toBe(0);
});

test("an ordinary user is told what is missing, and installs nothing", () => {
  aptThatNeedsUpdate();
  const { status, stderr } = run(1_000);
  expect(stderr).toContain(`not here: ${Object.keys(programs).join(", ")}`);
  expect(existsSync(join(bin, "asked"))).toBe(false);
  expect(status).toBe(0);
});

test("with CI=true a missing program fails the set-up", () => {
  expect(run(1_000, "true").status).toBe(1);
});

test("where nothing is missing it is silent", () => {
  for (const name of Object.keys(programs)) program(name, "exit 0");
  const { status, stderr } = run(0, "true");
  expect([status, stderr]).toEqual([0, ""]);
});
