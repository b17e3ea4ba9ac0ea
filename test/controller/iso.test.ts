import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "../../contract/time.ts";
import { instantOf, isoOf, isoOrNull } from "../../controller/iso.ts";

test("an instant is written as Date writes it, and read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7_258_118_400_000 }), (ms) => {
      expect(isoOf(instant(ms))).toBe(new Date(ms).toISOString());
      expect(instantOf(isoOf(instant(ms)))).toBe(ms);
    }),
  );
});

test.for([
  ["2026-05-18T05:00:00+07:00", "2026-05-17T22:00:00.000Z"],
  ["2026-05-18T05:00Z", "2026-05-18T05:00:00.000Z"],
  ["2026-05-18T05:00:00.5Z", "2026-05-18T05:00:00.500Z"],
  ["2026-05-17T20:30:00-03:30", "2026-05-18T00:00:00.000Z"],
] as const)("%s is %s", ([text, same]) => expect(instantOf(text)).toBe(Date.parse(same)));

test.for([
  "2026-05-18T05:00:00",
  "2026-02-30T05:00:00Z",
  "2026-05-18T24:00:00Z",
  "2026-05-18T05:60:00Z",
  "2026-05-18",
  "2026-05-18T05:00:00+15:00",
  "2026-05-18T05:00:61Z",
  "hôm nay",
  "",
])("%s is no instant", (text) => expect(instantOf(text)).toBeUndefined());

test("nothing stays nothing", () => {
  expect([isoOrNull(null), isoOrNull(0)]).toEqual([null, "1970-01-01T00:00:00.000Z"]);
});
