// Starts the almanac's thread from TypeScript source, which Node 20 cannot load by itself.
import { register } from "tsx/esm/api";

register();
await import("./almanac-thread.adapter.ts");
