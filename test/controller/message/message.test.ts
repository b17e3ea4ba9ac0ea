import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scopeId } from "../../../contract/ids.ts";
import { instant } from "../../../contract/time.ts";
import { garbled } from "../../../controller/message/garbled.ts";
import {
  approvable,
  approve,
  cleanText,
  mayRead,
  readingOf,
  reject,
  undecided,
} from "../../../controller/message/message.ts";
import { chooseTheme, themeName, themes } from "../../../controller/message/themes.ts";
import { messageView } from "../../../controller/message/view.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";
import type { MessageTable } from "../../../controller/store/tables.ts";

const message = (more: Partial<MessageTable> = {}): MessageTable => {
  const row: MessageTable = {
    id: "m-1",
    version: 1,
    place: "c-21024",
    title: "Thử",
    folded: "thu",
    theme: "ky-nang-so",
    language: "vie",
    text: "Kính chào",
    spoken: "Kính chào",
    spans: "{}",
    voice: null,
    origin: "speech",
    author: "u-1",
    created_at: 0,
    content_hash: null,
    sha256: "a".repeat(64),
    bytes: 10,
    length: 1_000,
    lufs: -16,
    true_peak: -1,
    peaks: "[]",
    engine: null,
    notes: "[]",
    source_document: null,
    secrecy: "public",
    valid_from: null,
    valid_to: null,
    campaign: null,
    audience: null,
    source_number: null,
    rights: null,
    work: null,
    shared: null,
    ...undecided,
    ...more,
  };
  return { ...row, content_hash: more.content_hash ?? sha256Of(approvable(row)) };
};
const at = instant(1_790_000_000_000);
const by = (person: string, row: MessageTable, saw?: string) => ({
  by: person,
  at,
  hash: sha256Of(approvable(row)),
  saw,
});
const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);

describe("approval", () => {
  test("another person approves what waits", () => {
    const row = message({ text: null });
    expect(approve(row, by("u-2", row))).toEqual({
      ok: true,
      value: {
        status: "approved",
        decided_by: "u-2",
        decided_at: at,
        decision_reason: null,
        personal_reason: null,
      },
    });
  });
  test.for([
    ["the author", message(), "u-1", "self-approval"],
    ["what is approved already", message({ status: "approved" }), "u-2", "already-decided"],
    ["what was sent back", message({ status: "rejected" }), "u-2", "already-decided"],
    ["a draft", message({ status: "draft" }), "u-2", "already-decided"],
    ["a state secret", message({ secrecy: "state-secret" }), "u-2", "state-secret"],
    ["without a sound", message({ sha256: null }), "u-2", "no-audio"],
    [
      "a row that was changed behind our back",
      message({ content_hash: "b".repeat(64) }),
      "u-2",
      "content-changed",
    ],
  ] as const)("%s: refused", ([, row, person, code]) => {
    expect(codeOf(approve(row, by(person, row)))).toBe(code);
  });
  test("something else than the person looked at: refused", () => {
    const row = message();
    expect(codeOf(approve(row, by("u-2", row, "c".repeat(64))))).toBe("content-changed");
    expect(codeOf(approve(row, by("u-2", row, row.content_hash ?? "")))).toBe("ok");
  });
  test("any change of what is approved changes its hash", () => {
    const keys = ["title", "theme", "language", "spoken", "sha256"] as const;
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.string(), (key, value) => {
        const row = message();
        fc.pre(row[key] !== value);
        expect(approvable({ ...row, [key]: value })).not.toBe(approvable(row));
      }),
    );
  });
  test("a waiting or approved message can be sent back with a reason, also by its author", () => {
    const row = message({ status: "approved" });
    expect(reject(row, by("u-1", row), "Sai giờ")).toMatchObject({
      ok: true,
      value: { status: "rejected", decision_reason: "Sai giờ" },
    });
    expect(reject(row, by("u-2", row), undefined)).toMatchObject({
      value: { decision_reason: null },
    });
    expect(codeOf(reject(message({ status: "rejected" }), by("u-2", row), undefined))).toBe(
      "already-decided",
    );
  });
});

