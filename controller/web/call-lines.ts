import { CallError, type Problem, refusalIn } from "./call.ts";

/** One line of an answer that tells how far it is. */
interface Line<T> {
  readonly done?: number;
  readonly preview?: T;
  readonly problem?: Problem;
}

/** Milliseconds; the longest text that is taken needs a part of it. */
const PATIENCE = 300_000;

/** Asks for a preview and tells its progress, 0 to 1, as the lines come. */
export async function callLines<T>(
  path: string,
  body: unknown,
  onProgress: (done: number) => void,
): Promise<T> {
  const reply = await fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { accept: "application/x-ndjson", "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!reply.ok || !reply.body) {
    throw refusalIn(path, reply.status, await reply.json().catch(() => undefined));
  }
  for await (const line of linesOf<T>(reply.body)) {
    if (line.problem) throw new CallError(line.problem);
    if (line.preview) return line.preview;
    if (line.done !== undefined) onProgress(line.done);
  }
  throw refusalIn(path, reply.status, undefined);
}

async function* linesOf<T>(body: ReadableStream<Uint8Array>): AsyncGenerator<Line<T>> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (let rest = ""; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as Line<T>;
  }
}
