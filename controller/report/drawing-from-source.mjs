// Starts the drawing of reports and logs from TypeScript source, which Node 20 cannot load by itself.
import { parentPort } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { drawnHere } = await import("./drawn-here.adapter.ts");
parentPort.on("message", async ({ what, format, content }) => {
  try {
    const bytes = await drawnHere[what][format](content);
    parentPort.postMessage({ bytes });
  } catch (error) {
    parentPort.postMessage({ why: String(error?.stack ?? error) });
  }
});
