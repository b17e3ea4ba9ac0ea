import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { encodeFrame, signedPart } from "../../../contract/live.ts";
import type { PieceStream } from "../../../edge-agent/player/player.ts";
import { needing } from "../../support/needs.ts";
import { noiseWav } from "../../support/sounds.ts";
import {
  coded,
  type HttpStation,
  hlsStation,
  httpStation,
  MP3,
  OPUS,
  sendPaced,
} from "../../support/stations.ts";
import { type StreamBoard, secondsOf, streamBoard } from "../../support/stream-board.ts";

let board: StreamBoard;
const stations: HttpStation[] = [];
const started = (station: HttpStation): HttpStation => {
  stations.push(station);
  return station;
};
afterEach(async () => {
  await board.close();
  await Promise.all(stations.splice(0).map((station) => station.stop()));
});

const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));
const relayOf = (...urls: string[]): PieceStream["sources"] =>
  urls.map((url, i) => ({ kind: "relay", name: `source-${i + 1}`, url }));
const station = noiseWav(40, 21);
const stand = noiseWav(4, 22);

/** The station's sound in another coding. */
async function soundAs(codec: readonly string[], wav = station): Promise<Uint8Array> {
  board.keep(wav, "station.wav");
  return coded(join(board.folder, "station.wav"), codec, "coded");
}

needing("ffmpeg")(
  "a source that goes silent is stood in for within 3 s, and heard again when it speaks",
  { timeout: 90_000 },
  async () => {
    board = streamBoard();
    const hush = Buffer.from(station);
    hush.fill(0, 44 + 6 * 96_000, 44 + 12 * 96_000);
    const bytes = await soundAs(OPUS, hush);
    const { url } = started(await httpStation((_ask, response) => sendPaced(response, bytes, 40)));
    board.relay(1, { sources: relayOf(url), fallback: board.keep(stand) }, 18);
    const end = await board.over(1);
    const told = secondsOf(end.spans?.[0]);
    expect(told["fallback"]).toBeGreaterThan(3);
    const heard = board.heard({ station, stand });
    const [before, first] = [heard[0], heard.find(({ item }) => item === "stand")];
    // Not the last stretch: a loudspeaker that underruns is heard in several.
    const again = heard.find(({ item, at }) => item === "station" && at > (first?.at ?? 99));
    expect((first?.at ?? 99) - (before?.at ?? 0) - (before?.length ?? 0)).toBeLessThan(3);
    // What it says first when it is back is not lost.
    expect(again?.offset).toBeLessThan(12.8);
  },
);

needing("ffmpeg").each(["mpegts", "fmp4"] as const)(
  "an HLS list (%s) is heard segment after segment without a gap, and stood in for when it stands still",
  { timeout: 120_000 },
  async (form) => {
    board = streamBoard();
    const file = board.keep(station, "station.wav");
    const { url } = started(await hlsStation(board.folder, join(board.folder, file), 6, form));
    board.relay(
      1,
      { sources: relayOf(`${url}/live.m3u8`), fallback: board.keep(stand) },
      22,
      3_000,
    );
    const end = await board.over(1);
    const told = secondsOf(end.spans?.[0]);
    const heard = board.heard({ station, stand });
    const whole = heard.filter(({ item }) => item === "station");
    expect(whole.map(({ length }) => length).sort((a, b) => b - a)[0]).toBeGreaterThan(5);
    // How long depends on what the source still had to give when it stood still.
    expect(told["fallback"]).toBeGreaterThan(1);
    expect(
      Math.abs((told["source-1"] ?? 0) - whole.reduce((sum, { length }) => sum + length, 0)),
    ).toBeLessThan(1);
  },
);

needing("ffmpeg")(
  "the second address is heard where the first is dead",
  { timeout: 60_000 },
  async () => {
    board = streamBoard();
    const bytes = await soundAs(OPUS);
    const dead = started(await httpStation((_ask, response) => void response.writeHead(404).end()));
    const good = started(await httpStation((_ask, response) => sendPaced(response, bytes, 40)));
    board.relay(1, { sources: relayOf(dead.url, good.url) }, 5, 500);
    expect(Object.keys(secondsOf((await board.over(1)).spans?.[0]))).toContain("source-2");
  },
);

test("a redirect to where nobody signed is not followed", { timeout: 60_000 }, async () => {
  board = streamBoard();
  const elsewhere = started(await httpStation((_ask, response) => void response.end("secret")));
  const { url } = started(
    await httpStation(
      (_ask, response) => void response.writeHead(302, { location: `${elsewhere.url}/x` }).end(),
    ),
  );
  const fallback = board.keep(stand);
  board.relay(1, { sources: relayOf(url), fallback }, 4);
  const told = secondsOf((await board.over(1)).spans?.[0]);
  expect(told["fallback"]).toBeGreaterThan(1.5);
  expect(elsewhere.asked).toEqual([]);
});

