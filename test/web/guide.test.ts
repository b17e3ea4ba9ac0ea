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

test("the guide says how somebody speaks live, with the words of that screen", () => {
  const screen = readFileSync(
    new URL("../../controller/web/words-live.ts", import.meta.url),
    "utf8",
  );
  const word = (name: string) => new RegExp(`${name}: "([^"]+)"`).exec(screen)?.[1] ?? "?";
  const steps = guide.parts.flatMap((part) => [...part.steps]);
  const [live = ""] = steps.filter((step) => step.startsWith(word("title")));
  for (const name of ["title", "start", "stop"]) expect(live).toContain(word(name));
});
