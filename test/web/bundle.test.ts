import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = `${root}controller/web/dist`;

beforeAll(() => {
  const built = spawnSync(process.execPath, [`${root}bin/build-web.mjs`], { encoding: "utf8" });
  expect([built.status, built.stdout]).toEqual([0, ""]);
}, 60_000);

const size = (file: string): number => gzipSync(readFileSync(`${dist}/assets/${file}`)).length;
const files = (): string[] => readdirSync(`${dist}/assets`);

test("all scripts together stay under the first load's 60 KB", () => {
  const scripts = files().filter((file) => file.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(5);
  expect(scripts.reduce((sum, file) => sum + size(file), 0)).toBeLessThan(60 * 1_024);
});

test("styles stay under 15 KB", () => {
  const styles = files().filter((file) => file.endsWith(".css"));
  expect(styles.reduce((sum, file) => sum + size(file), 0)).toBeLessThan(15 * 1_024);
});

test("the page asks no other host for anything", () => {
  const page = readFileSync(`${dist}/index.html`, "utf8");
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
});

test("a second build with nothing new does nothing", () => {
  const before = readFileSync(`${dist}/stamp`, "utf8");
  const again = spawnSync(process.execPath, [`${root}bin/build-web.mjs`], { encoding: "utf8" });
  expect([again.status, again.stderr, readFileSync(`${dist}/stamp`, "utf8")]).toEqual([
    0,
    "",
    before,
  ]);
});
