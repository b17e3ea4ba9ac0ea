// A program that dies at an exact point: at the n-th call of one kind that writes to the disk.
import type { Child } from "../../demo/child.ts";
import { startChild } from "../../demo/children.adapter.ts";
import { programPath } from "../support/needs.ts";

/** What a kernel call asks of the disk: each of them is a place to die. */
export const diskCalls = ["fsync", "fdatasync", "pwrite64", "rename"] as const;
export type DiskCall = (typeof diskCalls)[number];

export interface Point {
  readonly call: DiskCall;
  /** Counted from one in each thread of the program. */
  readonly when: number;
}

/** Node with `args`, killed on entering the call; one thread does its file work, so that the count is exact. */
export function startDying(
  name: string,
  args: readonly string[],
  { call, when }: Point,
  env: NodeJS.ProcessEnv = process.env,
): Child {
  const inject = `inject=${call}:signal=SIGKILL:when=${when}`;
  // -D: the child that is started is the program itself, so that its process id can be told to stop.
  const tracing = ["-D", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, "-e", inject];
  return startChild(
    name,
    [...tracing, process.execPath, ...args],
    { ...env, UV_THREADPOOL_SIZE: "1" },
    programPath("strace") ?? "strace",
  );
}

/** Whether the program died within this time, milliseconds. */
export async function died(child: Child, within: number): Promise<boolean> {
  const never = child.waitFor(() => false, within);
  return never.then(
    () => false,
    (error: Error) => error.message.includes("ended with"),
  );
}
