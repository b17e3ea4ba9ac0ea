import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { ClosingLine } from "./support/closing-line-reporter.ts";
import { Silence } from "./support/silence-reporter.ts";

const pure =
  "{contract,controller,controller/*,edge-agent,edge-agent/*,audio-library,audio-library/*,audio-library/*/*,firmware-config}" +
  "/!(*.store|*.service|*.routes|*.adapter|main|app|agent|compose-*).ts";

/** What listens, waits or drives a browser by the clock on the wall: a neighbour on the same cores would spoil it. */
const realTime = [
  "test/{e2e,faults,sim}/**/*.test.ts",
  "test/web/{accept-*,newcomer,offline,pictures,roles,screens}.test.ts",
  "test/edge-agent/{cancel,power-proof,read-only,refusals,evidence/{ear,sound-loop},player/threads.adapter,stream/{icecast,relay}}.test.ts",
];
const exclude = [...configDefaults.exclude, "test/bench/**", "dist/**"];

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: [...exclude, ...realTime],
          maxWorkers: process.env["CI"] === "true" ? 2 : 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "real-time",
          include: realTime,
          exclude,
          maxWorkers: 1,
          // A process for each file: what one left behind must not be in the way of the next one's clock.
          isolate: true,
          // A busy machine may be late once; what needed its second try is named at the end.
          retry: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    setupFiles: ["test/support/seed.ts"],
    pool: "forks",
    // Nothing in the house keeps state in a module, so files may share a process; it saves the imports.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    reporters: ["default", new ClosingLine(), new Silence()],
    coverage: {
      provider: "v8",
      reporter: ["text-summary", "html"],
      reportsDirectory: "coverage",
      include: ["{contract,controller,edge-agent,audio-library,firmware-config}/**/*.ts"],
      // A main.ts runs only as a process of its own, where the end-to-end tests judge it.
      exclude: ["**/main.ts", "controller/web/**"],
      thresholds: {
        statements: 80,
        branches: 80,
        functions: 80,
        lines: 80,
        [pure]: { statements: 100, branches: 100, functions: 100, lines: 100 },
      },
    },
  },
});
