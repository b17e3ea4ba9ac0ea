import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Sha256 } from "../../../contract/ids.ts";
import { gate, passingStore } from "../../../edge-agent/fleet-sim/passing-store.adapter.ts";
import type { Http } from "../../../edge-agent/link/http.ts";

const sound = Buffer.from("a sound of some length");
const hash = createHash("sha256").update(sound).digest("hex") as Sha256;
const never = new AbortController().signal;

function store(status: number, body: Buffer) {
  let bytes = 0;
  const http: Http = {
    get: async () => ({
      status,
      body: (async function* () {
        yield body.subarray(0, 5);
        yield body.subarray(5);
      })(),
      close: () => undefined,
    }),
    post: () => Promise.reject(new Error("not asked")),
  };
  const made = passingStore(http, gate(1), (more) => {
    bytes += more;
  });
  return { made, bytes: () => bytes };
}

test("a sound counts as held only once all of it came and has its hash", async () => {
  const { made, bytes } = store(200, sound);
  expect(await made.fetch("http://c", hash, sound.length, never)).toEqual({
    ok: true,
    received: sound.length,
  });
  expect(await made.list()).toMatchObject([{ sha256: hash, bytes: sound.length }]);
  expect(bytes()).toBe(sound.length);
  await made.remove(hash);
  expect(await made.list()).toEqual([]);
  expect(await made.free()).toBeGreaterThan(1e9);
});

test.for([
  [200, Buffer.from("another sound's bytes!"), "wrong-hash"],
  [200, Buffer.concat([sound, sound]), "wrong-hash"],
  [200, sound.subarray(0, 9), "unreachable"],
  [404, sound, "absent"],
  [500, sound, "unreachable"],
] as const)("an answer %i of other bytes is no sound: %#", async ([status, body, code]) => {
  const { made } = store(status, body);
  expect(await made.fetch("http://c", hash, sound.length, never)).toMatchObject({
    ok: false,
    code,
  });
  expect(await made.list()).toEqual([]);
});

test("no more go through the gate at a time than it has places, and a fault frees its place", async () => {
  const narrow = gate(2);
  let inside = 0;
  let most = 0;
  const work = async (n: number) => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((go) => setImmediate(go));
    inside -= 1;
    if (n === 1) throw new Error("one fails");
    return n;
  };
  const all = await Promise.allSettled([0, 1, 2, 3, 4].map((n) => narrow.through(() => work(n))));
  expect(all.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
  expect(most).toBe(2);
});
