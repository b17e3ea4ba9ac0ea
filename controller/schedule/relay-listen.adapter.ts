import type { Codec } from "../../audio-library/render/codec.ts";
import { isPlaylist, sniff } from "../../audio-library/render/sniff.ts";
import { minutes, seconds } from "../../contract/time.ts";
import { formOf, type Heard, type HeardNot, type Listen, peakOf } from "./relay.ts";

const HERTZ = 24_000;
const KEPT = 5 * HERTZ;
/** A server sends some seconds at once and then as they sound. */
const PATIENCE_MS = 8_000;
const ENOUGH_MS = 5_500;
const MOST_BYTES = 1_000_000;

const no = (why: HeardNot, detail = ""): Heard => ({ ok: false, why, detail });

/**
 * Asks one address by HTTP and hands its bytes to the codec, which sees nothing but them. A redirect is told and not followed: boards
 * go only where a signed address sends them.
 */
export const relayListener =
  (codec: Pick<Codec, "decode" | "encode">): Listen =>
  async (url) => {
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const reply = await fetch(url, { redirect: "manual", signal: stop.signal });
      if (reply.status >= 300 && reply.status < 400)
        return no("relay-moved", reply.headers.get("location") ?? "");
      if (!reply.ok || !reply.body) return no("relay-unreachable", `HTTP ${reply.status}`);
      const bytes = await someOf(reply.body, stop.signal);
      return await heardIn(codec, bytes, reply.headers.get("content-type") ?? "");
    } catch {
      return no("relay-unreachable");
    } finally {
      clearTimeout(patience);
      stop.abort();
    }
  };

/** What comes until it is enough, the time is over or the stream ends. */
async function someOf(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<Uint8Array> {
  const begun = performance.now();
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  const over = new Promise<{ done: true; value: undefined }>((resolve) => {
    const end = () => resolve({ done: true, value: undefined });
    const timer = setTimeout(end, ENOUGH_MS);
    signal.addEventListener("abort", () => clearTimeout(timer));
  });
  while (length < MOST_BYTES && performance.now() - begun < ENOUGH_MS) {
    const { done, value } = await Promise.race([reader.read(), over]);
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  void reader.cancel().catch(() => undefined);
  return Buffer.concat(parts);
}

async function heardIn(
  codec: Pick<Codec, "decode" | "encode">,
  bytes: Uint8Array,
  type: string,
): Promise<Heard> {
  if (/mpegurl/i.test(type) || isPlaylist(bytes)) return no("relay-playlist");
  const container = sniff(bytes) ?? formOf(type);
  if (!container) return no("relay-not-audio", type);
  const sound = new Int16Array(KEPT);
  let length = 0;
  const decoded = await codec.decode(
    {
      bytes: (async function* () {
        yield bytes;
      })(),
    },
    { container, hertz: HERTZ, longest: minutes(5), signal: AbortSignal.timeout(seconds(20)) },
    (samples) => {
      const some = samples.subarray(0, KEPT - length);
      sound.set(some, length);
      length += some.length;
    },
  );
  if (length === 0) return no("relay-not-audio", decoded.ok ? "" : decoded.code);
  const kept = sound.subarray(0, length);
  const mp3 = await codec.encode(
    (async function* () {
      yield kept;
    })(),
    {
      encoding: "mp3",
      hertz: HERTZ,
    },
  );
  if (!mp3.ok) return no("relay-not-audio", mp3.code);
  const heard = { form: container, seconds: length / HERTZ, peak: peakOf(kept), mp3: mp3.value };
  return { ok: true, ...heard };
}
