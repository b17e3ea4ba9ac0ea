import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseDoctor } from "../../edge-agent/doctor/ask.ts";
import { parseSettings } from "../../edge-agent/settings.ts";

const vangxa = fileURLToPath(new URL("../../bin/vangxa.mjs", import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vangxa-provision-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => {
  const { status, stdout } = spawnSync(process.execPath, [vangxa, "provision", ...args], {
    encoding: "utf8",
  });
  return { status, stdout };
};
const must = ["--controller", "http://10.0.0.5:8080", "--claim", "AB-12"];

test("a board's files are written once, for the right eyes, and say what the agent understands", () => {
  const out = join(folder, "board");
  const sensors = ["--listen", "alsa:plughw:1,0", "--serial", "/dev/ttyUSB0", "--board", "line"];
  const made = run("--out", out, ...must, ...sensors, "--json");
  const said = JSON.parse(made.stdout.trim().split("\n").at(-1) as string);
  expect(said).toMatchObject({ ok: true, out });
  expect(readdirSync(out).sort()).toEqual([...said.files].sort());
  expect(statSync(join(out, "agent.env")).mode & 0o777).toBe(0o600);
  expect(statSync(join(out, "install.sh")).mode & 0o777).toBe(0o755);
  const unit = readFileSync(join(out, "vangxa-agent.service"), "utf8");
  const words = /^ExecStart=\S+ \S+ (.*)$/m.exec(unit)?.[1]?.split(" ") ?? [];
  expect(parseSettings(words)).toMatchObject({
    ok: true,
    settings: { serial: { path: "/dev/ttyUSB0", board: "/etc/vangxa/board.json" } },
  });
  const script = readFileSync(join(out, "install.sh"), "utf8");
  const doctor = /agent\.mjs doctor ([^;]*);/.exec(script)?.[1]?.split(" ") ?? [];
  expect(parseDoctor(doctor)).toMatchObject({ ok: true });
  expect(spawnSync("sh", ["-n", join(out, "install.sh")]).status).toBe(0);
  const bare = spawnSync("sh", [join(out, "install.sh")], { encoding: "utf8" });
  expect([bare.status, bare.stderr]).toEqual([1, expect.stringContaining("[agent-missing]")]);
  const again = run("--out", out, ...must);
  expect([again.status, again.stdout]).toEqual([1, expect.stringContaining("[exists]")]);
}, 60_000);

test("what is missing, unknown or evil is refused with its reason", () => {
  expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--claim") });
  expect(run("--out", folder)).toMatchObject({ status: 2 });
  expect(run("--out", folder, ...must, "--sink", "alsa:x; reboot").status).toBe(2);
  const unknown = run("--out", folder, ...must, "--serial", "/dev/x", "--board", "y", "--json");
  expect(unknown.status).toBe(1);
  expect(JSON.parse(unknown.stdout)).toMatchObject({ ok: false, code: "board-unknown" });
  expect(readdirSync(folder)).toEqual([]);
}, 60_000);
