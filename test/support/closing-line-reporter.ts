import { writeSync } from "node:fs";
import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node";

interface Tally {
  passed: number;
  failed: number;
  readonly skipped: string[];
  readonly secondTry: string[];
}

/**
 * Ends a run with `N passed, N failed, N skipped` alone on the last line, names every skipped test
 * with what it needs and every test that passed at its second try only, and makes a skipped test a failure where CI=true: there everything that a
 * test needs can be installed, so a skip is a proof that was not made.
 */
export class ClosingLine implements Reporter {
  readonly #write: (text: string) => void;
  readonly #strict: boolean;
  #chosenByName = false;

  constructor(
    write: (text: string) => void = atTheVeryEnd,
    strict: boolean = process.env["CI"] === "true",
  ) {
    this.#write = write;
    this.#strict = strict;
  }

  onInit(vitest: Vitest): void {
    this.#chosenByName = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tally: Tally = { passed: 0, failed: unhandled.length, skipped: [], secondTry: [] };
    for (const module of modules) count(module, tally);
    const lines = [
      ...tally.secondTry.map((name) => `passed at the second try: ${name}`),
      ...tally.skipped.map((name) => `skipped: ${name}`),
    ];
    // `-t NAME` skips whatever was not asked for: no proof is missing then.
    const missing = this.#strict && !this.#chosenByName ? tally.skipped.length : 0;
    if (missing > 0) lines.push(`CI=true: ${missing} skipped, which counts as a failure`);
    if (missing > 0) process.exitCode = 1;
    lines.push(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`);
    this.#write(`${lines.join("\n")}\n`);
  }
}

function count(module: TestModule, tally: Tally): void {
  const before = tally.failed;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (test.diagnostic()?.flaky) tally.secondTry.push(nameOf(module, test));
    if (state === "passed") tally.passed += 1;
    else if (state === "skipped") tally.skipped.push(nameOf(module, test));
    else tally.failed += 1;
  }
  // A file that did not load, or a hook that threw, fails without a failing test of its own.
  if (module.state() === "failed" && tally.failed === before) tally.failed += 1;
}

function nameOf(module: TestModule, test: TestCase): string {
  const result = test.result();
  const note = result.state === "skipped" && result.note ? ` (${result.note})` : "";
  return `${module.relativeModuleId} > ${test.fullName}${note}`;
}

/** After the summary and the coverage table, which are printed once the reporters have ended. */
function atTheVeryEnd(text: string): void {
  process.once("exit", () => writeSync(1, text));
}
