import { expect, test } from "vitest";
import { partsOf } from "../../../audio-library/speech/parts.ts";
import {
  fits,
  isVietnamese,
  plainText,
  type SpeechAbout,
  speechFailure,
} from "../../../audio-library/speech/speech.ts";

const about = (characters: number, bytes = 10_000): SpeechAbout => ({
  longest: { characters, bytes },
  offline: true,
  answers: "now",
});

test("only text that is tagged as Vietnamese may be given to a Vietnamese voice", () => {
  for (const tag of ["vie", "vi", "vi-VN", "VIE"]) expect(isVietnamese(tag)).toBe(true);
  for (const tag of ["hre", "cua", "sed", "eng", "", "vif", "xvi"])
    expect(isVietnamese(tag)).toBe(false);
});

test("what an engine would take for commands is gone from the text", () => {
  expect(plainText("Xin [[h@'loU]] chào\u0001\u200b <break time='9s'/> bà con")).toBe(
    "Xin  h@'loU  chào    break time='9s'/  bà con",
  );
  expect(plainText("một\nhai\tba")).toBe("một\nhai\tba");
  expect(plainText("a\ud800b")).toBe("a b");
  expect(plainText("bà con".normalize("NFD"))).toBe("bà con".normalize("NFC"));
});

test("a text fits by characters and by bytes", () => {
  expect(fits("được", about(4, 9))).toBe(true);
  expect(fits("được", about(3))).toBe(false);
  expect(fits("được", about(4, 7))).toBe(false);
});

test("sentences are joined to parts that one request may carry", () => {
  expect(partsOf(["một.", "hai.", "ba."], about(100))).toEqual(["một. hai. ba."]);
  expect(partsOf(["một.", "hai.", "ba."], about(9))).toEqual(["một. hai.", "ba."]);
  expect(partsOf([], about(9))).toEqual([]);
});

test("a sentence that no request may carry is found", () => {
  expect(partsOf(["một.", "x".repeat(10)], about(9))).toBeUndefined();
});

test("long texts give parts of about a minute, even if a request may carry more", () => {
  const sentences = Array.from({ length: 40 }, (_, i) => `Câu thứ ${i} ${"dài ".repeat(20)}.`);
  const parts = partsOf(sentences, about(100_000)) ?? [];
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.every((part) => part.length <= 1_800)).toBe(true);
  expect(parts.join(" ")).toBe(sentences.join(" "));
});

test("a failure says its sentence, and its detail in brackets", () => {
  expect(speechFailure("quota")).toMatchObject({ ok: false, code: "quota" });
  expect(speechFailure("no-voice", "x")).toMatchObject({ why: "Không có giọng đọc này. (x)" });
});
