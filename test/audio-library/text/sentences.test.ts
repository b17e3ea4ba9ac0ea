import { expect, test } from "vitest";
import { normalise } from "../../../audio-library/text/normalise.ts";
import { sentences, utf8Bytes } from "../../../audio-library/text/sentences.ts";
import { inputText } from "./cases.ts";

const wide = { characters: 3_000, bytes: 9_000 };

test("a text is cut at its sentence ends, with a rest that fits each", () => {
  expect(sentences("Một câu. Câu hai; câu ba: hết?\nĐoạn mới", wide)).toEqual([
    { text: "Một câu.", pause: "sentence" },
    { text: "Câu hai;", pause: "clause" },
    { text: "câu ba:", pause: "clause" },
    { text: "hết?", pause: "paragraph" },
    { text: "Đoạn mới", pause: "paragraph" },
  ]);
});

test("the number of a list goes with what it numbers", () => {
  expect(sentences("một chấm hai. Tuyên truyền.\na) Năm nay\nbê) Năm sau\nhai.", wide)).toEqual([
    { text: "một chấm hai, Tuyên truyền.", pause: "paragraph" },
    { text: "a, Năm nay", pause: "paragraph" },
    { text: "bê, Năm sau", pause: "paragraph" },
    { text: "hai.", pause: "paragraph" },
  ]);
  expect(sentences("Xin cảm ơn. Hết.", wide)).toHaveLength(2);
});

test("a long sentence is cut at semicolons, then commas, then words, then anywhere", () => {
  const cut = (text: string, characters: number): string[] =>
    sentences(text, { characters, bytes: 1_000 }).map((one) => one.text);
  expect(cut("một hai, ba bốn, năm sáu", 16)).toEqual(["một hai, ba bốn,", "năm sáu"]);
  expect(cut("một hai ba bốn", 8)).toEqual(["một hai", "ba bốn"]);
  expect(cut("abcdefgh", 3)).toEqual(["abc", "def", "gh"]);
  expect(sentences("một, hai", { characters: 5, bytes: 1_000 })[0]?.pause).toBe("clause");
  expect(sentences("một hai", { characters: 5, bytes: 1_000 })[0]?.pause).toBe("none");
});

test("bytes count too: a Vietnamese letter is up to three, and none is cut in two", () => {
  expect(utf8Bytes("aếđ\ud83d\ude00")).toBe(1 + 3 + 2 + 4);
  for (const { text } of sentences("Nghị quyết của Quốc hội, Chính phủ", {
    characters: 100,
    bytes: 12,
  }))
    expect(utf8Bytes(text)).toBeLessThanOrEqual(12);
});

test("a limit below one letter still makes progress", () => {
  expect(sentences("ế", { characters: 1, bytes: 1 })).toEqual([{ text: "ế", pause: "paragraph" }]);
});

test("silence has no sentences", () => {
  expect(sentences("", wide)).toEqual([]);
  expect(sentences(" \n ", wide)).toEqual([]);
});

test("the department's plan fits an engine of 300 letters", () => {
  const pieces = sentences(normalise(inputText("ke-hoach-so-khcn-quang-ngai.txt")).spoken, {
    characters: 300,
    bytes: 600,
  });
  expect(pieces.length).toBeGreaterThan(100);
  expect(Math.max(...pieces.map(({ text }) => text.length))).toBeLessThanOrEqual(300);
});
