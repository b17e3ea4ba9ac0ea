import { readFile, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { type Duration, milliseconds, seconds } from "../../contract/time.ts";
import type { Codec } from "../render/codec.ts";
import { sniff } from "../render/sniff.ts";
import { readWav } from "../render/wav.ts";
import {
  type Account,
  failureFrom,
  type HttpService,
  isCutShort,
  type Shape,
  shapes,
} from "./http-shapes.ts";
import {
  FASTEST,
  fits,
  plainText,
  SLOWEST,
  type Speaking,
  type Speech,
  type SpeechFailure,
  type SpeechOrder,
  speechFailure,
} from "./speech.ts";

export interface HttpSpeechSettings {
  readonly service: HttpService;
  readonly account: Account;
  /** Azure's region. */
  readonly region?: string;
  /** Another address than the service's own: a proxy of the province, a stand-in of a test. */
  readonly base?: string;
  /** For one answer. */
  readonly patience?: Duration;
  /** Between two questions whether the sound is ready, and over all of them. */
  readonly askEvery?: Duration;
  readonly askFor?: Duration;
}

const MOST_BYTES = 64 * 1_048_576;
const DECODE_HERTZ = 48_000;
const LONGEST = seconds(1_200);

class Trouble extends Error {
  readonly code: SpeechFailure;
  constructor(code: SpeechFailure, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** A key lies in a file of its own that nobody else can read; a group-readable one is refused. */
export async function keyFromFile(path: string): Promise<string> {
  if (((await stat(path)).mode & 0o077) !== 0)
    throw new Error("the key file can be read by others: chmod 600");
  return (await readFile(path, "utf8")).trim();
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > MOST_BYTES) throw new Trouble("engine-failed", "answer too large");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function troubleOf(status: number, body: Uint8Array): Trouble {
  // Never more of a stranger's answer than this, and never what we sent.
  const said = Buffer.from(body.subarray(0, 300)).toString("utf8").replace(/\s+/g, " ");
  if (status === 401 || status === 403) {
    const { code } = failureFrom(said);
    return new Trouble(code === "quota" ? "quota" : "key-refused", `HTTP ${status}`);
  }
  if (status === 402 || status === 429) return new Trouble("quota", `HTTP ${status}`);
  if (status === 413) return new Trouble("too-long", `HTTP ${status}`);
  return new Trouble(
    failureFrom(said).code === "quota" ? "quota" : "engine-failed",
    `HTTP ${status}`,
  );
}

interface Line {
  readonly signal: AbortSignal | undefined;
  readonly patience: Duration;
}

/** One exchange. A redirect is refused: it would carry the key to somebody else. */
async function exchange(url: string, init: RequestInit, { signal, patience }: Line) {
  const limit = AbortSignal.timeout(patience);
  const both = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  try {
    const response = await fetch(url, { ...init, redirect: "error", signal: both });
    return { status: response.status, body: await bytesOf(response) };
  } catch (error) {
    if (error instanceof Trouble) throw error;
    if (signal?.aborted) throw new Trouble("aborted", "");
    if (limit.aborted) throw new Trouble("timed-out", "");
    throw new Trouble("engine-failed", "no connection");
  }
}

/** Where the sound waits must be as safe as the service itself, and no machine of our own network. */
function checkAddress(url: string, base: string): string {
  const [wanted, own] = [URL.canParse(url) ? new URL(url) : undefined, new URL(base)];
  const isName =
    wanted !== undefined && /[a-z]\.?$/i.test(wanted.hostname) && wanted.hostname.includes(".");
  if (wanted?.protocol !== own.protocol || !(isName || wanted.hostname === own.hostname))
    throw new Trouble("engine-failed", "strange address");
  return wanted.href;
}

/** Asks until the sound is there: services answer 404, 403 or an empty body while they still work. */
async function fetchLater(url: string, line: Line, every: Duration, most: Duration) {
  for (let waited = 0; waited <= most; waited += every) {
    const { status, body } = await exchange(url, { method: "GET" }, line);
    if (status === 200 && body.length > 0) return body;
    if (status >= 500) throw troubleOf(status, body);
    await pause(every, undefined, line.signal && { signal: line.signal }).catch(() => undefined);
    if (line.signal?.aborted) throw new Trouble("aborted", "");
  }
  throw new Trouble("timed-out", "");
}

/** Most services can give WAV; what they give instead, the codec reads. */
async function soundIn(bytes: Uint8Array, codec: Codec, signal: AbortSignal | undefined) {
  const wav = readWav(bytes);
  if (wav !== undefined) return wav;
  const container = sniff(bytes);
  if (container === undefined) throw new Trouble("engine-failed", "no sound in the answer");
  const once = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes;
  };
  const pieces: Int16Array[] = [];
  const how = { container, hertz: DECODE_HERTZ, longest: LONGEST, signal };
  const decoded = await codec.decode({ bytes: once() }, how, (samples) => pieces.push(samples));
  if (!decoded.ok) throw new Trouble("engine-failed", "unreadable sound");
  const pcm = new Int16Array(decoded.value);
  let at = 0;
  for (const piece of pieces) {
    pcm.set(piece, at);
    at += piece.length;
  }
  return { pcm, sampleRate: DECODE_HERTZ };
}

async function ask(shape: Shape, settings: HttpSpeechSettings, order: SpeechOrder) {
  const base = settings.base ?? shape.base.replace("{region}", settings.region ?? "");
  const line = { signal: order.signal, patience: settings.patience ?? seconds(20) };
  const { path, headers, body } = shape.request(order, settings.account);
  const answer = await exchange(base + path, { method: "POST", headers, body }, line);
  if (answer.status !== 200) throw troubleOf(answer.status, answer.body);
  if (shape.read === undefined) return answer.body;
  const read = shape.read(parsed(answer.body));
  if (read.kind === "failure") throw new Trouble(read.code, "");
  if (read.kind === "sound") return Buffer.from(read.base64, "base64");
  const every = settings.askEvery ?? seconds(2);
  const most = settings.askFor ?? seconds(120);
  return fetchLater(checkAddress(read.url, base), line, every, milliseconds(most));
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Any of the usual services, by its shape. Keys never reach a log, an error or a message. */
export function httpSpeech(settings: HttpSpeechSettings, codec: Codec): Speech {
  const shape: Shape = shapes[settings.service];
  const speak = async (order: SpeechOrder): Promise<Speaking> => {
    const sound = await soundIn(await ask(shape, settings, order), codec, order.signal);
    if (sound.pcm.length === 0) return speechFailure("engine-failed", shape.name);
    if (isCutShort(order.text, order.rate, sound.pcm.length / sound.sampleRate))
      return speechFailure("cut-short", shape.name);
    return { ok: true, ...sound };
  };
  return {
    id: settings.service,
    about: shape.about,
    probe: async () => {
      const missing = shape.needs.filter((name) => !settings.account[name]);
      const region = shape.base.includes("{region}") && !settings.region && !settings.base;
      if (missing.length > 0 || region)
        return { ok: false, why: `Chưa đặt khóa hoặc vùng cho ${shape.name}.` };
      return { ok: true, version: `${settings.service} 1` };
    },
    voices: async () => shape.voices,
    speak: async ({ text, voice, rate, signal }) => {
      const words = plainText(text);
      if (!shape.voices.some(({ id }) => id === voice)) return speechFailure("no-voice", voice);
      if (!fits(words, shape.about)) return speechFailure("too-long", shape.name);
      const pace = Math.min(Math.max(rate, SLOWEST), FASTEST);
      try {
        return await speak({ text: words, voice, rate: pace, signal });
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        const detail = [shape.name, error.message].filter((part) => part !== "").join(", ");
        return speechFailure(error.code, error.code === "aborted" ? undefined : detail);
      }
    },
  };
}
