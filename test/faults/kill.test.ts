import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { writeAgent } from "../../bin/bundle.ts";
import { needing } from "../support/needs.ts";
import { killAgent } from "./agent.ts";
import { killController, type Prepared, prepare } from "./controller.ts";

// Every point in turn: npm run faults -- kill
describe("killed on entering a call that writes to the disk", () => {
  const folder = mkdtempSync(join(tmpdir(), "vangxa-kill-"));
  let prepared: Prepared | undefined;
  beforeAll(async () => {
    await writeAgent(folder);
    prepared = await prepare();
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await prepared?.remove();
  });

  needing("strace")(
    "a board: what was sent is in its journal, each order ends once",
    async () => {
      for (const point of [
        { call: "fdatasync", when: 9 },
        { call: "fsync", when: 5 },
        { call: "rename", when: 4 },
      ] as const) {
        const { killed, faults } = await killAgent(join(folder, "agent.mjs"), point);
        expect([point, killed, faults]).toEqual([point, true, []]);
      }
    },
    120_000,
  );

  needing("strace")(
    "the controller: what was acknowledged is stored, nothing is doubled",
    async () => {
      for (const point of [
        { call: "fsync", when: 8 },
        { call: "fsync", when: 14 },
        { call: "pwrite64", when: 60 },
      ] as const) {
        const tried = await killController(prepared as Prepared, point);
        expect([point, tried.killed, tried.faults]).toEqual([point, true, []]);
      }
    },
    180_000,
  );
});
