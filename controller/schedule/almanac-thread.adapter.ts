import { parentPort } from "node:worker_threads";
import type { Answer, Question } from "./almanac.adapter.ts";
import { holidaysIn, lunarOf } from "./lunar.adapter.ts";

parentPort?.on("message", async ({ id, ask }: Question) => {
  const found = "year" in ask ? await holidaysIn(ask.year) : ask.dates.map(lunarOf);
  parentPort?.postMessage({ id, found } satisfies Answer);
});
