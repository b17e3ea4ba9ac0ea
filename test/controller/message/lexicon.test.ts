import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { normalise } from "../../../audio-library/text/normalise.ts";
import { entriesOf, MOST_TERMS, signSpans, termOf } from "../../../controller/message/lexicon.ts";
import type { LexiconTable } from "../../../controller/store/library-tables.ts";
import {
  type Asker,
  must,
  type PeopleWorld,
  peopleWorld,
  somePlaces,
} from "../../support/people-world.ts";

const row = (place: string, term: string, reading: string): LexiconTable => ({
  id: `x-${place}-${term.toLowerCase()}`,
  place,
  term,
  folded: term.toLowerCase(),
  reading,
  added_by: `soan-${place}`,
  added_at: 0,
});

describe("a term", () => {
  test.for([
    ["TTPVHCC", "trung tâm phục vụ hành chính công"],
    ["TAM", "tâm"],
    ["Trà Xinh", "trà xinh"],
    ["Kon Plông", "kon p lông"],
    ["iHanoi", "ai hà nội"],
  ])("may be a name or a short form: %s", ([term = "", reading = ""]) => {
    expect(termOf({ term, reading })).toMatchObject({ ok: true, value: { term } });
  });
  test.for(["không", "Không", "18/5", "2026", " - "])(
    "is no ordinary syllable and no number: %s",
    (term) => expect(termOf({ term, reading: "có" })).toMatchObject({ code: "lexicon-term" }),
  );
  test("is one line, and its case makes no second entry", () => {
    expect(termOf({ term: "  Trà \n Xinh ", reading: "trà xinh" })).toMatchObject({
      value: { term: "Trà Xinh", folded: "trà xinh" },
    });
  });
  test("is read in syllables; a number or short form inside is read by the rules", () => {
    expect(termOf({ term: "OCOP", reading: "ô cốp 57" })).toMatchObject({ ok: true });
    expect(termOf({ term: "OCOP", reading: "ô strklp" })).toMatchObject({
      code: "lexicon-reading",
      detail: "Giọng đọc phải đoán: strklp.",
    });
    expect(termOf({ term: "OCOP", reading: "…" })).toEqual({ ok: false, code: "lexicon-reading" });
  });
});

describe("of two readings of a term", () => {
  const chain = ["c-21024", "p-51", "centre"];
  const rows = [
    row("c-21024", "TX", "trà xinh"),
    row("centre", "TX", "thị xã"),
    row("p-51", "TX", "trà xuân"),
    row("p-51", "KTX", "ký túc xá"),
  ];
  test("the nearest place's is said, and its author is named", () => {
    const lexicon = entriesOf(rows, chain);
    const { spoken, spans } = normalise("Bà con TX và KTX họp ngày 18/5.", { lexicon });
    expect(spoken).toBe("Bà con trà xinh và ký túc xá họp ngày mười tám tháng năm.");
    expect(signSpans(spans, rows, chain)).toMatchObject([
      { written: "TX", term: "x-c-21024-tx", addedBy: "soan-c-21024", place: "c-21024" },
      { written: "KTX", addedBy: "soan-p-51", place: "p-51" },
      { written: "18/5", rule: "date" },
    ]);
  });
  test("whatever the order of the rows", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        const { spoken } = normalise("TX", { lexicon: entriesOf(shuffled, chain) });
        expect(spoken).toBe("trà xinh");
      }),
    );
  });
  test("a stretch that no row explains stays as it is", () => {
    const spans = [{ rule: "lexicon", written: "khác" }, { rule: "lexicon" }];
    expect(signSpans(spans, rows, chain)).toEqual(spans);
  });
});