test("people read their own place, what lies below, and what was approved above", () => {
  const parents: Record<string, string> = { "c-21024": "p-51", "p-51": "centre" };
  const reading = readingOf(
    [scopeId("c-21024")],
    () => [],
    (place) => parents[place] as never,
  );
  const sees = (place: string, status: string) => mayRead(reading, { place, status });
  expect([sees("c-21024", "draft"), sees("p-51", "approved"), sees("centre", "approved")]).toEqual([
    true,
    true,
    true,
  ]);
  expect([sees("p-51", "pending"), sees("c-21025", "approved")]).toEqual([false, false]);
  const province = readingOf(
    [scopeId("p-51")],
    () => [scopeId("c-21024")],
    (place) => parents[place] as never,
  );
  expect(mayRead(province, { place: "c-21024", status: "draft" })).toBe(true);
  expect(
    readingOf(
      [scopeId("centre")],
      () => [],
      () => undefined,
    ).all,
  ).toBe(true);
});

test("text is kept in NFC, without control characters, with its minority letters", () => {
  expect(cleanText("  Đồng\u0000 Ếch\r\n\u200bƀ ŏ ê̆  ".normalize("NFD"))).toBe(
    "Đồng Ếch\nƀ ŏ ê̆".normalize("NFC"),
  );
});

test("a message without a sound has no length, wave or address", () => {
  const view = messageView(
    message({ spans: '{"spans":[1],"flags":[2]}', sha256: null, length: null, peaks: null }),
  );
  expect(view).toMatchObject({ seconds: null, peaks: [], audioUrl: null, spans: [1], flags: [2] });
  expect(messageView(message({ spans: '{"spans":[],"flags":[]}' }))).toMatchObject({
    seconds: 1,
    audioUrl: "/api/messages/m-1/audio",
  });
});

describe("themes", () => {
  test("codes are unique topic words and have a name", () => {
    expect(new Set(themes.map((theme) => theme.code)).size).toBe(themes.length);
    for (const { code, name } of themes) {
      expect(code).toMatch(/^[a-z0-9-]{2,40}$/);
      expect(themeName(code)).toBe(name);
    }
    expect(themeName("hoi-lua")).toBe("hoi-lua");
  });
  test.for([
    ["ky-nang-so", "ky-nang-so"],
    ["Bình dân học vụ số", "ky-nang-so"],
    ["binh dan hoc vu so", "ky-nang-so"],
    ["Hội lúa 2026", "hoi-lua-2026"],
  ] as const)("%s is the theme %s", ([raw, code]) =>
    expect(chooseTheme(raw)).toEqual({ ok: true, theme: code }),
  );
  test("a slip is asked back, an empty theme refused", () => {
    expect(chooseTheme("ky-nang-xo")).toEqual({ ok: false, near: "ky-nang-so" });
    expect(chooseTheme("--")).toEqual({ ok: false, near: undefined });
  });
});

describe("garbled text", () => {
  const input = (name: string) => {
    try {
      return readFileSync(new URL(`../../../../shared/input/${name}`, import.meta.url), "utf8");
    } catch {
      return undefined;
    }
  };
  test.for([
    "Chu tich Uy ban nhan dan xd Pht Lam ban hanh Ké hoach thuc hién Chuong trinh cu thé nhu sau",
    "quyét tam chinh tri manh mg, quyét liét 1anh dao, chi dao, tao xung luc mdi",
    "Xin chao ba con, hom nay loa phat thanh xa thong bao",
    "cua B¢ Chinh tri vé d6i méi sang tao va chuyén d6i s6",
  ])("%s", (text) => expect(garbled(text)?.words.length).toBeGreaterThan(0));
  test.for([
    "Kính mời bà con mở Facebook, Zalo, TikTok.",
    "Thông báo cúp điện từ 7h30 đến 11h00 ngày mai tại thôn Đồng Ếch.",
    "Vào dichvucong.gov.vn, đăng nhập VNeID, nộp hồ sơ online qua app.",
    "Thôn Krông Pa, làng Đắk Hà, bà con Xơ Đăng.",
    "57-NQ/TW, 1169/QĐ-TTg, UBND, KH&CN",
    "",
  ])("%s is not", (text) => expect(garbled(text)).toBeUndefined());
  test("the clean official texts are not, every longer paragraph of the scan is", () => {
    const scan = input("ke-hoach-xa-phu-lam-ocr-loi.txt");
    const clean = ["bai-bao-chuong-trinh-1169.txt", "ke-hoach-so-khcn-quang-ngai.txt"].map(input);
    // The texts lie beside the project; a clone elsewhere has the sentences above.
    for (const text of clean)
      for (const part of paragraphs(text ?? "")) expect(garbled(part), part).toBeUndefined();
    for (const part of paragraphs(scan ?? "")) expect(garbled(part), part).toBeDefined();
  });
});

const paragraphs = (text: string): string[] =>
  text.split(/\n\s*\n/).filter((part) => part.length > 80);
