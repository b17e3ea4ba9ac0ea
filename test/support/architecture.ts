import { posix } from "node:path";
import {
  apps,
  concepts,
  folders,
  knowsNode,
  packages,
  plumbing,
  type Role,
  roles,
  sharedWords,
} from "./architecture-tables.ts";

export interface Import {
  readonly from: string;
  readonly kind: "value" | "type";
}

const LONGEST = 350;

/** Every value, type and dynamic import, re-export and `new URL("…", import.meta.url)` of a source. */
export function importsOf(source: string): Import[] {
  const code = source.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    "$1",
  );
  const found: Import[] = [];
  const add = (pattern: RegExp, kind: (match: RegExpMatchArray) => Import["kind"]) => {
    for (const match of code.matchAll(pattern))
      found.push({ from: match.at(-1) || "computed", kind: kind(match) });
  };
  add(/^\s*(?:import|export)\s+(type\s+)?[^"'`;()=]*?\bfrom\s*["']([^"']+)["']/gm, (match) =>
    match[1] ? "type" : "value",
  );
  add(/^\s*import\s*["']([^"']+)["']/gm, () => "value");
  // A method may be named `import`: what has no name to read counts only where its value is used.
  add(/\bimport\(\s*["'`]([^"'`]+)["'`]/g, () => "value");
  add(/(?:await|return|=>?|[([,])\s*import\((?=\s*[^\s"'`])()/g, () => "value");
  add(/\bimport\.meta\.resolve\(\s*(?:["'`]([^"'`]+)["'`])?/g, () => "value");
  add(/\bnew URL\(\s*["']([^"']+\.m?ts)["'],\s*import\.meta\.url/g, () => "value");
  return found;
}

/** What is wrong with one file, in sentences. `path` is relative to the repository. */
export function violations(path: string, source: string): string[] {
  const product = Object.keys(folders).includes(folderOf(path));
  return [
    ...shapeOf(path, source),
    ...(product ? importsOf(source).flatMap((one) => importOf(path, one)) : []),
  ].map((wrong) => `${path}: ${wrong}`);
}

/** Tables that a source inserts into, updates or deletes from. */
export function writesOf(source: string): string[] {
  const writes = /\.(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(\s*["']([a-z_]+)/g;
  return [...source.matchAll(writes)].map(([, table]) => table ?? "");
}

function shapeOf(path: string, source: string): string[] {
  const wrong: string[] = [];
  const lines = source.split("\n").length - 1;
  if (lines > LONGEST) wrong.push(`${lines} lines, more than ${LONGEST}`);
  if (/(^|\/)(utils?|helpers?|common|misc)(\/|\.|$)/.test(path))
    wrong.push("a name that says nothing");
  if (!/^[a-z0-9.-]+$/.test(posix.basename(path))) wrong.push("a name that is not kebab-case");
  if (/\bvi\.(mock|doMock|useFakeTimers)\(/.test(source)) wrong.push("a module mock or fake timer");
  if (/\b(TO[D]O|FIX[M]E)\b/.test(source)) wrong.push("a note of something left undone");
  return wrong;
}

function importOf(path: string, { from, kind }: Import): string[] {
  if (from.startsWith(".")) return fileImport(path, posix.join(posix.dirname(path), from), kind);
  if (from.startsWith("node:"))
    return knowsNode.test(path) || roleOf(path) === "main"
      ? []
      : [`a ${roleOf(path)} file imports ${from}`];
  const places = packages.filter(([name]) => name.test(from));
  if (places.length === 0) return [`${from} has no place in the table of packages`];
  return places.some(([, place]) => place.test(path)) ? [] : [`${from} is not for this file`];
}

function fileImport(path: string, target: string, kind: Import["kind"]): string[] {
  const [here, there] = [folderOf(path), folderOf(target)];
  if (here !== there && !folders[here]?.includes(there)) return [`${here} imports ${target}`];
  if (!/\.(ts|tsx|json)$/.test(target)) return [`${target} is imported without its ending`];
  return [...roleImport(path, target, kind), ...conceptImport(path, target, kind)];
}

function roleImport(path: string, target: string, kind: Import["kind"]): string[] {
  const [mine, theirs] = [roleOf(path), roleOf(target)];
  const atHome = posix.dirname(path) === posix.dirname(target) ? roles[mine].atHome : undefined;
  const allowed = atHome === theirs ? "value" : roles[mine].may[theirs];
  if (allowed === "value" || (allowed === "type" && kind === "type")) return [];
  return [`a ${mine} file imports the ${kind} of a ${theirs} file, ${target}`];
}

function conceptImport(path: string, target: string, kind: Import["kind"]): string[] {
  const inside = folderOf(path) === "controller" && folderOf(target) === "controller";
  return !inside || mayEnter(path, target, kind) ? [] : [`${path} may not know ${target}`];
}

function mayEnter(path: string, target: string, kind: Import["kind"]): boolean {
  const [mine, theirs] = [roomOf(path), roomOf(target)];
  // Of the files beside app.ts only the pure ones are for everybody, which the roles say.
  if (mine === theirs || theirs === "") return true;
  if (mine === "")
    return roleOf(path) === "app" || roleOf(path) === "main" || roleOf(target) === "pure";
  // What an alert proposes reaches `schedule` through a port: no concept calls it.
  if (theirs === "alert") return mine === "http" || mine === "web";
  // Row types and the ports of `http` (live events) are words that every concept may use.
  const words = kind === "type" && roleOf(target) === "pure" && sharedWords.includes(theirs);
  if (words && isConcept(mine)) return true;
  if (!isConcept(theirs))
    return plumbing[isConcept(mine) ? `concept.${roleOf(path)}` : mine]?.includes(theirs) ?? false;
  if (!isConcept(mine)) return plumbing[mine]?.includes("concepts") ?? false;
  return concepts.indexOf(theirs) < concepts.indexOf(mine);
}

const isConcept = (room: string): room is (typeof concepts)[number] =>
  (concepts as readonly string[]).includes(room);

const folderOf = (path: string): string => (path.includes("/") ? (path.split("/")[0] ?? "") : "");

/** The folder inside controller/, or "" for a file that stands beside app.ts. */
const roomOf = (path: string): string => path.split("/").slice(1, -1)[0] ?? "";

function roleOf(path: string): Role {
  if (path.startsWith("controller/web/")) return "web";
  const name = posix.basename(path);
  // What Node must start without tsx (a launcher, a thread) is a small program of its own.
  if (name === "main.ts" || name.endsWith(".mjs")) return "main";
  if (apps.test(path)) return "app";
  const suffix = /\.(store|service|routes|adapter)\.ts$/.exec(name)?.[1];
  return (suffix as Role | undefined) ?? "pure";
}
