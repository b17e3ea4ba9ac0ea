import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Child } from "./child.ts";

const GRACE = 10_000;

export function startChild(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  program: string = process.execPath,
): Child {
  const child = spawn(program, [...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env,
  });
  const said: Record<string, unknown>[] = [];
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listen of listeners) listen();
  };
  const errors: string[] = [];
  let gone: string | undefined;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const object = parse(line);
    if (object) said.push(object);
    wake();
  });
  child.stderr.on("data", (bytes: Buffer) => {
    errors.push(bytes.toString());
    if (errors.length > 50) errors.shift();
  });
  const ended = new Promise<void>((resolve) => {
    const end = (why: string) => {
      gone ??= why;
      wake();
      resolve();
    };
    child.once("exit", (code, signal) => end(`${name} ended with ${signal ?? code}`));
    child.once("error", (error) => end(`${name}: ${error.message}`));
  });
  return {
    name,
    pid: child.pid ?? 0,
    waitFor: (wanted, patience) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => finish(() => reject(new Error(late())), look), patience);
        const late = () =>
          `${name} did not get there in ${patience / 1_000} s. ${errors.join("").slice(-2_000)}`;
        const finish = (then: () => void, listen: () => void) => {
          clearTimeout(timer);
          listeners.delete(listen);
          then();
        };
        function look(): void {
          const found = said.find(wanted);
          if (found) finish(() => resolve(found), look);
          else if (gone !== undefined)
            finish(() => reject(new Error(`${gone}. ${errors.join("").slice(-2_000)}`)), look);
        }
        listeners.add(look);
        look();
      }),
    stop: () => stop(child, ended),
  };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE);
  await ended;
  clearTimeout(timer);
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === "object"
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
