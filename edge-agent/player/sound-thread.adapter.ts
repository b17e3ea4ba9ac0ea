import { setPriority } from "node:os";
import { isMainThread, type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { EarChoice } from "../evidence/ear.ts";
import { listenOn } from "../evidence/listening.adapter.ts";
import type { Tail } from "../evidence/threshold.ts";
import { runStream, type StreamAsk, type StreamOrder } from "../stream/session.adapter.ts";
import { alsaSink } from "./alsa.adapter.ts";
import { type DecodeOrder, decodeFile, warmDecoder } from "./decode.adapter.ts";
import { runPump } from "./pump.adapter.ts";
import type { Sink } from "./sink.ts";
import { virtualSink } from "./virtual.adapter.ts";

/** Where the sound goes. */
export type SinkChoice =
  | { readonly kind: "virtual"; readonly path: string }
  | {
      readonly kind: "alsa";
      readonly device: string;
      readonly program?: string;
      readonly args?: readonly string[];
    };

/** What a sound thread is told at its start. */
export interface ThreadData {
  readonly vangxa: "pump" | "decode" | "listen" | "stream";
  readonly source: string;
  readonly sink?: SinkChoice;
  readonly ear?: EarChoice;
  /** The board's own acoustic thresholds. */
  readonly tails?: readonly Tail[];
  readonly bell?: Int32Array;
  readonly orders?: MessagePort;
}

const isThreadData = (data: unknown): data is ThreadData =>
  typeof data === "object" && data !== null && "vangxa" in data;

const sinkOf = (choice: SinkChoice): Sink =>
  choice.kind === "virtual" ? virtualSink(choice.path) : alsaSink(choice);

const inSoundThread = (): boolean => !isMainThread && isThreadData(workerData);

function runSoundThread(): void {
  const data = workerData as ThreadData;
  const parent = parentPort as MessagePort;
  if (data.vangxa === "decode") {
    parent.on("message", (order: DecodeOrder) => waitForTaker(order));
    void warmDecoder();
    return;
  }
  if (data.vangxa === "stream") {
    parent.on("message", (order: StreamOrder) => whenWanted(order));
    return;
  }
  if (data.vangxa === "listen") {
    yieldToOthers();
    listenOn(data.ear as EarChoice, parent, data.tails);
    return;
  }
  hurry();
  runPump({
    orders: data.orders as MessagePort,
    sink: sinkOf(data.sink as SinkChoice),
    bell: data.bell as Int32Array,
    report: (report) => parent.postMessage(report),
  });
  parent.postMessage({ kind: "ready" });
}

/** On Linux a priority belongs to a thread: sound goes before everything else on the board, where the system allows it. */
function hurry(): void {
  try {
    setPriority(-15);
  } catch {
    // Without the right it plays like any other thread.
  }
}

/** A verdict has time; the sound has none. */
function yieldToOthers(): void {
  try {
    setPriority(10);
  } catch {
    // Then it takes its turn like any other thread.
  }
}

/** A stream connects only when the pump says that it is due soon. */
function whenWanted(order: StreamOrder): void {
  order.port.once("message", (first: StreamAsk) => runStream(order, first));
}

/** A piece is decoded only when the pump warms it, so that a long programme does not lie decoded in memory. */
function waitForTaker(order: DecodeOrder): void {
  order.port.once("message", () => void decodeFile(order));
}

if (inSoundThread()) runSoundThread();
