import { test } from "vitest";
import { pathOf, programs } from "./programs.mjs";

/** Where the program is, or nothing. The name must stand in programs.mjs, so that setup brings it. */
export function programPath(name: string): string | undefined {
  if (!(name in programs)) throw new Error(`${name} is not in test/support/programs.mjs`);
  return pathOf(name);
}

/**
 * `needing("mosquitto")("a name", …)` is a test that says `skipped: needs mosquitto` on a machine
 * without it. With CI=true the closing-line reporter turns the skip into a failure.
 */
export function needing(...names: readonly [string, ...string[]]): typeof test {
  const missing = names.filter((name) => programPath(name) === undefined);
  if (missing.length === 0) return test;
  const reason = `needs ${missing.join(", ")}`;
  return test.extend({ reason: [({ skip }, _use) => skip(reason), { auto: true }] });
}
