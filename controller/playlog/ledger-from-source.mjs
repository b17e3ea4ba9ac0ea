// Starts the ledger's thread from TypeScript source, which Node 20 cannot load by itself.
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { serveLedger } = await import("../compose-ledger.ts");
parentPort.on(
  "message",
  serveLedger(workerData, (said) => parentPort.postMessage(said)),
);
