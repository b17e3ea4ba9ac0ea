import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalise } from "../../../audio-library/text/normalise.ts";
import { sentences, utf8Bytes } from "../../../audio-library/text/sentences.ts";

const official = fc.constantFrom(
  "UBND",
  "HĐND xã",
  "Nghị quyết số 57-NQ/TW",
  "số",
  "ngày",
  "tháng",
  "từ",
  "đến",
  "và",
  "của Chính phủ",
  "Bộ",
  "lần thứ",
  "khóa",
  "XIV",
  "V",
  "KH&CN",
  "tỷ số",
  "đạt",
  "gọi",
  "mã",
  "tổng đài",
  "hộ",
  "người",
  "đồng",
  "km/h",
  "%",
  "°C",
  "đ/c",
  "A/H5N1",
  "Zalo",
  "infographic",
  "xã Sơn Mỹ",
  "“Toàn dân”",
  "(",
  ")",
  ".",
  ",",
  ";",
  ":",
  "-",
  "–",
  "/",
  "…",
  "\n",
  "\n- ",
  "\n1. ",
  "≥",
  "x",
  "+",
  "&",
  "TP.",
  "Điều",
  "điểm d",
);
const digits = fc.stringMatching(/^\d{1,12}$/);
const written = fc.oneof(
  digits,
  fc
    .tuple(
      digits,
      fc.constantFrom(".", ",", "/", "-", ":", "h", "%", "đ", "A", " ", "m", "."),
      digits,
    )
    .map((one) => one.join("")),
  fc
    .tuple(digits, fc.constantFrom("/", "-", "."), digits, fc.constantFrom("/", "-", "."), digits)
    .map((one) => one.join("")),
  fc.stringMatching(/^[A-ZĐ]{1,5}\d{0,4}[-/&.]?[A-Za-z]{0,4}$/),
);
const text = fc
  .array(fc.oneof({ arbitrary: official, weight: 3 }, { arbitrary: written, weight: 2 }), {
    maxLength: 14,
  })
  .chain((pieces) =>
    fc
      .array(fc.constantFrom(" ", " ", " ", "", ", "), {
        minLength: pieces.length,
        maxLength: pieces.length,
      })
      .map((gaps) => pieces.map((piece, at) => piece + (gaps[at] ?? "")).join("")),
  );

describe("whatever is written", { timeout: 120_000 }, () => {
  test("no digit is left to the voice, and every digit is in a span", () => {
    fc.assert(
      fc.property(text, (input) => {
        const { spoken, spans } = normalise(input);
        expect(spoken).not.toMatch(/\d/);
        const nfc = input.normalize("NFC");
        for (const { index } of nfc.matchAll(/\d/g)) {
          const span = spans.find(({ from, to }) => from <= index && index < to);
          expect(span, `digit at ${index} of ${nfc}`).toBeDefined();
          expect(span?.spoken).not.toBe("");
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("spans lie in the input, in order, without overlap, and say what the text says there", () => {
    fc.assert(
      fc.property(text, (input) => {
        const nfc = input.normalize("NFC");
        const { spoken, spans, flags } = normalise(input);
        let last = 0;
        let heard = 0;
        for (const span of [...spans]) {
          expect(span.from).toBeGreaterThanOrEqual(last);
          expect(span.to).toBeGreaterThan(span.from);
          expect(span.to).toBeLessThanOrEqual(nfc.length);
          expect(span.written).toBe(nfc.slice(span.from, span.to));
          if (/\p{L}/u.test(span.spoken)) {
            heard = spoken.indexOf(span.spoken, heard);
            expect(heard).toBeGreaterThanOrEqual(0);
          }
          last = span.to;
        }
        for (const flag of flags) expect(nfc.slice(flag.from, flag.to)).toBe(flag.written);
      }),
      { numRuns: 1_000 },
    );
  });

  test("what is already spoken is read as it stands", () => {
    fc.assert(
      fc.property(text, (input) => {
        const { spoken } = normalise(input);
        expect(normalise(spoken).spoken).toBe(spoken);
      }),
      { numRuns: 2_000 },
    );
  });

  test("any string at all is read without a throw, lone surrogates too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (input) => {
        const halves = input.replace(/b/g, "\ud83d").replace(/c/g, "\udc00");
        const { spoken } = normalise(halves);
        expect(spoken).not.toMatch(/[0-9\uff10-\uff19]/);
      }),
      { numRuns: 2_000 },
    );
  });

  test("no sentence is longer than the engine takes, and nothing but white space is lost", () => {
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 4, max: 80 }),
        fc.integer({ min: 12, max: 120 }),
        (input, characters, bytes) => {
          const { spoken } = normalise(input);
          const pieces = sentences(spoken, { characters, bytes });
          for (const { text: piece } of pieces) {
            expect(piece.length).toBeLessThanOrEqual(characters);
            expect(utf8Bytes(piece)).toBeLessThanOrEqual(bytes);
          }
          const letters = (one: string): string => one.replace(/[^\p{L}]/gu, "");
          expect(letters(pieces.map((piece) => piece.text).join(""))).toBe(letters(spoken));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
