// Other stations, as small HTTP servers on loopback: what they send, where they lead, and how they die.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { programPath } from "./needs.ts";

const run = promisify(execFile);

export interface HttpStation {
  readonly url: string;
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

export async function httpStation(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpStation> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A sound file in another coding, as bytes. */
export async function coded(
  wav: string,
  codec: readonly string[],
  name: string,
): Promise<Uint8Array> {
  const file = `${wav}.${name}`;
  await run(programPath("ffmpeg") ?? "ffmpeg", ["-v", "error", "-y", "-i", wav, ...codec, file]);
  return readFileSync(file);
}

export const OPUS = [
  "-c:a",
  "libopus",
  "-vbr",
  "off",
  "-b:a",
  "64k",
  "-page_duration",
  "60000",
  "-f",
  "ogg",
];
export const MP3 = ["-c:a", "libmp3lame", "-b:a", "128k", "-f", "mp3"];

/** Sends bytes at the pace of their sound. */
export function sendPaced(response: ServerResponse, bytes: Uint8Array, seconds: number): void {
  const began = performance.now();
  let at = 0;
  const timer = setInterval(() => {
    const due = Math.min(
      bytes.length,
      (bytes.length * (performance.now() - began + 1_000)) / seconds / 1_000,
    );
    response.write(bytes.subarray(at, Math.floor(due)));
    at = Math.floor(due);
  }, 50);
  response.on("close", () => clearInterval(timer));
}

/** A live HLS list of two-second segments (transport stream, or fragmented MP4) that goes on in real time for so many seconds, then stands still. */
export async function hlsStation(
  folder: string,
  wav: string,
  alive: number,
  form: "mpegts" | "fmp4" = "mpegts",
): Promise<HttpStation> {
  const list = join(folder, "all.m3u8");
  const input = ["-v", "error", "-y", "-i", wav, "-c:a", "aac", "-b:a", "128k"];
  const output = [
    "-f",
    "hls",
    "-hls_time",
    "2",
    "-hls_list_size",
    "0",
    "-hls_segment_type",
    form,
    list,
  ];
  await run(programPath("ffmpeg") ?? "ffmpeg", [...input, ...output]);
  const lines = readFileSync(list, "utf8").split("\n");
  const segments = lines.flatMap((line, i) =>
    line.startsWith("#EXTINF") ? [`${line}\n${lines[i + 1]}`] : [],
  );
  const head = lines.filter((line) => line.startsWith("#EXT-X-MAP")).join("\n");
  let began: number | undefined;
  return httpStation((request, response) => {
    if (!request.url?.endsWith(".m3u8"))
      return void response.end(readFileSync(join(folder, String(request.url).slice(1))));
    began ??= performance.now();
    const now = Math.floor(Math.min(alive, (performance.now() - began) / 1_000) / 2);
    const window = segments.slice(now, now + 3).join("\n");
    response.setHeader("content-type", "application/vnd.apple.mpegurl");
    response.end(
      `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:${now}\n${head}\n${window}\n`,
    );
  });
}
