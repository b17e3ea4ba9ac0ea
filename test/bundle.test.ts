import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Bundle, bundleAgent } from "../bin/bundle.ts";

const KIB = 1_024;

/** Folders of ours that a board may carry. */
const ours = /^(contract|edge-agent|firmware-config)\//;

describe("the agent's bundle", () => {
  let bundle: Bundle;
  let inputs: readonly string[] = [];

  beforeAll(async () => {
    bundle = await bundleAgent();
    inputs = Object.keys(bundle.metafile.inputs);
  });

  test("holds only what a board may know of us", () => {
    const foreign = inputs.filter((path) => !path.startsWith("node_modules/") && !ours.test(path));
    expect(foreign).toEqual([]);
    expect(inputs).toContain("contract/channels.ts");
  });

  test("holds no library of the controller", () => {
    const controllers =
      /^node_modules\/(@fastify|fastify|kysely|better-sqlite3|aedes|fluent-ffmpeg|@ffmpeg|@echogarden|@node-rs)\b/;
    expect(inputs.filter((path) => controllers.test(path))).toEqual([]);
  });

  test("has no native code and asks for none at start", () => {
    expect(inputs.filter((path) => path.endsWith(".node"))).toEqual([]);
    const asked = Object.values(bundle.metafile.outputs).flatMap(({ imports }) => imports);
    const statically = asked.filter(
      ({ kind, path }) => kind === "import-statement" && !isBuiltin(path),
    );
    expect(statically).toEqual([]);
  });

  test("is under 800 KiB, all its files together", () => {
    const bytes = bundle.outputFiles.reduce((sum, { contents }) => sum + contents.byteLength, 0);
    expect(bytes).toBeGreaterThan(50 * KIB);
    expect(bytes).toBeLessThan(800 * KIB);
  });

  test("starts with Node alone, away from node_modules", () => {
    const folder = mkdtempSync(join(tmpdir(), "vangxa-board-"));
    for (const { path, contents } of bundle.outputFiles)
      writeFileSync(join(folder, basename(path)), contents);
    const { status, stdout, stderr } = spawnSync(process.execPath, ["agent.mjs", "--help"], {
      cwd: folder,
      encoding: "utf8",
      timeout: 10_000,
    });
    rmSync(folder, { recursive: true });
    expect(stderr).toBe("");
    expect(stdout).toContain("--controller");
    expect(status).toBe(0);
  });
});
