import type { Progress } from "./audio.ts";

/** One JSON value a line: browsers read it with `fetch`, and the request stays one request. */
export const LINES_TYPE = "application/x-ndjson";

/** What may come before the result: what is being done, and how far all of it is, 0 to 1. */
export interface ProgressLine {
  readonly stage: string;
  readonly done: number;
}

const encoder = new TextEncoder();
const line = (value: object): Uint8Array => encoder.encode(`${JSON.stringify(value)}\n`);

/** Tells a work as lines: how far it is while it runs, at most once a percent, and what it came to. */
export async function* progressLines(
  work: (progress: Progress) => Promise<object>,
): AsyncGenerator<Uint8Array> {
  const told: ProgressLine[] = [];
  let wake: () => void = () => undefined;
  let last = -1;
  let over = false;
  const end = () => {
    over = true;
    wake();
  };
  const result = work((stage, done) => {
    const percent = Math.floor(done * 100);
    if (percent <= last) return;
    last = percent;
    told.push({ stage, done: percent / 100 });
    wake();
  });
  result.then(end, end);
  for (;;) {
    for (const one of told.splice(0)) yield line(one);
    if (over) break;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  yield line(await result);
}
