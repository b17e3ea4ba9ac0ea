import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { childEnvironment, childRunner } from "../../../audio-library/child/child.adapter.ts";
import type { ChildOrder } from "../../../audio-library/child/child.ts";
import { findOnPath } from "../../../audio-library/child/find-program.adapter.ts";
import { milliseconds, seconds } from "../../../contract/time.ts";

const run = childRunner({ PATH: "", SECRET_KEY: "1234" });

/** A child that is a few lines of JavaScript. */
const order = (script: string, more: Partial<ChildOrder> = {}): ChildOrder => ({
  program: process.execPath,
  args: ["-e", script],
  longest: seconds(20),
  mostOutput: 1_000_000,
  ...more,
});

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

test("a child reads its input, writes its output and its log, and gives its exit code", async () => {
  const script = `process.stdin.pipe(process.stdout); console.error("noted"); process.exitCode = 3`;
  const end = await run(order(script, { input: [Buffer.from("xin "), Buffer.from("chào")] }));
  expect(end).toMatchObject({ ok: true, code: 3, log: "noted\n" });
  expect(end.ok && text(end.output)).toBe("xin chào");
});

test("a child sees no environment but what programs need to run", async () => {
  const end = await run(order("console.log(JSON.stringify(process.env))"));
  const seen = JSON.parse(end.ok ? text(end.output) : "{}") as Record<string, string>;
  expect(
    Object.keys(seen).filter((name) => !["PATH", "LC_ALL", "HOME", "TMPDIR"].includes(name)),
  ).toEqual([]);
  expect(childEnvironment({ PATH: "/a" })["PATH"]).toBe(
    ["/a", dirname(process.execPath)].join(delimiter),
  );
  expect(childEnvironment({ HOME: "/h", TMPDIR: "/t", SystemRoot: "C" })).toMatchObject({
    HOME: "/h",
    TMPDIR: "/t",
    SystemRoot: "C",
  });
});

test("a child that takes too long is killed", async () => {
  const end = await run(order("setInterval(() => {}, 1000)", { longest: milliseconds(300) }));
  expect(end).toMatchObject({ ok: false, code: "timed-out" });
});

test("a child that says too much is killed", async () => {
  const end = await run(
    order(`for (;;) process.stdout.write("x".repeat(65536))`, { mostOutput: 100_000 }),
  );
  expect(end).toMatchObject({ ok: false, code: "too-much-output" });
});

test.skipIf(process.platform !== "linux")(
  "a child that takes too much memory is killed",
  async () => {
    const script = `const all = []; setInterval(() => all.push(Buffer.alloc(5e7, 1)), 20)`;
    const end = await run(order(script, { mostMemory: 300_000_000 }));
    expect(end).toMatchObject({ ok: false, code: "too-much-memory" });
  },
);

test.skipIf(process.platform !== "linux")(
  "a child that works too long is killed, one that only waits is not",
  async () => {
    const busy = await run(order("for (;;);", { mostWork: milliseconds(500) }));
    expect(busy).toMatchObject({ ok: false, code: "timed-out" });
    const patient = await run(
      order("setTimeout(() => {}, 1500)", { mostWork: milliseconds(1_000) }),
    );
    expect(patient).toMatchObject({ ok: true, code: 0 });
  },
);

test("a child is killed when its caller gives up, before or during its work", async () => {
  const stop = new AbortController();
  const running = run(order("setInterval(() => {}, 1000)", { signal: stop.signal }));
  setTimeout(() => stop.abort(), 200);
  expect(await running).toMatchObject({ ok: false, code: "aborted" });
  expect(await run(order("", { signal: stop.signal }))).toMatchObject({ code: "aborted" });
});

test("the reader of the output can say that it has enough", async () => {
  const end = await run(
    order(`setInterval(() => process.stdout.write("x"), 10)`, { take: () => false }),
  );
  expect(end).toMatchObject({ ok: true, code: 0, output: Buffer.alloc(0) });
});

test("a child that closes its input early does not hang the feeder", async () => {
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 500; i += 1) yield Buffer.alloc(100_000);
  };
  const end = await run(order("process.stdin.destroy(); process.exit(0)", { input: endless() }));
  expect(end).toMatchObject({ ok: true, code: 0 });
});

test("a broken input is the caller's error", async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from("x");
    throw new Error("disk gone");
  };
  await expect(run(order("process.stdin.resume()", { input: broken() }))).rejects.toThrow(
    "disk gone",
  );
});

test("a program that is not there is an answer, not an exception", async () => {
  const end = await run({ ...order(""), program: "/nowhere/at-all" });
  expect(end).toMatchObject({ ok: false, code: "not-started" });
});

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-path-"));
  await writeFile(join(folder, "tool"), "#!/bin/sh\n", { mode: 0o755 });
  await writeFile(join(folder, "notes"), "", { mode: 0o644 });
});
afterAll(() => rm(folder, { recursive: true }));

test("a program is found on the search path, in order, if it can be run", async () => {
  const path = ["relative", "/nowhere", folder].join(delimiter);
  expect(await findOnPath("tool", path)).toBe(join(folder, "tool"));
  expect(await findOnPath("notes", path)).toBeUndefined();
  expect(await findOnPath(".", path)).toBeUndefined();
  expect(await findOnPath("tool", "")).toBeUndefined();
});
