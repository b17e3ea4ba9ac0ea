import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import type { ChildEnd, ChildOrder, RunChild, Stopped } from "./child.ts";

const LOG_KEPT = 16_384;
const LOOK_EVERY = 100;
const PAGE = 4_096;
const TICK_MS = 10;

/** A child gets only what a program needs to run at all: keys of speech services stay here. */
export function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { HOME, PATH = "", TMPDIR, SystemRoot } = environment;
  return {
    ...(HOME === undefined ? {} : { HOME }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    PATH: [PATH, dirname(process.execPath)].filter((part) => part !== "").join(delimiter),
    LC_ALL: "C.UTF-8",
  };
}

/** Resident bytes of a process, or zero where the system has no such file. */
function resident(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1]) * PAGE;
  } catch {
    return 0;
  }
}

/** Milliseconds of processor time that a process has used, or zero where the system has no such file. */
function worked(pid: number): number {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in brackets may hold anything, so count from its end.
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}

async function feed(child: ChildProcessWithoutNullStreams, input: ChildOrder["input"]) {
  // A child may stop reading early (it has its own limits); its exit code tells, not the pipe.
  child.stdin.on("error", () => undefined);
  for await (const piece of input ?? []) {
    if (child.stdin.destroyed) return;
    if (!child.stdin.write(piece)) await drained(child);
  }
  child.stdin.end();
}

function drained(child: ChildProcessWithoutNullStreams): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      child.stdin.off("drain", done).off("close", done);
      resolve();
    };
    child.stdin.once("drain", done).once("close", done);
    if (child.stdin.destroyed) done();
  });
}

function watch(child: ChildProcessWithoutNullStreams, order: ChildOrder) {
  let why: Stopped | undefined;
  const stop = (reason: Stopped): void => {
    why ??= reason;
    child.kill("SIGKILL");
  };
  const onAbort = (): void => stop("aborted");
  const timer = setTimeout(() => stop("timed-out"), order.longest);
  const { mostMemory = Number.POSITIVE_INFINITY, mostWork = order.longest } = order;
  const looking = setInterval(() => {
    if (child.pid === undefined) return;
    if (resident(child.pid) > mostMemory) stop("too-much-memory");
    if (worked(child.pid) > mostWork) stop("timed-out");
  }, LOOK_EVERY);
  order.signal?.addEventListener("abort", onAbort, { once: true });
  if (order.signal?.aborted) stop("aborted");
  const clear = (): void => {
    clearTimeout(timer);
    clearInterval(looking);
    order.signal?.removeEventListener("abort", onAbort);
  };
  return { stop, clear, reason: (): Stopped | undefined => why };
}

export function childRunner(environment: NodeJS.ProcessEnv): RunChild {
  const env = childEnvironment(environment);
  return (order) =>
    new Promise<ChildEnd>((resolve, reject) => {
      const child = spawn(order.program, order.args, { env, windowsHide: true });
      const guard = watch(child, order);
      const pieces: Buffer[] = [];
      let size = 0;
      let log = "";
      let enough = false;
      child.stdout.on("data", (piece: Buffer) => {
        size += piece.length;
        if (size > order.mostOutput) return guard.stop("too-much-output");
        if (order.take === undefined) pieces.push(piece);
        else if (!enough && !order.take(piece)) {
          enough = true;
          child.kill("SIGKILL");
        }
      });
      child.stderr.setEncoding("utf8").on("data", (piece: string) => {
        log = (log + piece).slice(-LOG_KEPT);
      });
      child.once("error", (error) => {
        guard.clear();
        resolve({ ok: false, code: "not-started", log: error.message });
      });
      child.once("close", (code) => {
        guard.clear();
        const reason = guard.reason();
        if (reason !== undefined) return resolve({ ok: false, code: reason, log });
        resolve({
          ok: true,
          code: enough ? 0 : (code ?? -1),
          output: Buffer.concat(pieces),
          log,
        });
      });
      feed(child, order.input).catch((error: unknown) => {
        guard.stop("aborted");
        reject(error);
      });
    });
}
