import fc from "fast-check";
import { expect, test } from "vitest";
import { lengthGuard } from "../../../controller/broker/guard.ts";

/** A packet by the book: fixed header, remaining length, so many bytes. */
function packet(first: number, length: number): Uint8Array {
  const header = [first];
  let left = length;
  do {
    const digit = left % 128;
    left = Math.floor(left / 128);
    header.push(left > 0 ? digit | 0x80 : digit);
  } while (left > 0);
  return Uint8Array.from([...header, ...new Uint8Array(length).fill(0xff)]);
}
const CONNECT = 0x10;
const PUBLISH_1 = 0x32;
const join = (...all: Uint8Array[]): Uint8Array => Uint8Array.from(all.flatMap((one) => [...one]));

function fed(bytes: Uint8Array, cuts: readonly number[] = []): boolean {
  const guard = lengthGuard();
  const at = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return at.slice(1).every((end, i) => guard.accept(bytes.subarray(at[i], end)));
}

test("lawful packets pass, however the network cuts them", () => {
  const lawful = fc.constantFrom(PUBLISH_1, 0x30, 0x3b, 0x40, 0x62, 0x82, 0xa2);
  const packets = fc.array(fc.tuple(lawful, fc.integer({ min: 0, max: 2_000 })), { maxLength: 8 });
  fc.assert(
    fc.property(
      packets,
      fc.integer({ min: 0, max: 4_000 }),
      fc.array(fc.nat(10_000), { maxLength: 12 }),
      (some, hello, cuts) => {
        const bytes = join(
          packet(CONNECT, hello),
          ...some.map(([first, length]) => packet(first, length)),
          packet(0xc0, 0),
          packet(0xe0, 0),
        );
        expect(fed(bytes, cuts)).toBe(true);
      },
    ),
  );
});

test("a packet that claims too much is cut before its body comes", () => {
  expect(fed(packet(CONNECT, 4_096))).toBe(true);
  expect(fed(Uint8Array.from([CONNECT, 0x81, 0x20]))).toBe(false); // 4,097
  expect(fed(Uint8Array.from([CONNECT, 0xff, 0xff, 0xff, 0x7f]))).toBe(false); // 268,435,455
  const hello = packet(CONNECT, 20);
  expect(fed(join(hello, packet(PUBLISH_1, 70_000)))).toBe(true);
  expect(fed(join(hello, Uint8Array.from([PUBLISH_1, 0xf1, 0xa2, 0x04])))).toBe(false); // 70,001
});

test.for<[string, Uint8Array]>([
  ["anything but CONNECT first", packet(PUBLISH_1, 10)],
  ["a web request", new TextEncoder().encode("GET / HTTP/1.1\r\n")],
  ["a second CONNECT", join(packet(CONNECT, 10), packet(CONNECT, 10))],
  [
    "a length of five bytes",
    join(packet(CONNECT, 10), Uint8Array.from([PUBLISH_1, 0x80, 0x80, 0x80, 0x80, 1])),
  ],
  ["QoS 3", join(packet(CONNECT, 10), packet(0x36, 10))],
  ["a packet that only a broker sends", join(packet(CONNECT, 10), packet(0x20, 2))],
  ["SUBSCRIBE without its flags", join(packet(CONNECT, 10), packet(0x80, 10))],
  ["PINGREQ with flags", join(packet(CONNECT, 10), packet(0xc1, 0))],
  ["the reserved types", join(packet(CONNECT, 10), packet(0xf0, 0))],
])("%s is cut, however it arrives", ([, bytes]) => {
  expect(fed(bytes)).toBe(false);
  expect(
    fed(
      bytes,
      Array.from({ length: bytes.length }, (_, i) => i),
    ),
  ).toBe(false);
});

test("once cut, a guard accepts nothing more", () => {
  const guard = lengthGuard();
  expect(guard.accept(packet(PUBLISH_1, 1))).toBe(false);
  expect(guard.accept(packet(CONNECT, 1))).toBe(false);
});
