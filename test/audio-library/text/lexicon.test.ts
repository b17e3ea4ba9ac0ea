import { expect, test } from "vitest";
import type { LexiconEntry } from "../../../audio-library/text/lexicon.ts";
import { normalise } from "../../../audio-library/text/normalise.ts";

const province: LexiconEntry = { term: "Trà Bồng", reading: "trà bồng tỉnh", scope: "province" };
const commune: LexiconEntry = {
  term: "trà bồng",
  reading: "trà bồng xã",
  scope: "commune",
  addedBy: "lan",
};
const said = (text: string, ...lexicon: LexiconEntry[]): string =>
  normalise(text, { lexicon }).spoken;

test("a reading replaces its term in any case and shows as a span", () => {
  const { spoken, spans } = normalise("Xã TRÀ BỒNG và trà bồng.", { lexicon: [province] });
  expect(spoken).toBe("Xã trà bồng tỉnh và trà bồng tỉnh.");
  expect(spans.map(({ from, to, rule }) => [from, to, rule])).toEqual([
    [3, 11, "lexicon"],
    [15, 23, "lexicon"],
  ]);
});

test("the commune's entry beats the province's, whatever the order", () => {
  expect(said("Trà Bồng", province, commune)).toBe("trà bồng xã");
  expect(said("Trà Bồng", commune, province)).toBe("trà bồng xã");
});

test("of two entries of one place the later counts", () => {
  expect(said("Trà Bồng", commune, { ...commune, reading: "trà bồng mới" })).toBe("trà bồng mới");
});

test("an entry without a scope is the province's", () => {
  expect(said("Trà Bồng", { term: "Trà Bồng", reading: "khác" }, commune)).toBe("trà bồng xã");
});

test("the longest term wins where two meet", () => {
  expect(
    said(
      "Gò Dê Thượng",
      { term: "Gò Dê", reading: "ngắn" },
      { term: "Gò Dê Thượng", reading: "dài" },
    ),
  ).toBe("dài");
});

test("it wins over every rule, and a short form in capitals is matched as written", () => {
  const lexicon = [
    { term: "UBND", reading: "ủy ban" },
    { term: "57-NQ/TW", reading: "nghị quyết năm bảy" },
  ];
  expect(normalise("UBND ubnd, số 57-NQ/TW", { lexicon }).spoken).toBe(
    "ủy ban Ủy ban nhân dân, số nghị quyết năm bảy",
  );
});

test("a term is not found inside a word or a code", () => {
  const lexicon = [
    { term: "UBND", reading: "ủy ban" },
    { term: "lan", reading: "sai" },
  ];
  expect(normalise("Kế hoạch 58/KH-UBND, UBND/HĐND, loan lang", { lexicon }).spoken).toBe(
    "Kế hoạch năm mươi tám của Ủy ban nhân dân, Ủy ban nhân dân, Hội đồng nhân dân, loan lang",
  );
});

test("a reading with figures or short forms is itself read out", () => {
  expect(said("ngã ba ông Tư", { term: "ông Tư", reading: "km 5 UBND" })).toBe(
    "ngã ba ki lô mét năm Ủy ban nhân dân",
  );
});

test("an empty term and a text whose small letters have another length change nothing", () => {
  expect(said("xã", { term: " ", reading: "sai" })).toBe("xã");
  expect(said("İ xã an", { term: "an", reading: "sai" })).toContain("an");
});
