// Makes a clone ready with nothing but Node and npm: the packages of package-lock.json, the
// built web app, and with --test the programs that the tests need. Quick when there is nothing to
// do. It speaks on stderr, because stdout belongs to the program that runs after it (`demo --json`).
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}node_modules/.vangxa-setup`;
// Whatever NODE_ENV says: the tests need the tools, a bare machine needs the optional programs.
const NPM_CI = "ci --include=dev --include=optional --no-audit --no-fund --loglevel=error".split(
  " ",
);

const stamp = stampOf(readText(`${root}package-lock.json`) ?? "");
if (!isReady()) install();
const webBuild = `${root}bin/build-web.mjs`;
if (existsSync(webBuild)) run(process.execPath, [webBuild]);
if (process.argv.includes("--test")) run(process.execPath, [`${root}test/setup.mjs`]);

/** Native packages are built for one Node ABI, so the stamp names it beside the lock file. */
function stampOf(lock) {
  const digest = createHash("sha256").update(lock).digest("hex");
  return `${process.platform}-${process.arch}-${process.versions.modules} ${digest}\n`;
}

function isReady() {
  const written = readText(stampFile);
  if (written === stamp) return true;
  const sameMachine = written === undefined || written.split(" ")[0] === stamp.split(" ")[0];
  if (!sameMachine || !installedByHand()) return false;
  writeFileSync(stampFile, stamp);
  return true;
}

/** After `npm install` by hand npm's own record tells the truth: never wipe a good folder. */
function installedByHand() {
  const record = readText(`${root}node_modules/.package-lock.json`);
  if (record === undefined) return false;
  const wanted = JSON.parse(readText(`${root}package-lock.json`)).packages;
  const found = JSON.parse(record).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" || // the project itself
      (found[path]?.version === entry.version && found[path]?.integrity === entry.integrity) ||
      (entry.optional === true && found[path] === undefined), // made for another platform
  );
}

function install() {
  process.stderr.write("Đang cài các gói npm, lần đầu mất vài phút… (installing npm packages)\n");
  // Under `npm run` the running npm is named; else the one on PATH.
  const npm = process.env.npm_execpath;
  if (npm) run(process.execPath, [npm, ...NPM_CI]);
  else run("npm", NPM_CI);
  writeFileSync(stampFile, stamp);
}

function run(program, args) {
  // JOBS: where the database has no ready-made build it is compiled, on all cores.
  const env = { JOBS: "max", ...process.env };
  const { status, error } = spawnSync(program, args, { cwd: root, env, stdio: ["ignore", 2, 2] });
  if (error) process.stderr.write(`${program}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
