import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { writesOf } from "./support/architecture.ts";
import { folders } from "./support/architecture-tables.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(root + path, "utf8");
const architecture = read("docs/architecture.md");

/** The first two cells of each row of the Markdown table under a heading line. */
function table(markdown: string, header: string): [string, string][] {
  const [, after = ""] = markdown.split(`${header}\n`);
  const [rows = ""] = after.split("\n\n");
  return rows
    .split("\n")
    .slice(1)
    .filter((row) => row.startsWith("|"))
    .map((row) => row.split("|").map((cell) => cell.trim()))
    .map(([, one = "", two = ""]) => [one, two]);
}

const words = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word!);

test("the import table of docs/architecture.md is the one that is held", () => {
  const said = table(architecture, "| folder | may import |").map(([folder, others]) => [
    words(folder)[0]?.replace("/", ""),
    words(others).map((other) => other.replace("/", "")),
  ]);
  expect(Object.fromEntries(said)).toEqual(folders);
});

test("one concept writes a table, and docs/architecture.md says which", () => {
  const owners = new Map(
    table(architecture, "| concept | tables |").flatMap(([concept, tables]) =>
      words(tables).map((name) => [name, concept]),
    ),
  );
  const wrong = readdirSync(`${root}controller`, { recursive: true })
    .map(String)
    .filter((path) => /^\w+\/[^/]+\.ts$/.test(path) && !path.endsWith("migrations.ts"))
    .flatMap((path) => writesOf(read(`controller/${path}`)).map((name) => [path, name] as const))
    .filter(([path, name]) => owners.get(name) !== path.split("/")[0])
    .map(([path, name]) => `${path} writes ${name}, which is ${owners.get(name) ?? "nobody"}'s`);
  expect(wrong).toEqual([]);
  const declared =
    /interface Tables \{([^}]*)\}/.exec(read("controller/store/tables.ts"))?.[1] ?? "";
  const tables = [...declared.matchAll(/(\w+):/g)].map(([, name]) => name);
  expect([...owners.keys()].toSorted()).toEqual(tables.toSorted());
  expect(writesOf('db\n.insertInto("role").values(a); db.deleteFrom( "login" )')).toEqual([
    "role",
    "login",
  ]);
});

test("every dependency has its line in docs/decisions.md, and no line has lost its package", () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read("package.json"));
  const wanted = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies });
  const said = table(
    read("docs/decisions.md"),
    "| date | package | why this one | what would replace it |",
  );
  const named = said.flatMap(([, packages]) => packages.replace(/ \(.*\)/, "").split(", "));
  expect(named.toSorted()).toEqual(wanted.toSorted());
});

test("the project is under the Apache License, and NOTICE names what is not", () => {
  const manifest = JSON.parse(read("package.json"));
  expect(manifest.license).toBe("Apache-2.0");
  expect(read("LICENSE")).toContain("Apache License");
  for (const name of Object.keys(manifest.optionalDependencies))
    expect(read("NOTICE")).toContain(name);
});

test("each file that a page of docs/ or the README names exists", () => {
  const pages = [
    "README.md",
    "CONTRIBUTING.md",
    ...readdirSync(`${root}docs`).map((page) => `docs/${page}`),
  ];
  const missing = pages
    .filter((page) => page.endsWith(".md"))
    .flatMap((page) => words(read(page)).map((word) => ({ page, word })))
    .filter(({ word }) =>
      /^(contract|controller|edge-agent|audio-library|firmware-config|test|docs|bin)\/[a-z0-9/.-]+\.[a-z]+$/.test(
        word,
      ),
    )
    .filter(({ word }) => !exists(word))
    .map(({ page, word }) => `${page}: ${word}`);
  expect(missing).toEqual([]);
});

function exists(path: string): boolean {
  try {
    read(path);
    return true;
  } catch {
    return false;
  }
}
