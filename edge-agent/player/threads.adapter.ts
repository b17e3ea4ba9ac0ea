import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { Sha256 } from "../../contract/ids.ts";
import { monotonicOf, steadyOf } from "../clock.adapter.ts";
import { type InputChoice, paces, type StreamSource } from "../stream/feed.ts";
import { USUAL_SILENCE } from "../stream/quiet.ts";
import type { StreamOrder } from "../stream/session.adapter.ts";
import type { DecodeOrder } from "./decode.adapter.ts";
import {
  framesOf,
  type PieceSource,
  type PieceStream,
  type Player,
  type PlayerEvent,
  type Run,
} from "./player.ts";
import type { PumpOrder, PumpReport } from "./pump.adapter.ts";
import type { SinkChoice, ThreadData } from "./sound-thread.adapter.ts";

export interface ThreadPlayerSettings {
  readonly sink: SinkChoice;
  readonly pathOf: (sha256: Sha256) => string;
  /** Where live streams come from; without it none does. */
  readonly controller?: string | undefined;
  /** The decoder of what is not Ogg Opus: a program's name or path. */
  readonly ffmpeg?: string | undefined;
  /** The microphone at the pole, where there is one. */
  readonly input?: InputChoice | undefined;
  /** A sound thread died: nothing sounds any more, and the program must end. */
  readonly onCrash: (error: Error) => void;
}

/** Threads are small: a few decoded seconds and no more. */
const LIMITS = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8, stackSizeMb: 2 };

/** A player whose pump and decoder are threads of their own, so that nothing that the program does can make the sound stutter. */
export function threadPlayer(settings: ThreadPlayerSettings): Player {
  const listeners: ((event: PlayerEvent) => void)[] = [];
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const { port1: orders, port2 } = new MessageChannel();
  const counts = new Map<number, number>();
  let closed: Promise<void> | undefined;

  const pump = start({ vangxa: "pump", sink: settings.sink, bell, orders: port2 }, [port2]);
  const decoder = start({ vangxa: "decode" });
  // A board that never relays does not carry the memory of a thread for it.
  let streamer: Worker | undefined;

  pump.on("message", (report: PumpReport | { kind: "ready" }) => {
    if (report.kind === "ready") return;
    const event = eventOf(report);
    if (event.kind === "ended") counts.delete(event.run);
    for (const listen of listeners) listen(event);
  });

  function start(data: Omit<ThreadData, "source">, transfer: MessagePort[] = []): Worker {
    const worker = newThread(data, transfer);
    worker.on("error", (error) => settings.onCrash(error as Error));
    return worker;
  }

  function send(order: PumpOrder, transfer: MessagePort[] = []): void {
    orders.postMessage(order, transfer);
    Atomics.add(bell, 0, 1);
    Atomics.notify(bell, 0);
  }

  function play(run: Run): void {
    counts.set(run.id, run.pieces.length);
    const ports: MessagePort[] = [];
    const pieces = run.pieces.map((piece) => {
      const frames = framesOf(piece.length);
      if (piece.stream) {
        const { port1, port2: taker } = new MessageChannel();
        streamer ??= start({ vangxa: "stream" });
        streamer.postMessage(streamOrder(piece.stream, port1), [port1]);
        ports.push(taker);
        return { frames, port: taker, pace: paces[kindOf(piece.stream)] };
      }
      if (!piece.sha256) return { frames };
      const { port1, port2: taker } = new MessageChannel();
      const order: DecodeOrder = {
        path: settings.pathOf(piece.sha256),
        sha256: piece.sha256,
        skip: framesOf(piece.offset),
        port: port1,
      };
      decoder.postMessage(order, [port1]);
      ports.push(taker);
      return { frames: frames + TOLERANCE, port: taker };
    });
    send(
      { kind: "play", id: run.id, at: steadyOf(run.at), gain: run.gain, label: run.label, pieces },
      ports,
    );
  }

  function streamOrder(stream: PieceStream, port: MessagePort): StreamOrder {
    const { fallback, silence = USUAL_SILENCE } = stream;
    const sources = stream.sources.map((source) => resolved(source, settings.controller ?? ""));
    return {
      sources,
      silence,
      ffmpeg: settings.ffmpeg ?? "ffmpeg",
      ...(settings.input ? { input: settings.input } : {}),
      ...(fallback ? { fallback: { sha256: fallback, path: settings.pathOf(fallback) } } : {}),
      port,
    };
  }

  async function close(): Promise<void> {
    send({ kind: "close" });
    const gone = new Promise<void>((resolve) => pump.once("exit", () => resolve()));
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 1_500).unref())]);
    await Promise.all([pump.terminate(), decoder.terminate(), streamer?.terminate()]);
  }

  return {
    play,
    stop: (id) => send({ kind: "stop", id }),
    onEvent: (listen) => void listeners.push(listen),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

const kindOf = ({ sources }: PieceStream): PieceSource["kind"] => sources[0]?.kind ?? "relay";

function resolved(source: PieceSource, controller: string): StreamSource {
  if (source.kind !== "live") return source;
  const { path, ...rest } = source;
  return { ...rest, url: `${controller}${path}` };
}

/** Audio ends by itself; the signed length is in whole milliseconds, so one more may come. */
const TOLERANCE = 48;

function eventOf(report: PumpReport): PlayerEvent {
  if (report.kind === "progress") return report;
  const { steady, ...event } = report;
  return { ...event, at: monotonicOf(steady) };
}

/** The text of a sound thread inside the bundle (bin/bundle.ts); source has none and needs a loader. */
declare const SOUND_THREAD: string | undefined;

export function newThread(
  data: Omit<ThreadData, "source">,
  transferList: MessagePort[] = [],
): Worker {
  const bundled = typeof SOUND_THREAD === "string" ? SOUND_THREAD : undefined;
  const source = new URL("./sound-thread.adapter.ts", import.meta.url).href;
  return new Worker(bundled ?? new URL("./thread-from-source.mjs", import.meta.url), {
    eval: bundled !== undefined,
    workerData: { ...data, source },
    transferList,
    resourceLimits: LIMITS,
  });
}