describe("over HTTP", () => {
  let world: PeopleWorld;
  let editor: Asker;
  let province: Asker;
  beforeEach(async () => {
    world = await peopleWorld();
    await somePlaces(world);
    editor = await world.person("soan", ["editor", "c-21024"]);
    province = await world.person("tinh", ["province", "p-51"]);
  });
  afterEach(() => world.close());
  const text = "Kính chào bà con TX. Mời bà con đến họp.";
  const spokenFor = async (by: Asker, more = {}) =>
    (await must(by.post("/api/speech/preview", { text, ...more }))).spoken;

  test("a reading is heard in the preview and in the message, with who wanted it", async () => {
    const added = await editor.post("/api/lexicon", { term: "TX", reading: "trà xinh" });
    expect([added.status, added.body]).toEqual([
      201,
      {
        id: expect.any(String),
        term: "TX",
        reading: "trà xinh",
        place: "c-21024",
        addedBy: expect.any(String),
        addedAt: expect.any(String),
      },
    ]);
    const said = "Kính chào bà con trà xinh. Mời bà con đến họp.";
    const preview = await must(editor.post("/api/speech/preview", { text }));
    expect([preview.spoken, preview.spans]).toEqual([
      said,
      [expect.objectContaining({ rule: "lexicon", addedBy: added.body.addedBy, place: "c-21024" })],
    ]);
    const message = { title: "Họp", theme: "thong-bao", language: "vie", text };
    expect((await must(editor.post("/api/messages", message))).spoken).toBe(said);
    const actions = (await must(world.admin.get("/api/audit"))).items.map(
      (one: { action: string }) => one.action,
    );
    expect(actions).toContain("lexicon.put");
  });

  test("a province's reading holds in its communes until one has its own, and nowhere else", async () => {
    await must(province.post("/api/lexicon", { term: "TX", reading: "trà xuân" }));
    expect(await spokenFor(editor)).toContain("trà xuân");
    const own = await must(editor.post("/api/lexicon", { term: "tx", reading: "trà xinh" }));
    expect(await spokenFor(editor)).toContain("trà xinh");
    expect(await spokenFor(province)).toContain("trà xuân");
    expect(await spokenFor(province, { place: "c-21024" })).toContain("trà xinh");
    const phuLam = await world.person("phulam", ["editor", "c-26001"]);
    expect(await spokenFor(phuLam)).not.toContain("trà");
    expect((await must(editor.get("/api/lexicon"))).items).toHaveLength(2);
    expect((await must(province.get("/api/lexicon"))).items).toHaveLength(1);
    expect((await must(province.get("/api/lexicon?place=c-21024"))).items).toHaveLength(2);
    await must(editor.ask("DELETE", `/api/lexicon/${own.id}`));
    expect(await spokenFor(editor)).toContain("trà xuân");
  });

  test("the same term again is the same entry with its new reading", async () => {
    const one = await must(editor.post("/api/lexicon", { term: "TX", reading: "trà xinh" }));
    const two = await must(editor.post("/api/lexicon", { term: "TX", reading: "trà xuân" }));
    expect([two.id, (await must(editor.get("/api/lexicon"))).items]).toEqual([one.id, [two]]);
  });

  test("nobody changes another place's lexicon", async () => {
    const { id } = await must(province.post("/api/lexicon", { term: "TX", reading: "trà xuân" }));
    const before = await world.snapshot();
    expect((await editor.ask("DELETE", `/api/lexicon/${id}`)).status).toBe(403);
    for (const place of ["p-51", "c-21025", "c-99999", "centre"]) {
      const reply = await editor.post("/api/lexicon", { term: "AB", reading: "a bê", place });
      expect([reply.status, reply.body.code]).toEqual([403, "not-allowed"]);
    }
    expect((await editor.ask("DELETE", "/api/lexicon/x-none")).status).toBe(404);
    expect(await world.snapshot()).toBe(before);
  });

  test("a full lexicon takes new readings of old terms only", async () => {
    const many = Array.from({ length: MOST_TERMS }, (_, at) => row("c-21024", `T${at}`, "tê"));
    for (let at = 0; at < MOST_TERMS; at += 100)
      await world.store.db
        .insertInto("lexicon")
        .values(many.slice(at, at + 100))
        .execute();
    const full = await editor.post("/api/lexicon", { term: "TX", reading: "trà xinh" });
    expect([full.status, full.body.code]).toEqual([409, "lexicon-full"]);
    expect((await editor.post("/api/lexicon", { term: "T5", reading: "tê năm" })).status).toBe(201);
    expect((await world.admin.post("/api/lexicon", { term: "TX", reading: "thị xã" })).status).toBe(
      201,
    );
  });
});
