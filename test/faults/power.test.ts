import { describe, expect } from "vitest";
import { needing } from "../support/needs.ts";
import { databaseImages } from "./power-database.ts";
import { journalImages } from "./power-journal.ts";
import type { DiskEvent } from "./recording.ts";

// A thousand images and more: npm run faults -- power
/** Every second sync never happened. */
const lazy = (events: DiskEvent[]): DiskEvent[] =>
  events.filter((one, at) => one.kind !== "sync" || at % 2 === 0);

describe("the power goes", () => {
  needing("strace")(
    "a board's journal: every promised line is there, none is believed that is not whole",
    async () => {
      const { faults, images, promised } = await journalImages(150, 3);
      expect([images, faults]).toEqual([150, []]);
      expect(promised).toBeGreaterThan(1_000);
    },
    120_000,
  );

  needing("strace")(
    "the controller's database: opens, verifies, holds what was acknowledged",
    async () => {
      const { faults, promised } = await databaseImages(30, 3, 30);
      expect(faults).toEqual([]);
      expect(promised).toBeGreaterThan(100);
    },
    180_000,
  );

  needing("strace")(
    "a disk that skips syncs is found out",
    async () => {
      expect((await journalImages(100, 3, lazy)).faults.length).toBeGreaterThan(0);
      expect((await databaseImages(15, 3, 20, lazy)).faults.length).toBeGreaterThan(0);
    },
    180_000,
  );
});
