#!/usr/bin/env node
// Brings the programs that some tests need (test/support/programs.mjs). As root on Debian it
// installs what is missing; elsewhere it says what is missing, and the tests that need it say
// `skipped: needs X`. With CI=true a missing program is a failure: the proof would not be made.
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { pathOf, programs } from "./support/programs.mjs";

// Asked by dpkg before it starts a daemon; 101 forbids it. The tests start what they need.
const policy = "/usr/sbin/policy-rc.d";
const WAIT_MS = 8 * 60_000;

const wanted = missing();
if (wanted.length > 0 && process.getuid?.() === 0 && pathOf("apt-get"))
  withoutDaemons(() => installPackages(packagesOf(wanted)));
const absent = missing();
if (absent.length > 0) {
  say(`not here: ${absent.join(", ")} (Debian: ${packagesOf(absent).join(" ")})`);
  say("the tests that need them will say `skipped: needs …`");
  if (process.env.CI === "true") process.exitCode = 1;
}

function installPackages(packages) {
  say(`installing for the tests: ${packages.join(" ")}`);
  const install = ["install", "--yes", "--no-install-recommends", ...packages];
  // The lists of packages may be absent or old.
  if (!apt(install) && apt(["update"])) apt(install);
}

function apt(args) {
  const bounds = ["-o", "DPkg::Lock::Timeout=240", "-o", "Acquire::Retries=2", "-qq"];
  const { status, stderr } = spawnSync("apt-get", [...bounds, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" },
    timeout: WAIT_MS,
  });
  if (status !== 0) say(`apt-get ${args[0]}: ${String(stderr).trim().split("\n").at(-1)}`);
  return status === 0;
}

function withoutDaemons(work) {
  const ours = forbidDaemons();
  try {
    work();
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

/** An existing policy is the machine owner's and stays as it is. */
function forbidDaemons() {
  try {
    writeFileSync(policy, "#!/bin/sh\nexit 101\n", { flag: "wx", mode: 0o755 });
    return true;
  } catch {
    return false;
  }
}

function missing() {
  return Object.keys(programs).filter((name) => pathOf(name) === undefined);
}

function packagesOf(names) {
  return [...new Set(names.map((name) => programs[name]))];
}

function say(text) {
  process.stderr.write(`test/setup: ${text}\n`);
}
