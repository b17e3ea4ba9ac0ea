// A program that dies at an exact point: at the n-th call of one kind on one path.
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
  const how = at
    ? [
        ...["-P", join(folder, at.path), "-e", `trace=${at.call}`],
        ...["-e", `inject=${at.call}:signal=SIGKILL:when=${at.nth}`],
      ]
    : ["-e", `trace=${recordedCalls.join(",")}`];
  // -D: the child that is started is the program itself, so that its process id can be told to stop.
  return startChild(
    name,
    ["-D", "-f", "-y", "-qq", "-s", "0", "-o", log, ...how, process.execPath, ...args],
    { ...env, UV_THREADPOOL_SIZE: "1" },
    programPath("strace") ?? "strace",
  );
}

/** Tells it to stop, which writes as well; true where it had been killed, or was meanwhile. */
export async function wasKilled(child: Child): Promise<boolean> {
  const end = child.waitFor(() => false, 30_000).catch((error: Error) => error.message);
  await child.stop();
  return String(await end).includes("ended with SIGKILL");
}
