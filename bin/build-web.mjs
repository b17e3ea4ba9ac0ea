// Builds the web app into controller/web/dist when its sources are newer than what lies there. Quick
// when there is nothing to do. The new folder takes the old one's place whole, so a controller that
// starts meanwhile never reads half of it.
import { createHash } from "node:crypto";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const web = join(root, "controller/web");
const dist = join(web, "dist");
const stampFile = join(dist, "stamp");
// What a page imports from outside its folder is small, so all of contract/ counts.
const folders = ["controller/web", "contract", "controller/fleet", "controller/http"];

const stamp = stampOf();
if (readText(stampFile) !== stamp) await build();

async function build() {
  process.stderr.write("Đang dựng giao diện web… (building the web app)\n");
  const { build } = await import("vite");
  const fresh = mkdtempSync(join(web, "dist-new-"));
  try {
    await build({
      configFile: false,
      root: web,
      logLevel: "error",
      // The same bytes whatever NODE_ENV says: a test measures what is shipped.
      oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
      build: {
        outDir: fresh,
        emptyOutDir: true,
        // What loads what, for the test of the sizes.
        manifest: "manifest.json",
        // The oldest browsers that stations still have.
        target: ["chrome109", "firefox115", "safari15.4"],
        // A data: address would need its own permission in the content security policy.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
      },
    });
    writeFileSync(join(fresh, "stamp"), stamp);
    chmodSync(fresh, 0o755);
    takePlace(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Two builds at one time (two tests) may both come here: whoever is second finds the same files there. */
function takePlace(fresh) {
  const old = mkdtempSync(join(web, "dist-old-"));
  try {
    renameSync(dist, join(old, "dist"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  try {
    renameSync(fresh, dist);
  } catch (error) {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

function stampOf() {
  const digest = createHash("sha256");
  for (const folder of folders) {
    const names = readdirSync(join(root, folder), { recursive: true }).map(String).sort();
    for (const name of names) {
      if (name.startsWith("dist") || !/\.[a-z]+$/.test(name)) continue;
      digest.update(`${folder}/${name}\n`).update(readFileSync(join(root, folder, name)));
    }
  }
  digest.update(readFileSync(join(root, "package-lock.json")));
  return digest.digest("hex");
}

function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
