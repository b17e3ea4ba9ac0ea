import { describe, expect, test } from "vitest";
import {
  damagedWords,
  looksGarbled,
  looksVietnamese,
} from "../../../audio-library/text/language.ts";
import { inputText } from "./cases.ts";

const damaged = inputText("ke-hoach-xa-phu-lam-ocr-loi.txt");
const clean = ["ke-hoach-so-khcn-quang-ngai.txt", "bai-bao-chuong-trinh-1169.txt"].map(inputText);

describe("the commune's plan that was badly recognised", () => {
  test("must not be read on air as it stands", () => {
    expect(looksGarbled(damaged)).toBe(true);
    expect(looksVietnamese(damaged)).toBe(true);
  });

  test("is known by any of its long lines", () => {
    const lines = damaged.split("\n").filter((line) => line.length > 60);
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => !looksGarbled(line))).toEqual([]);
  });

  test("shows the editor what is wrong with it", () => {
    expect(damagedWords(damaged)).toHaveLength(12);
    expect(damagedWords(damaged, 3)).toEqual(["Trién", "Chwong", "truyén"]);
    expect(damagedWords("chuyển d6i s6, rộng 5m2, podcast")).toEqual(["d6i", "s6"]);
  });
});

test("clean official text is clean, line by line too", () => {
  for (const text of clean) {
    expect(looksVietnamese(text)).toBe(true);
    expect(looksGarbled(text)).toBe(false);
    expect(damagedWords(text)).toEqual([]);
    const lines = text.split("\n").filter((line) => line.length > 60);
    expect(lines.filter(looksGarbled)).toEqual([]);
  }
});

test.each([
  "Thông báo",
  "5 hộ",
  "VTV1",
  "UBND xã: 7h30, 100m2, 24h",
  "Mời bà con đến nhà văn hóa thôn lúc 7h30 ngày 20/6",
  "Internet 5G wifi",
  "",
])("short Vietnamese is neither foreign nor damaged: %s", (text) => {
  expect(looksVietnamese(text)).toBe(true);
  expect(looksGarbled(text)).toBe(false);
});

test.each([
  "Uy ban nhan dan xa thong bao den toan the ba con trong xa",
  "Nghi quyét sé 57 ngay 22 thang 12 nam 2024 cua B¢ Chinh tri",
])("Vietnamese without its marks is damaged: %s", (text) => {
  expect(looksVietnamese(text)).toBe(true);
  expect(looksGarbled(text)).toBe(true);
});

test("a few words of which one is broken are damaged", () => {
  expect(looksGarbled("chuyển d6i")).toBe(true);
});

test.each([
  "The committee announces that the meeting will be held tomorrow at the village hall",
  "Le comité annonce une réunion demain matin à la mairie de la commune",
  "Ơi pơlei, ƀôn kơ sang mơ̆ng kơ hơdôm bôl",
  "Nar kô bơngai pơlei jur hơdrin jang sa",
  "hello world",
])("another language is not Vietnamese: %s", (text) => {
  expect(looksVietnamese(text)).toBe(false);
});
