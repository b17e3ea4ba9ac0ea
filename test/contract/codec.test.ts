import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode, LARGEST_PAYLOAD } from "../../contract/codec.ts";
import { bootId, ContractError } from "../../contract/ids.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const ack = { boot: bootId("boot-1"), through: 3 };

describe("the codec", () => {
  test("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.nat(), (through) => {
        const body = { ...ack, through };
        expect(decode("agent/{agent}/ack", encode("agent/{agent}/ack", body))).toEqual({
          ok: true,
          body,
        });
      }),
    );
  });

  test("keeps fields that it does not know: the contract only grows", () => {
    const decoded = decode("agent/{agent}/ack", bytes('{"boot":"b","through":1,"later":true}'));
    expect(decoded).toEqual({ ok: true, body: { boot: "b", through: 1, later: true } });
  });

  test.each([
    ["a repeated key", '{"boot":"b","through":1,"through":9}'],
    ["spaces", '{"boot":"b", "through":1}'],
    ["another spelling of a number", '{"boot":"b","through":1.0}'],
    ["an escaped letter", '{"boot":"\\u0062","through":1}'],
    ["a byte-order mark", '\uFEFF{"boot":"b","through":1}'],
    ["a wrong type", '{"boot":"b","through":"1"}'],
    ["a missing field", '{"boot":"b"}'],
    ["a name outside the alphabet", '{"boot":"B/1","through":1}'],
    ["no JSON", "boot"],
    ["nothing", ""],
  ])("refuses %s", (_what, text) => {
    expect(decode("agent/{agent}/ack", bytes(text))).toEqual({ ok: false, code: "malformed" });
  });

  test("refuses bytes that are not UTF-8", () => {
    const broken = Uint8Array.from([...bytes('{"boot":"'), 0xff, ...bytes('","through":1}')]);
    expect(decode("agent/{agent}/ack", broken)).toEqual({ ok: false, code: "malformed" });
  });

  test("refuses what is too large before it looks inside", () => {
    expect(decode("agent/{agent}/ack", new Uint8Array(LARGEST_PAYLOAD + 1))).toEqual({
      ok: false,
      code: "too-large",
    });
    expect(() => encode("agent/{agent}/ack", ack, 10)).toThrow(ContractError);
  });

  test("never writes what it would not read", () => {
    expect(() => encode("agent/{agent}/ack", { ...ack, through: -1 })).toThrow(ContractError);
  });

  test("never throws on arbitrary bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (any) => {
        expect(decode("agent/{agent}/presence", any).ok).toBe(false);
      }),
    );
  });
});
