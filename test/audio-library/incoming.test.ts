import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { folderRecipes } from "../../audio-library/host.adapter.ts";
import { incomingFolder } from "../../audio-library/incoming.adapter.ts";
import { HEAD, type Incoming } from "../../audio-library/incoming.ts";
import { recorder } from "../../audio-library/render/recording.adapter.ts";
import { drive } from "../../audio-library/work.ts";
import { noise, streamOf } from "../support/audio.ts";

let root = "";
let incoming: Incoming;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "vangxa-incoming-"));
  incoming = await incomingFolder(join(root, "in"));
});
afterEach(() => rm(root, { recursive: true }));

const left = (): Promise<string[]> => readdir(join(root, "in"));
const welcome = (): string | undefined => undefined;
const bytes = Buffer.from("x".repeat(1_000));

test("a file comes whole, with the hash of its bytes and a name of ours", async () => {
  const got = await incoming.receive(streamOf(bytes, 7), { mostBytes: 1_000, refuse: welcome });
  if (typeof got === "string" || !got.ok) throw new Error("refused");
  expect(got).toMatchObject({
    bytes: 1_000,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  });
  expect(await readFile(got.path)).toEqual(bytes);
  await incoming.discard(got.path);
  expect(await left()).toEqual([]);
});

test("the first bytes are judged once, as soon as there are enough, and the rest is not read", async () => {
  let read = 0;
  const heads: number[] = [];
  const stream = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of streamOf(bytes, 10)) {
      read += piece.length;
      yield piece;
    }
  };
  const refuse = (head: Uint8Array): string => {
    heads.push(head.length);
    return "no";
  };
  expect(await incoming.receive(stream(), { mostBytes: 1_000, refuse })).toBe("no");
  expect(heads).toEqual([HEAD]);
  expect(read).toBeLessThan(100);
  expect(await left()).toEqual([]);
});

test("a file shorter than the head is judged at its end", async () => {
  const refuse = (head: Uint8Array): string => Buffer.from(head).toString("utf8");
  const got = await incoming.receive(streamOf(Buffer.from("abc")), { mostBytes: 9, refuse });
  expect(got).toBe("abc");
});

test("a file that is too large or no longer wanted leaves nothing", async () => {
  const large = await incoming.receive(streamOf(bytes, 100), { mostBytes: 999, refuse: welcome });
  expect(large).toEqual({ ok: false, code: "too-large" });
  const stop = new AbortController();
  stop.abort();
  const how = { mostBytes: 1_000, refuse: welcome, signal: stop.signal };
  expect(await incoming.receive(streamOf(bytes), how)).toEqual({ ok: false, code: "aborted" });
  expect(await left()).toEqual([]);
});

test("a sender that breaks off leaves nothing", async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes;
    throw new Error("connection reset");
  };
  const how = { mostBytes: 9_000, refuse: welcome };
  await expect(incoming.receive(broken(), how)).rejects.toThrow("connection reset");
  expect(await left()).toEqual([]);
});

test.each([10_000, 100])("a recording reads back what it took, with room for %i frames", (room) => {
  const sound = noise(0.1);
  const recording = recorder(root, room);
  for (let at = 0; at < sound.length; at += 1_000) recording.take(sound.slice(at, at + 1_000));
  const tape = recording.tape();
  expect(tape.frames).toBe(sound.length);
  const into = new Float32Array(2_000);
  expect(tape.read(1_500, into)).toBe(2_000);
  expect(into).toEqual(sound.subarray(1_500, 3_500));
  tape.write(1_500, new Float32Array(10).fill(1));
  expect(tape.read(sound.length - 5, into)).toBe(5);
  tape.read(1_495, into);
  expect([...into.subarray(4, 7)]).toEqual([sound[1_499], 1, 1]);
  recording.close();
  recording.close();
});

test("a recording of nothing is an empty tape", () => {
  const recording = recorder(root, 10);
  expect(recording.tape().frames).toBe(0);
  recording.close();
});

const rendition = {
  sha256: "a".repeat(64),
  bytes: 3,
  seconds: 1,
  lufs: -16,
  truePeak: -2,
  peaks: [1, 2],
  codec: "x",
};

test("a recipe is remembered over restarts, and only the same one", async () => {
  const recipes = await folderRecipes(join(root, "recipes"));
  expect(await recipes.recall("a")).toBeUndefined();
  await recipes.keep("a", rendition);
  expect(await (await folderRecipes(join(root, "recipes"))).recall("a")).toEqual(rendition);
  expect(await recipes.recall("b")).toBeUndefined();
  await recipes.keep("b", { ...rendition, bytes: -1 });
  expect(await recipes.recall("b")).toBeUndefined();
});

test("heavy work lets others run between its slices and can be stopped", async () => {
  const work = function* (): Generator<undefined, string, undefined> {
    yield;
    yield;
    return "done";
  };
  let breaths = 0;
  const breathe = async (): Promise<void> => {
    breaths += 1;
  };
  expect(await drive(work(), breathe, undefined)).toEqual({ value: "done" });
  expect(breaths).toBe(2);
  const stop = new AbortController();
  stop.abort();
  expect(await drive(work(), breathe, stop.signal)).toBeUndefined();
});
