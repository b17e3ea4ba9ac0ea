import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sha256 } from "../../../contract/ids.ts";
import { openAudioStore } from "../../../edge-agent/cache/download.adapter.ts";
import type { AudioStore } from "../../../edge-agent/cache/store.ts";
import { nodeHttp } from "../../../edge-agent/link/http.adapter.ts";
import { sha256 } from "../../support/small-centre.ts";

const SOUND = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) % 256));
const HASH = sha256(SOUND);

let folder: string;
let server: Server;
let base: string;
let store: AudioStore;
let answer: (request: IncomingMessage, reply: ServerResponse) => void;
let ranges: (string | undefined)[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "audio-"));
  ranges = [];
  answer = (request, reply) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (from > 0) reply.statusCode = 206;
    reply.end(SOUND.subarray(from));
  };
  server = createServer((request, reply) => {
    ranges.push(request.headers.range);
    expect(request.headers["if-range"]).toBeUndefined();
    answer(request, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  store = await openAudioStore(folder, nodeHttp);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const fetchIt = (hash: Sha256 = HASH, bytes = SOUND.length) =>
  store.fetch(base, hash, bytes, new AbortController().signal);

test("a whole download carries its final name and its content", async () => {
  expect(await fetchIt()).toEqual({ ok: true, received: SOUND.length });
  expect(readFileSync(store.pathOf(HASH)).equals(SOUND)).toBe(true);
  expect(await store.list()).toMatchObject([{ sha256: HASH, bytes: SOUND.length }]);
  await store.remove(HASH);
  expect(await store.list()).toEqual([]);
  expect(await store.free()).toBeGreaterThan(0);
});

test("a download that breaks off goes on where it stopped", async () => {
  const plain = answer;
  answer = (_request, reply) => {
    reply.writeHead(200, { "content-length": SOUND.length });
    reply.write(SOUND.subarray(0, 90_000), () => setTimeout(() => reply.destroy(), 50));
  };
  expect(await fetchIt()).toMatchObject({ ok: false, code: "unreachable" });
  answer = plain;
  const rest = await fetchIt();
  expect(rest.ok).toBe(true);
  expect(rest.received).toBeLessThan(SOUND.length);
  expect(ranges).toEqual([undefined, `bytes=${SOUND.length - rest.received}-`]);
});

test("a server that ignores the range sends the whole again, which is taken from zero", async () => {
  writeFileSync(`${store.pathOf(HASH)}.part`, SOUND.subarray(0, 50_000));
  answer = (_request, reply) => void reply.end(SOUND);
  expect(await fetchIt()).toEqual({ ok: true, received: SOUND.length });
  expect(readFileSync(store.pathOf(HASH)).equals(SOUND)).toBe(true);
});

test("a part that is already whole needs no server", async () => {
  writeFileSync(`${store.pathOf(HASH)}.part`, SOUND);
  expect(await fetchIt()).toEqual({ ok: true, received: 0 });
  expect(ranges).toEqual([]);
});

test.each([
  ["a part with other bytes", () => Buffer.alloc(50_000, 1)],
  ["a part of the right length with other bytes", () => Buffer.alloc(SOUND.length, 1)],
])("%s is thrown away, and the next attempt is good", async (_name, part) => {
  writeFileSync(`${store.pathOf(HASH)}.part`, part());
  expect(await fetchIt()).toMatchObject({ ok: false, code: "wrong-hash" });
  expect(readdirSync(folder)).toEqual([]);
  expect(await fetchIt()).toMatchObject({ ok: true });
});

test("a part that is too long is not even asked about", async () => {
  writeFileSync(`${store.pathOf(HASH)}.part`, Buffer.alloc(SOUND.length + 1));
  expect(await fetchIt()).toMatchObject({ ok: true });
});

test.each([
  ["another sound", Buffer.from(SOUND).reverse()],
  ["one byte more", Buffer.concat([SOUND, Buffer.of(0)])],
])("%s under the address never gets the name", async (_name, bytes) => {
  answer = (_request, reply) => void reply.end(bytes);
  expect(await fetchIt()).toMatchObject({ ok: false, code: "wrong-hash" });
  expect(readdirSync(folder)).toEqual([]);
});

test("a file that is cut short keeps its part for the next attempt", async () => {
  answer = (_request, reply) => void reply.end(SOUND.subarray(0, 1_000));
  expect(await fetchIt()).toEqual({ ok: false, code: "unreachable", received: 1_000 });
  expect(readdirSync(folder)).toEqual([`${HASH}.part`]);
  expect(await store.list()).toEqual([]);
});

test("a missing file, a server in trouble and no server are told apart from wrong content", async () => {
  answer = (_request, reply) => void reply.writeHead(404).end();
  expect(await fetchIt()).toMatchObject({ ok: false, code: "absent" });
  answer = (_request, reply) => void reply.writeHead(503).end();
  expect(await fetchIt()).toMatchObject({ ok: false, code: "unreachable" });
  const nobody = await store.fetch("http://127.0.0.1:1", HASH, 5, new AbortController().signal);
  expect(nobody).toEqual({ ok: false, code: "unreachable", received: 0 });
});

test("a download can be broken off from here", async () => {
  answer = (_request, reply) => void reply.write(SOUND.subarray(0, 100));
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  expect(await store.fetch(base, HASH, SOUND.length, abort.signal)).toMatchObject({
    ok: false,
    code: "unreachable",
  });
});
