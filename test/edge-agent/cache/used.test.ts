import { expect, test } from "vitest";
import { readUsed, usedOn } from "../../../edge-agent/cache/used.ts";

test.each([
  ['{"day":3,"bytes":5}', { day: 3, bytes: 5 }],
  ['{"day":3,"bytes":-5}', { day: 3, bytes: 0 }],
  ['{"day":3}', { day: 0, bytes: 0 }],
  ['{"bytes":3}', { day: 0, bytes: 0 }],
  ["{", { day: 0, bytes: 0 }],
  [undefined, { day: 0, bytes: 0 }],
])("is read from %j", (text, used) => expect(readUsed(text)).toEqual(used));

test("a new day begins at zero", () => {
  expect(usedOn(3, { day: 3, bytes: 5 }, 2)).toEqual({ day: 3, bytes: 7 });
  expect(usedOn(4, { day: 3, bytes: 5 }, 2)).toEqual({ day: 4, bytes: 2 });
});
