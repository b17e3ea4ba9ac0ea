import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VERSION } from "../../edge-agent/version.ts";

test("a board tells the version of the package that it was built from", () => {
  const { version } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  expect(VERSION).toBe(version);
});
