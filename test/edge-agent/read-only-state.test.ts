import { expect, test } from "vitest";
import { createReadOnly, isReadOnly } from "../../edge-agent/read-only.ts";

test("only EROFS means a read-only disk", () => {
  expect(isReadOnly(Object.assign(new Error("no"), { code: "EROFS" }))).toBe(true);
  expect(isReadOnly(Object.assign(new Error("no"), { code: "ENOSPC" }))).toBe(false);
  expect(isReadOnly(undefined)).toBe(false);
});

test("each turn is told once, and whoever waits for it hears it, at once where it has come", async () => {
  const disk = createReadOnly();
  const told: boolean[] = [];
  disk.onChange(() => told.push(disk.now()));
  let waited = false;
  const waiting = disk.whenTurned().then(() => {
    waited = true;
  });
  disk.mended();
  await Promise.resolve();
  expect([told, waited]).toEqual([[], false]);
  disk.turned();
  disk.turned();
  await waiting;
  await disk.whenTurned();
  expect([told, waited]).toEqual([[true], true]);
  disk.mended();
  expect(told).toEqual([true, false]);
  expect(disk.now()).toBe(false);
});
