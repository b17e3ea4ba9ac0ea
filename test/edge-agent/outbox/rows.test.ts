import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonOf, lineOf } from "../../../edge-agent/outbox/rows.ts";

const whole = (json: string): string => lineOf(json, crc32).slice(0, -1);

test("a line gives back what was written", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const text = JSON.stringify(JSON.parse(json));
      expect(jsonOf(whole(text), crc32)).toBe(text);
    }),
  );
});

test("a line that was cut anywhere, or changed in any letter, gives nothing", () => {
  const line = whole('{"k":"ack","boot":"b","through":12}');
  for (let i = 0; i < line.length; i++) {
    expect(jsonOf(line.slice(0, i), crc32)).toBeUndefined();
    const other = line[i] === "x" ? "y" : "x";
    expect(jsonOf(line.slice(0, i) + other + line.slice(i + 1), crc32)).toBeUndefined();
  }
});
