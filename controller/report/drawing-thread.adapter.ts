import { Worker } from "node:worker_threads";
import type { drawnHere } from "./drawn-here.adapter.ts";

/** What the thread is asked, one after another. */
export interface Question {
  readonly what: keyof typeof drawnHere;
  readonly format: string;
  readonly content: unknown;
}
export type Answer = { readonly bytes: Uint8Array } | { readonly why: string };

/** Megabytes: several times what the longest log that is allowed needs, and far from what would take the machine down. */
const MOST = 1_024;
/** The libraries and fonts are in memory while the thread lives; whoever takes a report takes it in several formats. */
const IDLE = 2 * 60_000;

let thread: Worker | undefined;
let goodbye: NodeJS.Timeout | undefined;
// One at a time: who takes a file waits, not whoever orders or plays.
let last: Promise<unknown> = Promise.resolve();

/** Long reports and logs take many seconds to draw: a thread of its own does it, while this one serves boards and people. */
export const drawInThread =
  <Content>(what: Question["what"], format: string) =>
  (content: Content): Promise<Uint8Array> => {
    const mine = last.then(() => drawn({ what, format, content }));
    last = mine.catch(() => undefined);
    return mine;
  };

/** What waits in this thread for the network or a timer goes first. */
export const breathe = (): Promise<void> => new Promise((go) => setImmediate(go));

function drawn(question: Question): Promise<Uint8Array> {
  clearTimeout(goodbye);
  thread ??= started();
  const worker = thread;
  worker.ref();
  return new Promise((done, failed) => {
    let why: unknown = new Error("the drawing thread ended");
    const note = (error: unknown): void => {
      why = error;
    };
    const rest = (): void => {
      worker.off("message", take).off("error", note).off("exit", gone).unref();
      goodbye = setTimeout(() => void worker.terminate(), IDLE).unref();
    };
    const take = (said: Answer): void => {
      rest();
      if ("bytes" in said) done(said.bytes);
      else failed(new Error(said.why));
    };
    const gone = (): void => {
      rest();
      failed(why);
    };
    worker.on("message", take).on("error", note).on("exit", gone);
    worker.postMessage(question);
  });
}

function started(): Worker {
  const made = new Worker(new URL("./drawing-from-source.mjs", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MOST },
  });
  made.on("exit", () => {
    if (thread === made) thread = undefined;
  });
  return made;
}
