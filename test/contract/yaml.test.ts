import { expect, test } from "vitest";
import { yaml } from "../../contract/yaml.ts";

test("plain data is block-style YAML with quoted strings", () => {
  const data = { a: [], b: {}, "c d": [{ e: 1, gone: undefined }, "x: y"], f: null, g: true };
  expect(yaml(data)).toBe('\na: []\nb: {}\n"c d":\n  - e: 1\n  - "x: y"\nf: null\ng: true');
});
