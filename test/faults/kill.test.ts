import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { writeAgent } from "../../bin/bundle.ts";
import { needing } from "../support/needs.ts";
import { killAgent } from "./agent.ts";
import { killController, type Prepared, prepare } from "./controller.ts";
import { isHit, nameOf, type Position } from "./positions.ts";

// Every call in turn: npm run faults -- kill
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
      for (const at of [
        { call: "fdatasync", path: "journal/00000001.log", nth: 8 },
        { call: "fsync", path: "documents", nth: 3 },
        { call: "rename", path: "documents/held.json.part", nth: 2 },
      ] as const) {
        const tried = await killAgent(join(folder, "agent.mjs"), at);
        expect([nameOf(at), isHit(at, tried), tried.faults]).toEqual([nameOf(at), true, []]);
      }
    },
    120_000,
  );

  needing("strace")(
    "the controller while it starts: it starts again, nothing is lost",
    () => killedAt({ call: "fsync", path: "vangxa.db-wal", nth: 3 }),
    120_000,
  );

  needing("strace")(
    "the controller while it takes receipts in: what it acknowledged is stored, nothing is doubled",
    async () => {
      for (const nth of [2, 4]) {
        // Whichever of its threads comes there first: each commit of one is an ack that must hold.
        const at = { call: "fsync", path: "vangxa.db-wal", nth, atWork: true } as const;
        const { killed, log, faults } = await killController(prepared as Prepared, at);
        expect([nth, killed, faults]).toEqual([nth, true, []]);
        expect(log.at(-1)).toMatchObject({ call: "fsync", path: "vangxa.db-wal", atWork: true });
      }
    },
    240_000,
  );

  async function killedAt(at: Position): Promise<void> {
    const tried = await killController(prepared as Prepared, at);
    expect([nameOf(at), isHit(at, tried), tried.faults]).toEqual([nameOf(at), true, []]);
  }
});
