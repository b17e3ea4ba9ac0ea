import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { importsOf, violations } from "./support/architecture.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const foreign = /^(node_modules|\.git|dist|coverage|data)$/;
const sources = readdirSync(root)
  .filter((name) => !foreign.test(name))
  .flatMap((name) => (statSync(root + name).isDirectory() ? inside(name) : [name]))
  .filter((path) => /\.(m?ts|tsx|mjs)$/.test(path));

function inside(folder: string): string[] {
  return readdirSync(root + folder, { recursive: true }).map((name) => `${folder}/${String(name)}`);
}

test("every source keeps the rules of the house", () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.flatMap((path) => violations(path, readFileSync(root + path, "utf8")))).toEqual(
    [],
  );
});

test("no import hides from the reader: value, type, dynamic, re-export, side effect, worker", () => {
  const source = `
    import { a } from "./value.ts"; // import { no } from "./comment.ts";
    import type { B } from './type.ts';
    import {
      type C,
      d,
    } from "./many-lines.ts";
    export { e } from "./re-export.ts";
    export type * from "./all-types.ts";
    import "./side-effect.ts";
    const f = await import("./dynamic.ts");
    let g: import("./in-a-type.ts").G;
    const h = new Worker(new URL("./worker.ts", import.meta.url));
    const i = await import(name); /* import "./block.ts" */
    await sheets.import(name);
    interface J { import(by: Actor): void }
  `;
  expect(new Set(importsOf(source).map(({ from, kind }) => `${kind} ${from}`))).toEqual(
    new Set([
      "type ./all-types.ts",
      "type ./type.ts",
      "value ./dynamic.ts",
      "value ./in-a-type.ts",
      "value ./many-lines.ts",
      "value ./re-export.ts",
      "value ./side-effect.ts",
      "value ./value.ts",
      "value ./worker.ts",
      "value computed",
    ]),
  );
});

describe("a planted violation is found:", () => {
  const value = (from: string) => `import { x } from "${from}";\n`;
  const type = (from: string) => `import type { X } from "${from}";\n`;
  const planted: Record<string, readonly [path: string, source: string]> = {
    "contract knows another folder": ["contract/plan.ts", type("../controller/problems.ts")],
    "the controller knows an agent": ["controller/app.ts", value("../edge-agent/agent.ts")],
    "an agent knows the controller": ["edge-agent/main.ts", type("../controller/config.ts")],
    "an agent knows the library": [
      "edge-agent/main.ts",
      value("../audio-library/render/render.ts"),
    ],
    "the library knows the controller": [
      "audio-library/render/render.ts",
      type("../../controller/problems.ts"),
    ],
    "boards' files know a program": ["firmware-config/render.ts", value("../edge-agent/agent.ts")],
    "the demo looks inside a program": ["demo/main.ts", value("../controller/config.ts")],
    "product code knows a test": ["controller/app.ts", value("../test/support/world.ts")],
    "a folder that no table names": ["controller/app.ts", value("../shared/x.ts")],
    "an import without its ending": ["contract/plan.ts", value("./ids")],
    "a computed import": ["controller/app.ts", "const x = await import(name);\n"],
    "a package without a place": ["controller/app.ts", value("lodash")],
    "a package away from its place": ["edge-agent/outbox/journal.adapter.ts", value("mqtt")],
    "a package in a pure file": ["edge-agent/link/clock-offset.ts", value("mqtt")],
    "node in a pure file": ["contract/codec.ts", value("node:buffer")],
    "node in a service": ["controller/message/message.service.ts", value("node:fs")],
    "a concept that knows its right": [
      "controller/message/message.ts",
      type("../playlog/outcome.ts"),
    ],
    "alert called by schedule": ["controller/schedule/broadcast.ts", type("../alert/cap.ts")],
    "schedule called by alert": ["controller/alert/cap.ts", value("../schedule/broadcast.ts")],
    "a concept that knows the link": ["controller/dispatch/revision.ts", type("../link/topics.ts")],
    "a pure file that runs the store": ["controller/reach/reach.ts", value("../store/pages.ts")],
    "a store that knows http": ["controller/reach/reach.store.ts", value("../http/answer.ts")],
    "plumbing that knows plumbing": [
      "controller/link/inbound.service.ts",
      type("../store/tables.ts"),
    ],
    "a room that no table names": ["controller/reach/reach.ts", type("../misuse/x.ts")],
    "a pure file that knows a shell": ["controller/fleet/fleet.ts", type("./fleet.store.ts")],
    "a store that knows a store": [
      "controller/reach/reach.store.ts",
      type("../fleet/fleet.store.ts"),
    ],
    "a service that makes its store": [
      "controller/fleet/fleet.service.ts",
      value("./fleet.store.ts"),
    ],
    "a service that knows an adapter": [
      "controller/fleet/fleet.service.ts",
      type("./sheet.adapter.ts"),
    ],
    "an adapter that knows a service": [
      "edge-agent/link/mqtt.adapter.ts",
      type("./link.service.ts"),
    ],
    "routes that run another's service": [
      "controller/message/message.routes.ts",
      value("../fleet/fleet.service.ts"),
    ],
    "a page that knows a store": ["controller/web/today.tsx", type("../reach/reach.store.ts")],
    "a main that is imported": ["controller/app.ts", value("./main.ts")],
    "a file of 351 lines": ["contract/plan.ts", "\n".repeat(351)],
    "a name that says nothing": ["controller/fleet/utils.ts", ""],
    "a name that is not kebab-case": ["controller/fleet/sheetRows.ts", ""],
    "a module mock": ["test/fleet.test.ts", `vi.${"mock"}("node:fs");\n`],
    "something left undone": ["bin/docs.ts", `// ${"TO"}DO later\n`],
  };
  test.for(Object.entries(planted))("%s", ([, [path, source]]) => {
    expect(violations(path, source)).toHaveLength(1);
  });
});

test("what the house allows is not reported", () => {
  const allowed: readonly (readonly [string, string, string])[] = [
    ["contract/plan.ts", "value", "typebox"],
    ["edge-agent/plan/next.ts", "value", "../../contract/timeline.ts"],
    ["controller/reach/reach.ts", "type", "../playlog/outcome.ts"],
    ["controller/reach/reach.store.ts", "type", "../store/tables.ts"],
    ["controller/reach/reach.ts", "type", "../store/tables.ts"],
    ["controller/reach/reach.service.ts", "type", "../http/events.ts"],
    ["audio-library/speech/espeak-launcher.mjs", "value", "@echogarden/espeak-ng-emscripten"],
    ["controller/reach/reach.store.ts", "value", "kysely"],
    ["controller/reach/reach.routes.ts", "type", "./reach.service.ts"],
    ["controller/reach/reach.routes.ts", "value", "../http/answer.ts"],
    ["controller/http/server.service.ts", "value", "../reach/reach.routes.ts"],
    ["controller/http/server.service.ts", "value", "fastify"],
    ["controller/app.ts", "value", "./reach/reach.store.ts"],
    ["controller/main.ts", "value", "./store/sqlite.adapter.ts"],
    ["edge-agent/link/mqtt.adapter.ts", "value", "mqtt"],
    ["edge-agent/outbox/journal.adapter.ts", "value", "node:fs/promises"],
    ["controller/web/today.tsx", "type", "../reach/reach-api.ts"],
  ];
  const found = allowed.flatMap(([path, kind, from]) =>
    violations(path, `import ${kind === "type" ? "type " : ""}{ X } from "${from}";\n`),
  );
  expect(found).toEqual([]);
});
