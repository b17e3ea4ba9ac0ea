import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hamletId, scopeId } from "../../../contract/ids.ts";
import {
  freshId,
  ownerOf,
  ownerOfProvince,
  parentIn,
  relink,
  sightOf,
  succeed,
  validOn,
} from "../../../controller/fleet/fleet.ts";
import { fold, searchWords, slug } from "../../../controller/fleet/fold.ts";
import { provinceNameOf, provinceNames } from "../../../controller/fleet/provinces.ts";

describe("folding", () => {
  test.for([
    ["Đồng Ếch", "dong ech"],
    ["  Nghị quyết số 57-NQ/TW ", "nghi quyet so 57 nq tw"],
    ["Đồng Ếch".normalize("NFD"), "dong ech"],
    ["Krông Pa, Đắk Hà", "krong pa dak ha"],
    ["Ê ĐÊ", "e de"],
    ["100%_x", "100 x"],
  ] as const)("%s → %s", ([text, folded]) => expect(fold(text)).toBe(folded));

  test("folding twice is folding once, and nothing in it is a wildcard of a search", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const once = fold(text);
        expect(fold(once)).toBe(once);
        expect(once).not.toMatch(/[%_\\]/);
        expect(slug(text)).toMatch(/^([a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?)?$/);
        expect(searchWords(text).length).toBeLessThanOrEqual(8);
      }),
    );
  });
});

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-05-${String(n).padStart(2, "0")}`);

interface Figure {
  valid_from: string;
  valid_to: string | null;
  households: number;
}

/** Writes rows as the store does: the same key is replaced. */
const write = (rows: Figure[], made: Figure[]): Figure[] => [
  ...new Map([...rows, ...made].map((row) => [row.valid_from, row])).values(),
];

test("however often a figure is changed, every day from the first has exactly one, and the last word for a day holds", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(day, fc.nat(1_000)), { minLength: 1, maxLength: 12 }),
      (changes) => {
        let rows: Figure[] = [];
        for (const [from, households] of changes) {
          rows = write(rows, succeed(rows, { households }, from));
          expect(rows.filter((row) => validOn(row, from)).map((row) => row.households)).toEqual([
            households,
          ]);
        }
        const first = changes.map(([from]) => from).sort()[0] ?? "";
        for (let n = 1; n <= 31; n++) {
          const on = `2026-05-${String(n).padStart(2, "0")}`;
          expect(rows.filter((row) => validOn(row, on))).toHaveLength(on < first ? 0 : 1);
        }
      },
    ),
  );
});

test("a change today leaves yesterday's figure as it was", () => {
  const old = { households: 400, valid_from: "2025-07-01", valid_to: null };
  const rows = write([old], succeed([old], { households: 431 }, "2026-05-18"));
  expect(rows.find((row) => validOn(row, "2026-05-17"))?.households).toBe(400);
  expect(rows.find((row) => validOn(row, "2026-05-18"))?.households).toBe(431);
});

test("relinking makes exactly the wanted hamlets served from that day on, and the same again changes nothing", () => {
  const names = ["h1", "h2", "h3", "h4"].map(hamletId);
  const wish = fc
    .uniqueArray(fc.constantFrom(...names))
    .map((hamlets) => hamlets.map((hamlet) => ({ hamlet, share: 1 })));
  fc.assert(
    fc.property(fc.array(fc.tuple(day, wish), { minLength: 1, maxLength: 8 }), (steps) => {
      const ordered = [...steps].sort(([a], [b]) => a.localeCompare(b));
      let rows: ReturnType<typeof relink> = [];
      for (const [on, wanted] of ordered) {
        const made = relink(rows, "k", wanted, on);
        rows = [
          ...new Map(
            [...rows, ...made].map((row) => [`${row.hamlet} ${row.valid_from}`, row]),
          ).values(),
        ];
        const served = rows
          .filter((row) => validOn(row, on))
          .map((row) => row.hamlet)
          .sort();
        expect(served).toEqual(wanted.map((one) => one.hamlet).sort());
        expect(relink(rows, "k", wanted, on)).toEqual([]);
      }
    }),
  );
});

test("the tree knows the parents of what it knows and of nothing else", () => {
  const tree = {
    provinces: new Set(["51"]),
    communes: new Map([["21024", "51"]]),
    successors: new Map(),
  };
  expect(parentIn(tree, scopeId("c-21024"))).toBe("p-51");
  expect(parentIn(tree, scopeId("p-51"))).toBe("centre");
  for (const place of ["centre", "p-75", "c-99999", "a-x"])
    expect(parentIn(tree, scopeId(place))).toBeUndefined();
  expect([ownerOf(tree, "21024"), ownerOf(tree, "1")]).toEqual(["c-21024", "centre"]);
  expect([ownerOfProvince(tree, "51"), ownerOfProvince(tree, "75")]).toEqual(["p-51", "centre"]);
  expect(sightOf(["p-51", "c-26001"].map(scopeId))).toEqual({
    all: false,
    provinces: ["51"],
    communes: ["26001"],
  });
  expect(sightOf([scopeId("centre")]).all).toBe(true);
});

test("a new id is readable and never one that is taken", () => {
  const taken = new Set(["21024-dong", "21024-dong-2"]);
  expect(freshId("21024", "dong", (id) => taken.has(id))).toBe("21024-dong-3");
  expect(freshId("21024", "", () => false)).toBe("21024");
});

test("the 34 provinces have two digits each; another code is taken as it is", () => {
  expect(Object.keys(provinceNames)).toHaveLength(34);
  for (const code of Object.keys(provinceNames)) expect(code).toMatch(/^\d{2}$/);
  expect(provinceNameOf("51")).toBe("Quảng Ngãi");
  expect(provinceNameOf("99")).toBe("Tỉnh 99");
});
