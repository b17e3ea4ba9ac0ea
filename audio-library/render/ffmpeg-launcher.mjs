#!/usr/bin/env node
// Runs the ffmpeg that npm brings as if it were a program: same arguments, log on stderr, same exit
// code. Its files live in memory only: one input (a file, or standard input) and one output.
// It is a process of its own because it blocks its thread, holds 200 MB, and is GPL.
import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";

const INPUT = "/input";
const OUTPUT = "/output";

function readInput(name) {
  return readFileSync(name === "pipe:0" || name === "-" ? 0 : name);
}

async function load() {
  const script = import.meta.resolve("@ffmpeg/core");
  // It expects to be in a browser's worker.
  globalThis.self = globalThis;
  globalThis.location = { href: script };
  const { default: create } = await import(script);
  const wasm = fileURLToPath(import.meta.resolve("@ffmpeg/core/wasm"));
  return await create({ wasmBinary: readFileSync(wasm) });
}

function writeOutput(name, bytes) {
  if (name !== "pipe:1" && name !== "-") return writeFileSync(name, bytes);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

const args = process.argv.slice(2);
const core = await load();
core.setLogger(({ type, message }) => writeSync(type === "stdout" ? 1 : 2, `${message}\n`));
const input = args.indexOf("-i") + 1;
if (input > 0) {
  core.FS.writeFile(INPUT, readInput(args[input]));
  args[input] = INPUT;
}
const target = input > 0 ? args.at(-1) : undefined;
const writes = target !== undefined && args.length - 1 > input && args.at(-2) !== "null";
if (writes) args[args.length - 1] = OUTPUT;
const code = core.exec(...args);
if (code === 0 && writes) writeOutput(target, core.FS.readFile(OUTPUT));
process.exit(code);
