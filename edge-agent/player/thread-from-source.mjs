// Starts a sound thread from TypeScript source. The shipped bundle never comes here: it starts itself.
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData.source);
