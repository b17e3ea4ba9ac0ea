import type { MessagePort } from "node:worker_threads";
import type { SilenceRule } from "../../contract/plan.ts";
import type { Reason } from "../../contract/reasons.ts";
import { FALLBACK, SILENCE } from "../../contract/sources.ts";
import { steadyMilliseconds } from "../clock.adapter.ts";
import { applyRamp, rampTo, still } from "../player/mix.ts";
import { CHUNK } from "../player/pump.ts";
import { type Desk, decide, newDesk } from "./desk.ts";
import { FeedError, type InputChoice, paces, type StreamSource, waitAfter } from "./feed.ts";
import { leveller } from "./level.ts";
import { liveSound } from "./live-feed.adapter.ts";
import { localSound } from "./local-feed.adapter.ts";
import { loudnessMeter } from "./loudness.ts";
import { soundQueue } from "./queue.ts";
import { quietOf } from "./quiet.ts";
import { relaySound } from "./relay-feed.adapter.ts";
import { type StandInFile, standIn } from "./stand-in.adapter.ts";

/** A piece whose sound is made elsewhere. */
export interface StreamOrder {
  readonly sources: readonly StreamSource[];
  readonly fallback?: StandInFile;
  readonly silence: SilenceRule;
  readonly ffmpeg: string;
  readonly input?: InputChoice;
  readonly port: MessagePort;
}

/** What the pump says: connect soon; it is due now; so many frames were taken. */
export type StreamAsk =
  | { readonly soon: true }
  | { readonly due: true }
  | { readonly taken: number };
/** What it hears: sound and whose it is; why there is none at the moment; that its speaker has finished; why there never will be. */
export type StreamSaid =
  | { readonly samples: Int16Array; readonly source: string }
  | { readonly trouble: Reason }
  | { readonly finished: true }
  | { readonly end: Reason };

const TICK = 20;
/** Milliseconds without a sample after which a connection is given up; one that is being made gets longer. */
const STUCK = 4_000;
const STUCK_AT_FIRST = 10_000;
/** Where there is another address, one that stays silent for so long is left. */
const SILENT_TOO_LONG = 10_000;

