import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { milliseconds } from "../../contract/time.ts";
import { ballastIn } from "../../edge-agent/ballast.adapter.ts";
import { systemChance } from "../../edge-agent/chance.adapter.ts";
import {
  monotonicOf,
  steadyOf,
  systemClock,
  systemTimers,
} from "../../edge-agent/clock.adapter.ts";
import { openFiles } from "../../edge-agent/files.adapter.ts";
import { sampleBoard } from "../../edge-agent/health/sample.adapter.ts";
import { lockFolder } from "../../edge-agent/lock.adapter.ts";
import { machineHere } from "../../edge-agent/machine.adapter.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "board-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("files", () => {
  test("are written whole, for their owner only, and found again", async () => {
    const files = openFiles(folder);
    await files.write("a/b.json", "one");
    await files.write("a/b.json", "two");
    expect(await files.read("a/b.json")).toBe("two");
    expect(statSync(join(folder, "a/b.json")).mode & 0o777).toBe(0o600);
    expect(await files.list("a")).toEqual(["b.json"]);
    await files.remove("a/b.json");
    await files.remove("a/b.json");
    expect([await files.read("a/b.json"), await files.list("a"), await files.list("none")]).toEqual(
      [undefined, [], []],
    );
  });

  test("of many writes of one name at once the last stays", async () => {
    const files = openFiles(folder);
    await Promise.all(Array.from({ length: 20 }, (_, n) => files.write("x", `${n}`)));
    expect(await files.read("x")).toBe("19");
  });

  test("a name that is a folder is an error, not an absence", async () => {
    const files = openFiles(folder);
    await files.write("a/b", "x");
    await expect(files.read("a")).rejects.toThrow();
    await expect(files.list("a/b")).rejects.toThrow();
    await expect(files.write("a", "x")).rejects.toThrow();
    await files.write("c", "after");
    expect(await files.read("c")).toBe("after");
  });
});

describe("a data folder", () => {
  test("belongs to one living program", async () => {
    const release = await lockFolder(folder);
    writeFileSync(
      join(folder, "agent.pid"),
      readFileSync(join(folder, "agent.pid"), "utf8").replace(`${process.pid}`, `${process.ppid}`),
    );
    // The number of a living process that began at another time is no lock.
    const again = await lockFolder(folder);
    await again();
    await release();
    expect(existsSync(join(folder, "agent.pid"))).toBe(false);
  });

  test("that another living program holds is refused", async () => {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
    const began = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    writeFileSync(join(folder, "agent.pid"), `${process.ppid} ${began}\n`);
    await expect(lockFolder(folder)).rejects.toThrow(`${process.ppid}`);
  });

  test.each(["", "garbage", "999999999 5"])("with a stale mark %j is taken over", async (mark) => {
    writeFileSync(join(folder, "agent.pid"), mark);
    await (await lockFolder(folder))();
  });
});

test("ballast holds its place, is dropped once, and comes back", async () => {
  const ballast = ballastIn(folder);
  await ballast.load();
  await ballast.load();
  expect(statSync(join(folder, "ballast")).blocks * 512).toBeGreaterThanOrEqual(4 * 1_024 * 1_024);
  expect([await ballast.drop(), await ballast.drop()]).toEqual([true, false]);
  await ballast.load();
  expect(statSync(join(folder, "ballast")).size).toBe(4 * 1_024 * 1_024);
  await ballastIn(join(folder, "none")).load();
});

describe("time", () => {
  test("the steady clock is one for all threads, and goes forward", async () => {
    const before = systemClock.monotonic();
    expect(monotonicOf(steadyOf(before))).toBe(before);
    await new Promise((resolve) => systemTimers.after(milliseconds(20), "x", () => resolve(0)));
    expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(19);
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(50);
  });

  test("a timer that was cancelled does not run, one that repeats does until then", async () => {
    let [once, often] = [0, 0];
    systemTimers.after(milliseconds(5), "x", () => {
      once += 1;
    })();
    const cancel = systemTimers.every(milliseconds(5), "y", () => {
      often += 1;
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    cancel();
    const then = often;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([once, often]).toEqual([0, then]);
    expect(then).toBeGreaterThan(1);
  });

  test("a wait of months does not run out at once", async () => {
    let ran = false;
    const cancel = systemTimers.after(milliseconds(90 * 86_400_000), "x", () => {
      ran = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    cancel();
    expect(ran).toBe(false);
  });
});

test("the machine is known by its boot, and not where nothing tells it", () => {
  const machine = machineHere();
  expect(machine?.().boot).toBe(machine?.().boot);
  expect(machine?.().uptime).toBeGreaterThan(0);
  expect(machineHere("/no/such/file")).toBeUndefined();
});

test("names of chance are 26 letters that a nonce and an id may have", () => {
  const names = Array.from({ length: 50 }, () => systemChance.name());
  for (const name of names) expect(name).toMatch(/^[a-z0-9]{25,26}$/);
  expect(new Set(names).size).toBe(50);
  expect(systemChance.unit()).toBeLessThan(1);
});

test("a board can say how it is", async () => {
  const vitals = await sampleBoard(folder)();
  expect(vitals.memory).toBeGreaterThan(1_000_000);
  expect(vitals.diskFree).toBeGreaterThan(0);
  expect(await sampleBoard("/no/such/folder")()).not.toHaveProperty("diskFree");
});
