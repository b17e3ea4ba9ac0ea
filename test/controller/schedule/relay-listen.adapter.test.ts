import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AudioLibraryParts, createAudioLibrary } from "../../../audio-library/app.ts";
import { relayListener } from "../../../controller/schedule/relay-listen.adapter.ts";

const HERTZ = 24_000;
let folder: string;
let parts: AudioLibraryParts;
let tone: Uint8Array;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-relay-"));
  parts = await createAudioLibrary({ folder, environment: process.env });
  const sine = Int16Array.from({ length: 8 * HERTZ }, (_, at) =>
    Math.round(16_384 * Math.sin((at * 2 * Math.PI * 440) / HERTZ)),
  );
  const made = await parts.codec.encode(
    (async function* () {
      yield sine;
    })(),
    { encoding: "mp3", hertz: HERTZ },
  );
  if (!made.ok) throw new Error(made.log);
  tone = made.value;
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function heardAt(answer: RequestListener) {
  const server: Server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    return await relayListener(parts.codec)(`http://127.0.0.1:${port}/fm`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a stream that never ends is heard for five seconds, from the middle of a frame on", async () => {
  const heard = await heardAt((_, reply) => {
    reply.writeHead(200, { "content-type": "audio/mpeg" });
    reply.write(tone.subarray(777));
  });
  expect(heard).toMatchObject({ ok: true, form: "mp3", seconds: 5 });
  if (!heard.ok) return;
  expect(heard.peak).toBeGreaterThan(-8);
  expect(heard.peak).toBeLessThan(-4);
  expect(heard.mp3.length).toBeGreaterThan(10_000);
});

test("a page, a playlist, a move, an error and a dead address are told apart", async () => {
  const said = async (answer: RequestListener) => {
    const heard = await heardAt(answer);
    return heard.ok ? heard.form : [heard.why, heard.detail];
  };
  const with_ = (status: number, headers: Record<string, string>, body = ""): RequestListener => {
    return (_, reply) => void reply.writeHead(status, headers).end(body);
  };
  expect(await said(with_(200, { "content-type": "text/html" }, "<html>"))).toEqual([
    ...["relay-not-audio", "text/html"],
  ]);
  expect(await said(with_(200, { "content-type": "audio/mpeg" }, "không phải âm thanh"))).toEqual([
    ...["relay-not-audio", expect.any(String)],
  ]);
  const list = { "content-type": "application/vnd.apple.mpegurl" };
  expect(await said(with_(200, list, "#EXTM3U"))).toEqual(["relay-playlist", ""]);
  const moved = { location: "https://moi.example.vn/" };
  expect(await said(with_(302, moved))).toEqual(["relay-moved", moved.location]);
  expect(await said(with_(503, {}))).toEqual(["relay-unreachable", "HTTP 503"]);
  expect(await relayListener(parts.codec)("http://127.0.0.1:9/")).toEqual({
    ...{ ok: false, why: "relay-unreachable", detail: "" },
  });
}, 60_000);
