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

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

/** The scripts that must be there before this one runs, itself included. */
function neededBy(
  name: string,
  all: Readonly<Record<string, Chunk>>,
  seen = new Set<string>(),
): Set<string> {
  const chunk = all[name];
  if (chunk && !seen.has(chunk.file)) {
    seen.add(chunk.file);
    for (const one of chunk.imports ?? []) neededBy(one, all, seen);
  }
  return seen;
}

test("the first screen loads less than 40 KB of script, the map less than 60, no other part more than 15", () => {
  const all = JSON.parse(readFileSync(`${dist}/manifest.json`, "utf8")) as Record<string, Chunk>;
  const first = new Set([...neededBy("index.html", all), ...neededBy("today.tsx", all)]);
  const sizes = (some: Iterable<string>) =>
    [...some].map((file) => size(file.replace("assets/", "")));
  expect(first.size).toBeGreaterThan(2);
  expect(sizes(first).reduce((sum, one) => sum + one, 0)).toBeLessThan(40 * 1_024);
  const map = all["map-drawing.ts"]?.file ?? "";
  expect(sizes([map])[0]).toBeLessThan(60 * 1_024);
  const later = files()
    .filter((file) => file.endsWith(".js"))
    .filter((file) => ![...first, map].includes(`assets/${file}`));
  expect(later.length).toBeGreaterThan(5);
  expect(Math.max(...sizes(later))).toBeLessThan(15 * 1_024);
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