test("a fallback with another content than its hash never sounds", {
  timeout: 60_000,
}, async () => {
  board = streamBoard();
  const fallback = board.keep(stand);
  board.keep(noiseWav(4, 23), fallback);
  board.relay(1, { sources: relayOf("http://127.0.0.1:1/"), fallback }, 4);
  expect(await board.over(1)).toMatchObject({ how: "failed", reason: "source-lost" });
  expect(board.samples().every((sample) => sample === 0)).toBe(true);
});

needing("ffmpeg")("without a decoder a board says so", { timeout: 60_000 }, async () => {
  board = streamBoard({ ffmpeg: "/nowhere/ffmpeg" });
  const bytes = await soundAs(MP3);
  const { url } = started(await httpStation((_ask, response) => sendPaced(response, bytes, 40)));
  board.relay(1, { sources: relayOf(url) }, 20);
  expect(await board.over(1)).toMatchObject({ how: "failed", reason: "no-decoder" });
});

/** A live stream as the controller sends it, cut into frames of one Ogg page or more. */
async function liveStation(bytes: Uint8Array, key: KeyObject): Promise<HttpStation> {
  return started(
    await httpStation((_ask, response) => {
      let sequence = 0;
      const write = response.write.bind(response);
      const framed = {
        on: response.on.bind(response),
        write: (payload: Uint8Array) => {
          const signature = sign(null, signedPart(sequence, payload), key);
          return write(encodeFrame({ sequence: sequence++, payload, signature }));
        },
      };
      sendPaced(framed as never, bytes, 40);
    }),
  );
}

needing("ffmpeg")(
  "live sound is heard only under the key of its order",
  { timeout: 60_000 },
  async () => {
    const [ours, other] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
    const key = ours.publicKey.export({ format: "jwk" }).x as string;
    const sources = [{ kind: "live", name: "live", path: "/live/a", key }] as const;
    board = streamBoard();
    const bytes = await soundAs(OPUS);
    await board.close();
    const good = await liveStation(bytes, ours.privateKey);
    board = streamBoard({ controller: good.url });
    board.relay(1, { sources }, 6);
    expect(secondsOf((await board.over(1)).spans?.[0])["live"]).toBeGreaterThan(4);
    expect(good.asked).toEqual(["/live/a"]);
    await board.close();
    const forged = await liveStation(bytes, other.privateKey);
    board = streamBoard({ controller: forged.url });
    board.relay(1, { sources }, 4);
    expect(await board.over(1)).toMatchObject({ how: "failed", reason: "unsigned" });
  },
);

test("the microphone at the pole is heard through its program", { timeout: 60_000 }, async () => {
  const script = `const fs = require("node:fs"); const pcm = fs.readFileSync(process.argv[1]).subarray(44);
    const began = performance.now(); let at = 0;
    setInterval(() => {
      const due = 2 * Math.floor(48 * (performance.now() - began));
      process.stdout.write(pcm.subarray(at, due));
      at = due;
    }, 50);`;
  const folder = streamBoard();
  const file = join(folder.folder, folder.keep(station));
  board = streamBoard({
    input: { device: "x", program: process.execPath, args: ["-e", script, file] },
  });
  const sources = [{ kind: "local", name: "local" }] as const;
  board.relay(1, { sources }, 5);
  const told = secondsOf((await board.over(1)).spans?.[0]);
  await folder.close();
  expect(told["local"]).toBeGreaterThan(3);
  expect(board.heard({ station })[0]?.length).toBeGreaterThan(2);
});

test("a board without such a microphone says so", { timeout: 60_000 }, async () => {
  board = streamBoard();
  board.relay(1, { sources: [{ kind: "local", name: "local" }] }, 20);
  expect(await board.over(1)).toMatchObject({ how: "failed", reason: "device-missing" });
});

test("a relay is cut like anything else, at once", { timeout: 60_000 }, async () => {
  board = streamBoard();
  board.relay(1, { sources: relayOf("http://127.0.0.1:1/"), fallback: board.keep(stand) }, 60);
  await board.begun(1);
  await wait(500);
  board.player.stop(1);
  const end = await board.over(1, 3_000);
  expect(end.how).toBe("stopped");
  expect(secondsOf(end.spans?.[0])["fallback"]).toBeLessThan(3);
});
