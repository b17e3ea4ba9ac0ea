import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ask } from "../../firmware-config/board.ts";
import { boards } from "../../firmware-config/boards.ts";
import { answerIn, bytesOf, crc16, sealed } from "../../firmware-config/frame.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const pzem = boards["pzem-004t"]?.meter?.ask as Extract<Ask, { kind: "registers" }>;
const close = boards["modbus-relay"]?.relay?.close as Ask;
const power = boards["line"]?.meter?.ask as Ask;
const text = (line: string) => new TextEncoder().encode(line);
/** 220.2 V, 0.412 A, 88.5 W. */
const answer = sealed([
  0xf8,
  4,
  20,
  0x08,
  0x9a,
  0x01,
  0x9c,
  0,
  0,
  0x03,
  0x75,
  ...Array(12).fill(0),
]);

test("the checksum is that of the Modbus specification", () => {
  expect(crc16(Uint8Array.from([0x01, 0x04, 0x02, 0xff, 0xff]))).toBe(0x80_b8);
});

test("questions are the bytes of the makers' sheets", () => {
  expect(hex(bytesOf(pzem))).toBe("f8040000000a6464");
  expect(hex(bytesOf(close))).toBe("01050000ff008c3a");
  expect(hex(bytesOf(boards["modbus-relay"]?.relay?.open as Ask))).toBe("010500000000cdca");
  expect(hex(bytesOf({ ...pzem, table: "holding" }))).toMatch(/^f803/);
  expect(bytesOf(power)).toEqual(text("POWER?\n"));
});

describe("answers", () => {
  test("figures are read with their scale, noise before them is passed over", () => {
    const reading = { volts: 220.2, amps: 0.412, watts: 88.5 };
    for (const noise of [[], [0xf8], [0xf8, 4, 20, 1, 2]]) {
      const found = answerIn(pzem, Uint8Array.from([...noise, ...answer]));
      expect(found).toMatchObject({ kind: "done" });
      const got = found.kind === "done" ? found.reading : undefined;
      expect(got?.volts).toBeCloseTo(reading.volts);
      expect(got?.amps).toBeCloseTo(reading.amps);
      expect(got?.watts).toBeCloseTo(reading.watts);
    }
  });

  test("a relay's echo is obedience, another echo and an exception are refusals", () => {
    expect(answerIn(close, bytesOf(close))).toEqual({ kind: "done" });
    expect(answerIn(close, sealed([1, 5, 0, 0, 0, 0]))).toEqual({ kind: "refused" });
    expect(answerIn(close, sealed([1, 0x85, 2]))).toEqual({ kind: "refused" });
  });

  test("a line counts once it is whole", () => {
    expect(answerIn(power, text("x\r\nPOWER 231.0 0.412 88.5"))).toEqual({ kind: "more" });
    expect(answerIn(power, text("x\r\nPOWER 231.0 0.412 88.5\r\n"))).toEqual({
      kind: "done",
      reading: { volts: 231, amps: 0.412, watts: 88.5 },
    });
    expect(answerIn({ kind: "line", say: "A" }, text(""))).toEqual({ kind: "done" });
    expect(answerIn({ kind: "line", say: "A", answer: "^OK$" }, text("OK\n"))).toEqual({
      kind: "done",
    });
  });

  test("one wrong bit anywhere is no answer", () => {
    fc.assert(
      fc.property(fc.nat(answer.length * 8 - 1), (bit) => {
        const broken = answer.slice();
        broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(answerIn(pzem, broken)).toEqual({ kind: "more" });
      }),
    );
  });

  test("a part of an answer is none yet", () => {
    fc.assert(
      fc.property(fc.nat(answer.length - 1), (length) => {
        expect(answerIn(pzem, answer.slice(0, length))).toEqual({ kind: "more" });
      }),
    );
  });
});