/** Runs one stream from the pump's first word until it closes the port. */
export function runStream(order: StreamOrder, first: StreamAsk): void {
  const { port, sources } = order;
  const pace = paces[sources[0]?.kind ?? "relay"];
  const queue = soundQueue();
  const quiet = quietOf(order.silence);
  const meter = loudnessMeter();
  const level = leveller();
  const hopeless = new Map<StreamSource, Reason>();
  let desk: Desk = newDesk;
  let [due, closed, connected, lumps, everHeard, fadeIn] = [
    false,
    false,
    false,
    false,
    false,
    true,
  ];
  let finished: "no" | "yes" | "told" = "no";
  let ahead = 0;
  let name = "";
  let lastSound = 0;
  let silentSince: number | undefined;
  let attempt = new AbortController();
  let roomMade: () => void = () => undefined;

  const stand = order.fallback && standIn(order.fallback);
  const timer = setInterval(tick, TICK);
  port.on("message", hear);
  port.on("close", close);
  hear(first);
  void keepListening();

  function hear(ask: StreamAsk): void {
    if ("due" in ask) due = true;
    if ("taken" in ask) ahead -= ask.taken;
    serve();
  }

  function close(): void {
    closed = true;
    clearInterval(timer);
    attempt.abort();
    roomMade();
    stand?.close();
  }

  function tick(): void {
    const now = steadyMilliseconds();
    silentSince = quiet.isSilent() ? (silentSince ?? now) : undefined;
    const waits = lumps && queue.frames() >= pace.most;
    const patience = connected ? STUCK : STUCK_AT_FIRST;
    if (!waits && now - lastSound > patience) attempt.abort();
    if (sources.length > 1 && silentSince !== undefined && now - silentSince > SILENT_TOO_LONG)
      attempt.abort();
    serve();
  }

  /** Gives the pump as much as it should have ahead of the ear. */
  function serve(): void {
    if (closed) return;
    while (due && ahead + CHUNK <= pace.ahead) {
      const said = nextChunk();
      if (!said) break;
      ahead += said.samples.length;
      port.postMessage(said satisfies StreamSaid, [said.samples.buffer as ArrayBuffer]);
    }
    if (finished === "yes" && queue.frames() === 0) {
      finished = "told";
      port.postMessage({ finished: true } satisfies StreamSaid);
    }
    // Nobody listens to the source now: it only has to be there when it is wanted.
    if (!due || desk.on === "fallback") queue.trim(pace.most);
    if (queue.frames() < pace.most) roomMade();
  }

  function nextChunk(): { samples: Int16Array; source: string } | undefined {
    if (finished !== "no" && queue.frames() === 0) return undefined;
    const before = desk.on;
    desk = decide(
      desk,
      {
        now: steadyMilliseconds(),
        queued: queue.frames(),
        prebuffer: pace.prebuffer,
        connected,
        silent: quiet.isSilent(),
        back: quiet.isBack(),
        hasFallback: stand?.usable() ?? false,
      },
      everHeard,
    );
    if (desk.on !== before) {
      fadeIn = true;
      level.reset();
      const last = before === "fallback" ? stand?.take(CHUNK) : undefined;
      if (last) return { samples: faded(last, 1, 0), source: FALLBACK };
    }
    return desk.on === "source" ? fromSource() : fromFallback();
  }

  function fromSource(): { samples: Int16Array; source: string } | undefined {
    if (desk.filling) return undefined;
    const samples = queue.take(CHUNK) ?? queue.take(connected ? CHUNK : queue.frames());
    if (!samples || samples.length === 0) return undefined;
    everHeard = true;
    level.level(samples, queue.peek(CHUNK), meter.gain());
    return { samples: begun(samples), source: quiet.isSilent() ? SILENCE : name };
  }

  function fromFallback(): { samples: Int16Array; source: string } | undefined {
    const samples = stand?.take(CHUNK);
    return samples && { samples: begun(samples), source: FALLBACK };
  }

  function begun(samples: Int16Array): Int16Array {
    const out = fadeIn ? faded(samples, 0, 1) : samples;
    fadeIn = false;
    return out;
  }

  async function keepListening(): Promise<void> {
    let failures = 0;
    for (let turn = 0; !closed && finished === "no"; turn++) {
      const usable = sources.filter((one) => !hopeless.has(one));
      const source = usable[turn % Math.max(1, usable.length)];
      if (!source) return giveUp();
      const began = steadyMilliseconds();
      await listen(source);
      failures = steadyMilliseconds() - began > 10_000 ? 0 : failures + 1;
      const wait = failures < usable.length ? 50 : waitAfter(failures - usable.length);
      if (!closed) await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  async function listen(source: StreamSource): Promise<void> {
    attempt = new AbortController();
    lumps = false;
    lastSound = steadyMilliseconds();
    try {
      for await (const samples of soundFrom(source, attempt.signal)) {
        if (closed) return;
        if (samples.length === 0) continue;
        if (!connected) joined(source.name);
        await take(samples);
      }
      if (source.kind === "live" && everHeard) finished = "yes";
    } catch (error) {
      const reason = error instanceof FeedError ? error.reason : "source-lost";
      if (error instanceof FeedError && error.forGood) hopeless.set(source, reason);
      if (!closed) port.postMessage({ trouble: reason } satisfies StreamSaid);
    } finally {
      connected = false;
      attempt.abort();
    }
  }

  function joined(source: string): void {
    connected = true;
    name = source;
    silentSince = undefined;
    quiet.reset();
    meter.reset();
  }

  async function take(samples: Int16Array): Promise<void> {
    lastSound = steadyMilliseconds();
    quiet.hear(samples);
    meter.hear(samples);
    queue.push(samples);
    if (!lumps) queue.trim(pace.most);
    serve();
    while (lumps && due && !closed && desk.on === "source" && queue.frames() >= pace.most) {
      await new Promise<void>((resolve) => {
        roomMade = resolve;
      });
    }
    lastSound = steadyMilliseconds();
  }

  function soundFrom(source: StreamSource, signal: AbortSignal): AsyncGenerator<Int16Array> {
    switch (source.kind) {
      case "live":
        return liveSound({ ...source, signal });
      case "local":
        return localSound(order.input, signal);
      case "relay": {
        const signed = sources.flatMap((one) => (one.kind === "relay" ? [one.url] : []));
        const onForm = (form: string) => {
          lumps = form === "hls";
        };
        return relaySound({ url: source.url, signed, ffmpeg: order.ffmpeg, signal, onForm });
      }
    }
  }

  /** No source is left that could ever sound. */
  function giveUp(): void {
    const reason = [...hopeless.values()][0] ?? "source-lost";
    if (!stand?.usable() && !closed) port.postMessage({ end: reason } satisfies StreamSaid);
  }
}

function faded(samples: Int16Array, from: number, to: number): Int16Array {
  applyRamp(rampTo(still(from), to, samples.length), samples, 0, samples.length);
  return samples;
}
