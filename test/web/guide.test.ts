import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { guide } from "../../controller/web/guide-text.ts";

test("the guide on paper has the words of the screen", () => {
  const paper = readFileSync(new URL("../../docs/staff-guide.md", import.meta.url), "utf8");
  const lines = guide.parts.flatMap(({ head, steps }) => [
    `## ${head}`,
    ...steps.map((step, at) => `${at + 1}. ${step}`),
  ]);
  expect(paper.split("\n").filter((line) => /^(## |\d)/.test(line))).toEqual(lines);
});
