// The agent as a board gets it: one file of JavaScript that Node alone runs, nothing to compile.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildResult, build, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * A board with a serial line installs its binding beside the file; all others never load it. The speech enhancer of the Opus decoder
 * (5 MB) is asked for by an option that we do not set.
 */
const LEFT_OUT = ["@serialport/bindings-cpp", "@wasm-audio-decoders/opus-ml"];

/** mqtt-packet keeps 65,536 small buffers ready to save time that a board does not lack; it lacks the memory. */
const noNumberCache: Plugin = {
  name: "no-number-cache",
  setup: ({ onLoad }) =>
    onLoad({ filter: /mqtt-packet[\\/]mqtt\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, "utf8")}\nexports.writeToStream.cacheNumbers = false;\n`,
      loader: "js",
    })),
};

/** Node has its own of these, and a board no browser. */
const NODE_HAS = { "readable-stream": "node:stream", "worker-timers": "node:timers" };

const common = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  platform: "node",
  target: "node20",
  external: LEFT_OUT,
  alias: NODE_HAS,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
} as const;

export type Bundle = BuildResult<{ metafile: true; write: false }>;

/** The two sound threads as text inside the one file: they load their own few modules and none of the rest. */
async function soundThread(): Promise<Bundle> {
  return build({
    ...common,
    entryPoints: ["edge-agent/player/sound-thread.adapter.ts"],
    outdir: `${root}dist`,
    metafile: true,
    format: "cjs",
  });
}

export async function bundleAgent(outdir = `${root}dist`): Promise<Bundle> {
  const thread = await soundThread();
  const agent = await build({
    ...common,
    entryPoints: { agent: "edge-agent/main.ts" },
    outdir,
    metafile: true,
    plugins: [noNumberCache],
    format: "esm",
    outExtension: { ".js": ".mjs" },
    define: { SOUND_THREAD: JSON.stringify(thread.outputFiles[0]?.text) },
    // CommonJS packages inside an ES module ask for `require` (mqtt does).
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  const inputs = { ...thread.metafile.inputs, ...agent.metafile.inputs };
  return { ...agent, metafile: { ...agent.metafile, inputs } };
}

/** Writes the one file into a folder and says where it is. */
export async function writeAgent(outdir?: string): Promise<string> {
  const { outputFiles } = await bundleAgent(outdir);
  const [file] = outputFiles;
  if (!file || outputFiles.length !== 1) throw new Error("the agent is one file");
  await mkdir(dirname(file.path), { recursive: true });
  await writeFile(file.path, file.contents);
  return file.path;
}
