import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Instant, Window } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import { oracle } from "../support/timeline-oracle.ts";
import { clockText, type Example, examplesOf } from "../support/worked-examples.ts";

const page = readFileSync(new URL("../../docs/timeline.md", import.meta.url), "utf8");
const examples = examplesOf(page);
const ever: Window = { from: 0 as Instant, to: 9e15 as Instant };

test("docs/timeline.md has examples for every rule", () => {
  expect(examples.length).toBeGreaterThan(25);
});

for (const example of examples) {
  test(`docs/timeline.md: ${example.name}`, () => {
    const found = timeline(example.documents, example.cluster, example.facts, ever);
    const lines = [
      ...found.segments.map(({ occurrence, part, offset, start, end }) =>
        line(example, occurrence, part, offset / 1_000, start, end),
      ),
      ...found.refusals.map(
        (one) => `${one.occurrence} refused ${one.reason} at ${clockText(one.at)}`,
      ),
    ];
    expect(lines.sort()).toEqual(example.expected);
    const { stretches, sentences } = oracle(example.documents, example.cluster, example.facts);
    expect(
      [
        ...stretches.map(({ id, part, offset, start, end }) =>
          line(example, id, part, offset, start * 1_000, end * 1_000),
        ),
        ...sentences.map(
          ({ id, reason, at }) => `${id} refused ${reason} at ${clockText(at * 1_000)}`,
        ),
      ].sort(),
    ).toEqual(example.expected);
  });
}

function line(
  example: Example,
  id: string,
  part: number,
  offset: number,
  start: number,
  end: number,
): string {
  const all = example.documents.flatMap((one) => (one.kind === "plan" ? one.occurrences : []));
  const several = (all.find((one) => one.id === id)?.parts.length ?? 0) > 1;
  const name = several ? `${id}#${part + 1}` : id;
  const from = offset > 0 ? ` from ${offset}` : "";
  return `${clockText(start)}-${clockText(end)} ${name}${from}`;
}
