import { expect, test } from "vitest";
import type { Instant } from "../../../contract/time.ts";
import { astray } from "../../../edge-agent/plan/astray.ts";
import { AGENT, occurrenceOf, SCOPE } from "../../support/small-centre.ts";

const NOW = Date.now() as Instant;
const cluster = {
  id: "k-1",
  province: "51",
  commune: "21024",
  hamlets: ["h1"],
  tags: [],
  languages: [],
};
const found = (scope: string, target: object, fields: object = {}) => {
  const occurrences = [occurrenceOf({ id: "o", target, ...fields })];
  const plan = { kind: "plan", scope, occurrences } as never;
  return astray([plan], cluster as never, NOW).map(({ id }) => id);
};

test.each([
  ["another commune in its own commune's plan", SCOPE, { communes: ["99999"] }, 1],
  ["or in its own", `a-${AGENT}`, { communes: ["99999"] }, 1],
  ["another commune in the province's plan", "p-51", { communes: ["99999"] }, 0],
  ["both communes", SCOPE, { communes: ["99999", "21024"] }, 0],
  ["another commune and one of its hamlets", SCOPE, { communes: ["99999"], hamlets: ["h1"] }, 0],
  ["another hamlet of the commune", SCOPE, { hamlets: ["h2"] }, 0],
  ["a scope that is none", "x-1", { communes: ["99999"] }, 0],
])("%s", (_name, scope, target, count) => expect(found(scope, target)).toHaveLength(count));

test("what is over is not told any more", () =>
  expect(found(SCOPE, { communes: ["99999"] }, { notAfter: NOW })).toEqual([]));
