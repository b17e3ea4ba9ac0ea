import { expect, test } from "vitest";
import { layOut } from "../../../audio-library/text/layout.ts";
import { inputText } from "./cases.ts";

const paragraphs = (text: string): string[] => layOut(text).text.split("\n");

test("double-spaced text that a page cut is joined to paragraphs", () => {
  const text = [
    "Căn cứ Nghị quyết số 57-",
    "NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá phát triển khoa",
    "học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia, Ủy ban nhân dân xã",
    "Phú Lâm thông báo như sau:",
    "1. Thời gian",
    "- Buổi sáng",
  ].join("\n\n");
  expect(paragraphs(text)).toEqual([
    "Căn cứ Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá phát triển khoa học, " +
      "công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia, Ủy ban nhân dân xã Phú Lâm thông báo như sau:",
    "1. Thời gian",
    "- Buổi sáng",
  ]);
});

test("lines of a list, headings in capitals and finished sentences stay apart", () => {
  const text = "KẾ HOẠCH\nTHÔNG BÁO\nMột câu.\nHai câu\nBa câu";
  expect(paragraphs(text)).toEqual(text.split("\n"));
});

test.each([
  ["Chương trình “Đẩy mạnh", "Nghị quyết”"],
  ["Kế hoạch của", "Ủy ban"],
  ["phát triển kinh tế -", "Xã hội"],
  ["thôn một,", "Thôn hai"],
  ["một câu dài", "chưa hết"],
  ["theo quy định tại", "Điều 10 của Luật"],
])("%s | %s is one paragraph", (one, other) => {
  expect(paragraphs(`${one}\n${other}`)).toEqual([`${one} ${other}`]);
});

test("a date that the page cut is joined", () => {
  const line = "Tăng cường truyền thông Nghị quyết số 57-NQ/TW ngày 22";
  const text = [line, "12 năm 2024", `${line} abc def`, `${line} abc def`, `${line} abc def.`].join(
    "\n",
  );
  expect(paragraphs(text)[0]).toBe(`${line} 12 năm 2024`);
});

test("every character knows its place in the input", () => {
  const input = "  Một\u00a0hai\u200b \u2212 ba\r\n\r\n bốn ① ½ Ⅳ５";
  const { text, origin } = layOut(input);
  expect(text).toBe("Một hai - ba bốn 1 ½ IV5");
  expect(origin).toHaveLength(text.length + 1);
  expect(input.charAt(origin[text.indexOf("bốn")] as number)).toBe("b");
  expect(input.charAt(origin[text.indexOf("-")] as number)).toBe("\u2212");
  expect(origin.at(-1)).toBe(input.length);
});

test("places only grow, in the whole plan too", () => {
  const { origin } = layOut(inputText("ke-hoach-so-khcn-quang-ngai.txt").normalize("NFC"));
  expect(origin.every((place, at) => at === 0 || place >= (origin[at - 1] as number))).toBe(true);
});
