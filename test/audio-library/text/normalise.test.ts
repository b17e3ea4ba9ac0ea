import { describe, expect, test } from "vitest";
import { normalise } from "../../../audio-library/text/normalise.ts";
import { notPlain } from "../../../audio-library/text/plain.ts";
import { casesOf, folded, inputText } from "./cases.ts";

const given = casesOf("../normalise-cases.tsv");
const own = casesOf("./own-cases.tsv");
const reviewed = casesOf("./reviewed-cases.tsv");
const announcer = casesOf("./announcer-cases.tsv");
const hard = casesOf("./hard-cases.tsv");
const texts = ["ke-hoach-so-khcn-quang-ngai.txt", "bai-bao-chuong-trinh-1169.txt"];

test("the tables of cases are whole", () => {
  expect(given.length).toBe(145);
  expect(own.length).toBeGreaterThan(300);
  expect(announcer.length).toBeGreaterThan(700);
  expect(hard.length).toBeGreaterThan(250);
});

test.each(given)("given: $written", ({ written, spoken }) => {
  expect(folded(normalise(written).spoken)).toBe(folded(spoken));
});

test.each(own)("own: $written", ({ written, spoken }) => {
  expect(folded(normalise(written).spoken)).toBe(folded(spoken));
});

test.each(reviewed)("reviewed: $written", ({ written, spoken }) => {
  expect(folded(normalise(written).spoken)).toBe(folded(spoken));
});

test.each(announcer)("announcer: $written", ({ written, spoken }) => {
  expect(folded(normalise(written).spoken)).toBe(folded(spoken));
  expect(folded(normalise(written.normalize("NFD")).spoken)).toBe(folded(spoken));
});

test.each(hard)("hard: $written", ({ written, spoken }) => {
  expect(folded(normalise(written).spoken)).toBe(folded(spoken));
});

test.each([...given, ...own, ...reviewed, ...announcer, ...hard])(
  "nothing is left to a guess in: $written",
  ({ written }) => {
    const { spoken } = normalise(written);
    expect(notPlain(spoken)).toEqual([]);
    expect(normalise(spoken).spoken).toBe(spoken);
  },
);

describe.each(texts)("the whole of %s", (name) => {
  const text = inputText(name);
  const { spoken, spans, flags } = normalise(text);

  test("has no token that is not a plain Vietnamese syllable", () => {
    expect(notPlain(spoken)).toEqual([]);
    expect(spoken).not.toMatch(/\d/);
  });

  test("has every digit of the text in a span that is said", () => {
    const nfc = text.normalize("NFC");
    for (const { index } of nfc.matchAll(/\d/g))
      expect(
        spans.some(({ from, to, spoken: said }) => from <= index && index < to && said !== ""),
      ).toBe(true);
  });

  test("asks the editor only about initials and codes of its signature", () => {
    expect(flags.map(({ written }) => written).sort()).toEqual(
      name.startsWith("ke-hoach") ? ["ĐMSTDTVT"] : ["VVH"],
    );
  });

  test("is read the same when it is read again", () => {
    expect(normalise(spoken).spoken).toBe(spoken);
  });
});

test("the department's plan names its resolution in the natural style, across a cut line too", () => {
  const { spoken, spans } = normalise(inputText("ke-hoach-so-khcn-quang-ngai.txt"));
  expect(spoken).toContain(
    "Nghị quyết số năm mươi bảy ngày hai mươi hai tháng mười hai năm hai nghìn không trăm hai mươi tư của Bộ Chính trị",
  );
  expect(spoken).toContain(
    "trước ngày hai mươi tháng sáu và trước ngày hai mươi tháng mười hai hằng năm",
  );
  expect(spoken).toContain("(mười tám tháng năm)");
  expect(spans.some(({ written }) => /^số 57-\s+NQ\/TW$/.test(written))).toBe(true);
});

test("a span points into the NFC form of the input", () => {
  const { spans } = normalise("Xã có 5 hộ và UBND".normalize("NFD"));
  expect(spans).toEqual([
    { from: 6, to: 7, written: "5", spoken: "năm", rule: "number" },
    { from: 14, to: 18, written: "UBND", spoken: "Ủy ban nhân dân", rule: "abbreviation" },
  ]);
});

test("unknown codes are spelt and flagged, never dropped", () => {
  const { spoken, flags } = normalise("Quyết định số 45/QĐ-XYZ của đội PQR với Yersin, gửi a@b.vn");
  expect(spoken).toContain("bốn mươi lăm");
  expect(spoken).toContain("pê quy rờ");
  expect(flags.map(({ written, doubt }) => [written, doubt])).toEqual([
    ["số 45/QĐ-XYZ", "unknown-code"],
    ["PQR", "unknown-code"],
    ["Yersin", "unknown-word"],
    ["a@b.vn", "address"],
  ]);
});

test("foreign script is left out and reported", () => {
  const { spoken, flags } = normalise("xã 中 họp");
  expect(spoken).toBe("xã họp");
  expect(flags).toMatchObject([{ written: "中", doubt: "unreadable", from: 3, to: 4 }]);
});

test("the south says ngàn and lẻ", () => {
  expect(normalise("1.105 hộ, 1.005 người", { south: true }).spoken).toBe(
    "một ngàn một trăm lẻ năm hộ, một ngàn không trăm lẻ năm người",
  );
});

test("headings and list items become paragraphs that end with a stop", () => {
  const text =
    "THÔNG BÁO\nLịch cắt điện\n- Thôn 1: 7h00\n- Thôn 2: 8h00\na) Lưu ý chung\n1. Việc một";
  expect(normalise(text).spoken.split("\n")).toEqual([
    "thông báo.",
    "Lịch cắt điện.",
    "Thôn một: bảy giờ.",
    "Thôn hai: tám giờ.",
    "a) Lưu ý chung.",
    "một. Việc một",
  ]);
});

test("an empty or silent text is silent", () => {
  expect(normalise("").spoken).toBe("");
  expect(normalise(" \n “ ” … \n").spoken).toBe("");
});

test("digits of other kinds are digits", () => {
  expect(normalise("mục ⑤ và 𝟓").spoken).toBe("mục năm và năm");
});

test.each([
  ["số 3-45/6 của xã", "ngày"],
  ["lúc 25:61:00", "giờ"],
  ["từ 5 -3", "âm"],
])("%s is not read with “%s”", (written, word) => {
  expect(normalise(written).spoken).not.toContain(word);
});

test("a minus at the start of a line of several is a mark, before degrees a minus", () => {
  expect(normalise("Dự báo:\n-3 độ\n-5 hộ").spoken).toContain("âm ba độ");
  expect(normalise("Dự báo:\n-3 độ\n-5 hộ").spoken).not.toContain("âm năm");
});
