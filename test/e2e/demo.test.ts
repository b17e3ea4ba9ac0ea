import { execFile } from "node:child_process";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import type { DemoResult } from "../../demo/shapes.ts";
import { likeness, to8k } from "../support/ear.ts";
import { readOpus, readWav } from "../support/wav.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
let dataDir: string | undefined;
afterAll(() => dataDir && rmSync(dataDir, { recursive: true, force: true }));

function* files(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

test("an official text becomes sound at three loudspeakers and a reach figure", async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["bin/vangxa.mjs", "demo", "--once", "--json"],
    { cwd: root, timeout: 280_000 },
  );
  const result = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as DemoResult;
  dataDir = result.dataDir;
  expect(result.ok).toBe(true);
  expect(result.clusters.map((one) => one.outcome)).toEqual(["played", "played", "played"]);
  expect(result.reach).toEqual({
    households: 812,
    of: 1_020,
    hamlets: 2,
    ofHamlets: 3,
    rung: "completed",
  });
  expect(result.emergency).toMatchObject({ played: 3, resumed: 3, of: 3 });
  expect(Math.abs(result.message.lufs + 16)).toBeLessThanOrEqual(0.5);
  const file = [...files(join(dataDir, "controller/audio"))].find((path) =>
    path.includes(result.message.sha256),
  );
  const said = to8k(await readOpus(file ?? ""));
  for (const { wav, cluster } of result.clusters) {
    // Each loudspeaker's recording holds the message, whole and unchanged.
    expect(likeness(to8k(readWav(wav).samples), said), cluster).toBeGreaterThan(0.9);
  }
}, 300_000);
