// The agent as a board gets it: one file of JavaScript that Node alone runs, nothing to compile.
import { fileURLToPath } from "node:url";
import { type BuildResult, build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A board with a serial line installs its binding beside the file; all others never load it. */
const NATIVE = ["@serialport/bindings-cpp"];

export type Bundle = BuildResult<{ metafile: true; write: false }>;

export const bundleAgent = (outdir = `${root}dist/agent`): Promise<Bundle> =>
  build({
    absWorkingDir: root,
    entryPoints: { agent: "edge-agent/main.ts" },
    outdir,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node20",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    external: NATIVE,
    // CommonJS packages inside an ES module ask for `require` (mqtt does).
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
