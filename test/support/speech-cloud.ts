import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpService } from "../../audio-library/speech/http-shapes.ts";
import { babble, wavBytes } from "./audio.ts";

/** What the stand-in does wrong next. */
export type Mood =
  | "well"
  | "slow"
  | "never-ready"
  | "quota"
  | "quota-in-words"
  | "broken"
  | "not-json"
  | "cut-short"
  | "mp3"
  | "garbage"
  | "redirect"
  | "strange-address"
  | "hang-up";

export interface SpeechCloud {
  readonly base: string;
  mood: Mood;
  /** Sound that the mood `mp3` gives. */
  mp3: Uint8Array;
  /** Requests as they came. */
  readonly asked: { path: string; headers: IncomingMessage["headers"]; body: string }[];
  close(): Promise<void>;
}

export const GOOD_KEY = "s3cret-key";

const textOf: Record<HttpService, (body: string) => string> = {
  fpt: (body) => body,
  viettel: (body) => String(JSON.parse(body).text),
  zalo: (body) => new URLSearchParams(body).get("input") ?? "",
  vnpt: (body) => String(JSON.parse(body).text),
  google: (body) => String(JSON.parse(body).input.text),
  azure: (body) => body.replace(/<[^>]+>/g, ""),
};

const paths: Record<string, HttpService> = {
  "/hmi/tts/v5": "fpt",
  "/tts/speech_synthesis": "viettel",
  "/v1/tts/synthesize": "zalo",
  "/tts-service/v2/standard": "vnpt",
  "/v1/text:synthesize": "google",
  "/cognitiveservices/v1": "azure",
};

function keyIn(service: HttpService, request: IncomingMessage, body: string): unknown {
  const { headers } = request;
  if (service === "fpt") return headers["api_key"];
  if (service === "viettel") return JSON.parse(body).token;
  if (service === "zalo") return headers["apikey"];
  if (service === "google") return headers["x-goog-api-key"];
  if (service === "azure") return headers["ocp-apim-subscription-key"];
  const complete = headers["token-id"] === "id" && headers["token-key"] === "key";
  return complete ? headers.authorization?.replace("Bearer ", "") : undefined;
}

const quotaWords: Record<HttpService, unknown> = {
  fpt: { error: 7, message: "Your account quota is over" },
  viettel: { response_code: 429, vi_message: "Hết hạn mức" },
  zalo: { error_code: 150, error_message: "Request limit exceeded" },
  vnpt: { message: "Đã vượt hạn mức", object: {} },
  google: { error: { code: 429, message: "Quota exceeded for quota metric" } },
  azure: {},
};

/** A server that answers as the six services do, and as they fail. */
export async function speechCloud(): Promise<SpeechCloud> {
  let looks = 0;
  const cloud: SpeechCloud = { base: "", mood: "well", mp3: new Uint8Array(), asked: [], close };
  const server = createServer((request, reply) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces).toString("utf8");
      const path = request.url ?? "";
      cloud.asked.push({ path, headers: request.headers, body });
      answer(path, request, body, reply);
    });
  });

  const json = (reply: ServerResponse, value: unknown, status = 200): void => {
    reply.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  };

  function soundFor(text: string): Buffer {
    if (cloud.mood === "mp3") return Buffer.from(cloud.mp3);
    if (cloud.mood === "garbage") return Buffer.from("this is no sound at all");
    const seconds = cloud.mood === "cut-short" ? 1 : Math.max(1, text.length / 15);
    return wavBytes(babble(seconds, 0.4, 1, 24_000), 24_000);
  }

  let waiting: Buffer = Buffer.alloc(0);

  /** Ready at the third look, as after a few seconds of real work. */
  function handOver(reply: ServerResponse): void {
    looks += 1;
    const ready = cloud.mood !== "never-ready" && looks >= 3;
    if (ready) reply.end(waiting);
    else reply.writeHead(404).end();
  }

  /** What the moods that fail at once do; the others let the request through. */
  const failures: Partial<Record<Mood, (service: HttpService, reply: ServerResponse) => void>> = {
    slow: () => undefined,
    "hang-up": (_, reply) => reply.destroy(),
    quota: (_, reply) => json(reply, {}, 429),
    "quota-in-words": (service, reply) =>
      json(reply, quotaWords[service], service === "viettel" ? 400 : 200),
    broken: (_, reply) => json(reply, { message: "internal" }, 500),
    "not-json": (_, reply) => reply.end("<html>"),
    redirect: (_, reply) => reply.writeHead(302, { location: `${cloud.base}/x` }).end(),
  };

  function given(service: HttpService, sound: Buffer): unknown {
    if (service === "google") return { audioContent: sound.toString("base64") };
    waiting = sound;
    looks = 0;
    const strange = cloud.mood === "strange-address";
    const url = strange ? "http://10.0.0.1/secret" : `${cloud.base}/soon/sound.wav`;
    if (service === "fpt") return { async: url, error: 0, message: "ok" };
    if (service === "zalo") return { error_code: 0, error_message: "", data: { url } };
    return { object: { playlist: [{ audio_link: url }] } };
  }

  function answer(
    path: string,
    request: IncomingMessage,
    body: string,
    reply: ServerResponse,
  ): void {
    const service = paths[path];
    if (path.startsWith("/soon/")) handOver(reply);
    else if (service === undefined || request.method !== "POST") json(reply, {}, 404);
    else if (keyIn(service, request, body) !== GOOD_KEY) json(reply, { message: "no" }, 401);
    else if (failures[cloud.mood] !== undefined) failures[cloud.mood]?.(service, reply);
    else {
      const sound = soundFor(textOf[service](body));
      if (service === "viettel" || service === "azure") reply.end(sound);
      else json(reply, given(service, sound));
    }
  }

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(cloud, { base });
}
