import { Worker } from "node:worker_threads";
import type { LogFormat } from "./log-api.ts";
import type { LogContent } from "./log-content.ts";

/** Megabytes: several times what the longest log that is allowed needs, and far from what would take the machine down. */
const MOST = 1_024;

// One at a time: who exports waits, not whoever orders or plays.
let last: Promise<unknown> = Promise.resolve();

/** The longest log takes many seconds to draw: a thread of its own does it, while this one serves boards and people. */
export const drawInThread =
  (format: LogFormat) =>
  (content: LogContent): Promise<Uint8Array> => {
    const mine = last.then(() => drawn(format, content));
    last = mine.catch(() => undefined);
    return mine;
  };

/** What waits in this thread for the network or a timer goes first. */
export const breathe = (): Promise<void> => new Promise((go) => setImmediate(go));

const drawn = (format: LogFormat, content: LogContent): Promise<Uint8Array> =>
  new Promise((done, failed) => {
    const worker = new Worker(new URL("./log-from-source.mjs", import.meta.url), {
      workerData: { format, content },
      resourceLimits: { maxOldGenerationSizeMb: MOST },
    });
    worker.on("message", done);
    worker.on("error", failed);
    worker.on("exit", () => failed(new Error("the drawing thread ended")));
  });
