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

test("sentences are joined to parts that one request may carry, with a rest behind each", () => {
  const text =
    "Hôm nay trời mưa rất to từ sáng. Ngày mai gió mạnh ở ven biển.\nBà con đi họp đúng giờ tại nhà văn hóa.";
  expect(partsOf(text, about(200))).toEqual([
    {
      text: "Hôm nay trời mưa rất to từ sáng. Ngày mai gió mạnh ở ven biển.\n\nBà con đi họp đúng giờ tại nhà văn hóa.",
      rest: 0.7,
    },
  ]);
  expect(partsOf(text, about(70))).toEqual([
    { text: "Hôm nay trời mưa rất to từ sáng. Ngày mai gió mạnh ở ven biển.", rest: 0.7 },
    { text: "Bà con đi họp đúng giờ tại nhà văn hóa.", rest: 0.7 },
  ]);
  expect(partsOf(text, about(42)).map(({ rest }) => rest)).toEqual([0.4, 0.7, 0.7]);
  expect(partsOf("", about(9))).toEqual([]);
});

test("long texts give parts of about a minute, even if a request may carry more", () => {
  const sentences = Array.from({ length: 40 }, (_, i) => `Câu ${"dài ".repeat(20 + i)}đây.`);
  const parts = partsOf(sentences.join(" "), about(100_000, 400_000));
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.every(({ text }) => text.length <= 1_800)).toBe(true);
  expect(parts.map(({ text }) => text).join(" ")).toBe(sentences.join(" "));
});

test("a failure says its sentence, and its detail in brackets", () => {
  expect(speechFailure("quota")).toMatchObject({ ok: false, code: "quota" });
  expect(speechFailure("no-voice", "x")).toMatchObject({ why: "Không có giọng đọc này. (x)" });
});
