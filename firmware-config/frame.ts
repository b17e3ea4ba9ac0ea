// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import type { Ask, Reading } from "./board.ts";

/** What bytes of a line mean so far. `done` without a reading: it was understood and obeyed. */
export type Answer =
  | { readonly kind: "more" }
  | { readonly kind: "refused" }
  | { readonly kind: "done"; readonly reading?: Reading };

type Modbus = Exclude<Ask, { kind: "line" }>;

const FUNCTIONS = { coil: 5, input: 4, holding: 3 } as const;
const functionOf = (ask: Modbus): number =>
  ask.kind === "coil" ? FUNCTIONS.coil : FUNCTIONS[ask.table];

/** CRC-16 of Modbus: polynomial 0xA001, low byte first on the line. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xff_ff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa0_01 : crc >> 1;
  }
  return crc;
}

export function sealed(body: readonly number[]): Uint8Array {
  const crc = crc16(Uint8Array.from(body));
  return Uint8Array.from([...body, crc & 0xff, crc >> 8]);
}

/** The bytes that ask it. */
export function bytesOf(ask: Ask): Uint8Array {
  if (ask.kind === "line") return new TextEncoder().encode(`${ask.say}\n`);
  const [at, value] =
    ask.kind === "coil" ? [ask.coil, ask.on ? 0xff_00 : 0] : [ask.first, ask.count];
  return sealed([ask.unit, functionOf(ask), at >> 8, at & 0xff, value >> 8, value & 0xff]);
}

/** Reads an answer among whatever came; noise before it is passed over, what fails its checksum is noise. */
export function answerIn(ask: Ask, bytes: Uint8Array): Answer {
  if (ask.kind === "line") return answerInText(ask.answer, new TextDecoder().decode(bytes));
  const code = functionOf(ask);
  const length = ask.kind === "coil" ? 8 : 5 + 2 * ask.count;
  for (let at = 0; at + 5 <= bytes.length; at++) {
    if (bytes[at] !== ask.unit) continue;
    if (bytes[at + 1] === (code | 0x80) && isSealed(bytes, at, 5)) return { kind: "refused" };
    if (bytes[at + 1] !== code || !isSealed(bytes, at, length)) continue;
    if (ask.kind === "registers") return { kind: "done", reading: readingOf(ask, bytes, at + 3) };
    const asked = bytesOf(ask);
    return { kind: asked.every((byte, i) => byte === bytes[at + i]) ? "done" : "refused" };
  }
  return { kind: "more" };
}

function isSealed(bytes: Uint8Array, at: number, length: number): boolean {
  if (at + length > bytes.length) return false;
  const crc = crc16(bytes.subarray(at, at + length - 2));
  return bytes[at + length - 2] === (crc & 0xff) && bytes[at + length - 1] === crc >> 8;
}

function readingOf(
  ask: Extract<Ask, { kind: "registers" }>,
  bytes: Uint8Array,
  from: number,
): Reading {
  const word = (n: number) => (bytes[from + 2 * n]! << 8) | bytes[from + 2 * n + 1]!;
  const figure = ({ at, words, scale }: (typeof ask)["volts"]) =>
    (words === 2 ? word(at) + word(at + 1) * 0x1_00_00 : word(at)) * scale;
  return { volts: figure(ask.volts), amps: figure(ask.amps), watts: figure(ask.watts) };
}

function answerInText(answer: string | undefined, text: string): Answer {
  if (answer === undefined) return { kind: "done" };
  const pattern = new RegExp(answer);
  // A line counts once its end has come.
  for (const line of text.split("\n").slice(0, -1)) {
    const found = pattern.exec(line.trim());
    if (!found) continue;
    const { volts, amps, watts } = found.groups ?? {};
    if (watts === undefined) return { kind: "done" };
    return {
      kind: "done",
      reading: { volts: Number(volts), amps: Number(amps), watts: Number(watts) },
    };
  }
  return { kind: "more" };
}
