import { readFileSync, writeSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/**
 * Ends a run in which no test has ended for `quietMs`, and says what was running and what each
 * process was doing. A test's own limit does not help where a worker's event loop is blocked, and a
 * run that never ends tells nobody why.
 */
export class Silence implements Reporter {
  readonly #quietMs: number;
  readonly #write: (text: string) => void;
  readonly #running = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    quietMs: number = 8 * 60_000,
    write: (text: string) => void = (text) => writeSync(2, text),
  ) {
    this.#quietMs = quietMs;
    this.#write = write;
  }

  onInit(): void {
    this.#restart();
  }

  onTestModuleQueued({ id, relativeModuleId }: TestModule): void {
    this.#running.set(id, relativeModuleId);
  }

  onTestCaseReady({ id, module, fullName }: TestCase): void {
    this.#running.set(id, `${module.relativeModuleId} > ${fullName}`);
  }

  onTestCaseResult({ id }: TestCase): void {
    this.#running.delete(id);
    this.#restart();
  }

  onTestModuleEnd({ id }: TestModule): void {
    this.#running.delete(id);
    this.#restart();
  }

  onTestRunEnd(): void {
    clearTimeout(this.#timer);
  }

  #restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#giveUp(), this.#quietMs);
    this.#timer.unref();
  }

  #giveUp(): void {
    const below = descendants(process.pid);
    this.#write(
      [
        `no test has ended for ${this.#quietMs / 1e3} s. Still running:`,
        ...[...this.#running.values()].map((name) => `  ${name}`),
        "processes:",
        ...below.map((pid) => `  ${doing(pid)}`),
        "0 passed, 1 failed\n",
      ].join("\n"),
    );
    for (const pid of below.reverse()) kill(pid);
    process.exit(1);
  }
}

function descendants(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** State (R runs, S waits, D waits for a disk), clock ticks of processor time, what for. */
function doing(pid: number): string {
  const [state, ...rest] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
  const ticks = Number(rest[10]) + Number(rest[11]);
  const command = read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").slice(0, 120);
  return `${pid} ${state} ${ticks} ticks ${read(`/proc/${pid}/wchan`)} ${command}`;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
