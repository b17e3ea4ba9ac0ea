// Starts the drawing of a log from TypeScript source, which Node 20 cannot load by itself.
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { format, content } = workerData;
const { logDrawers } = await import("./log-drawers.adapter.ts");
const bytes = await logDrawers[format](content);
parentPort.postMessage(bytes, [bytes.buffer]);
