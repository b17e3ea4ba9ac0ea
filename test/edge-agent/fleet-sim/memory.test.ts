import { expect, test } from "vitest";
import { memoryFiles, memoryJournal } from "../../../edge-agent/fleet-sim/memory.ts";
import { VirtualFiles } from "../../support/virtual-files.ts";

test("files are there until the program ends", async () => {
  const files = memoryFiles();
  await files.write("documents/p-51.plan", "one");
  await files.write("documents/c-1.plan", "two");
  await files.write("clock.json", "three");
  expect(await files.read("clock.json")).toBe("three");
  expect(await files.list("documents")).toEqual(["c-1.plan", "p-51.plan"]);
  await files.remove("documents/c-1.plan");
  expect(await files.read("documents/c-1.plan")).toBeUndefined();
  expect(await files.list("documents")).toEqual(["p-51.plan"]);
});

test("what shall last goes to the disk, and only that", async () => {
  const disk = new VirtualFiles();
  const files = memoryFiles((name) => name === "key.json", disk);
  await files.write("key.json", "k");
  await files.write("clock.json", "c");
  expect([...disk.content]).toEqual([["key.json", "k"]]);
  expect([await files.read("key.json"), await files.read("clock.json")]).toEqual(["k", "c"]);
  await files.remove("key.json");
  expect(await files.read("key.json")).toBeUndefined();
});

test("a journal in memory keeps no line, whatever is written", async () => {
  const journal = memoryJournal();
  expect(await journal.append("{}")).toEqual({ segment: 1 });
  journal.forgetLines();
  await journal.drop(1);
  await journal.close();
  expect(journal.lines()).toEqual([]);
  expect(journal.segments()).toEqual([{ number: 1, bytes: 2 }]);
});
