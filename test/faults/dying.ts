// A program that dies at an exact point: at the n-th call of one kind on one path.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Child } from "../../demo/child.ts";
import { startChild } from "../../demo/children.adapter.ts";
import { programPath } from "../support/needs.ts";
import { type Position, recordedCalls } from "./positions.ts";

/** Node with `args`: what it asks of the disk goes to `log`; at the position below `folder`, if there is one, it is killed. */
export interface Dying {
  readonly name: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly log: string;
  readonly at?: Position;
}

/**
 * `when` of strace counts in each thread; with a path given, only calls on that path. One thread does the file work of the pool, so
 * that a path is in one thread's hands.
 */
export function startDying({ name, args, folder, log, at }: Dying, env = process.env): Child {
  return startChild(
    name,
    // -D: the child that is started is the program itself, so that its process id can be told to stop.
    ["-D", ...tracing(folder, log, at), process.execPath, ...args],
    { ...env, UV_THREADPOOL_SIZE: "1" },
    strace(),
  );
}

/**
 * Traces what runs already, so that threads which a start brings in count from here. Not the parent of what it traces: where the
 * system forbids that (Yama), it takes root.
 */
export async function traceRunning(
  child: Child,
  folder: string,
  log: string,
  at: Position,
): Promise<{ readonly end: Promise<unknown> }> {
  const tracer = spawn(strace(), [...tracing(folder, log, at), "-p", String(child.pid)], {
    stdio: "ignore",
  });
  const end = once(tracer, "exit");
  for (let left = 200; left > 0 && !isTraced(child.pid); left -= 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  if (!isTraced(child.pid)) throw new Error("strace may not trace a running program; root may");
  return { end };
}

const strace = (): string => programPath("strace") ?? "strace";

function tracing(folder: string, log: string, at: Position | undefined): string[] {
  const which = at
    ? [
        ...["-P", join(folder, at.path), "-e", `trace=${at.call}`],
        ...["-e", `inject=${at.call}:signal=SIGKILL:when=${at.nth}`],
      ]
    : ["-e", `trace=${recordedCalls.join(",")}`];
  return ["-f", "-y", "-qq", "-s", "0", "-o", log, ...which];
}

/** Every thread of it, or it is dead already: a timer of its own may have led it to the call. */
function isTraced(pid: number): boolean {
  const tasks = `/proc/${pid}/task`;
  try {
    return readdirSync(tasks).every(
      (task) => !/^TracerPid:\t0$/m.test(readFileSync(join(tasks, task, "status"), "utf8")),
    );
  } catch {
    return true;
  }
}

/** Tells it to stop, which writes as well; true where it had been killed, or was meanwhile. */
export async function wasKilled(child: Child): Promise<boolean> {
  const end = child.waitFor(() => false, 30_000).catch((error: Error) => error.message);
  await child.stop();
  return String(await end).includes("ended with SIGKILL");
}
