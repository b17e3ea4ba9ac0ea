import { expect, test } from "vitest";
import { draftProblem, needsFile, themeOf, titleOf } from "../../controller/web/draft.ts";
import { whenWords } from "../../controller/web/order-form.ts";
import { ownUnit } from "../../controller/web/place-tree.ts";
import { viDesk } from "../../controller/web/text-desk.vi.ts";
import { guessTheme, titleFrom } from "../../controller/web/theme-guess.ts";

const draft = {
  source: "text",
  title: "",
  theme: "",
  text: "Mời bà con họp thôn tối nay.",
  rate: "1",
  pause: "1",
  chime: "normal",
  messageId: "",
  relay: { url: "", name: "", minutes: "30", fallback: "" },
  level: "normal",
  when: { kind: "now", date: "", time: "", rule: "daily", until: "" },
  key: "k",
} as const;
const somewhere = { file: undefined, chosen: new Set(["cum-1"]) };
const relay = (minutes: string) => ({ url: "http://dai", name: "Đài", minutes, fallback: "" });
const recording = { name: "ghi-am.webm" } as File;

test.for([
  ["Mời bà con họp thôn tối nay.", "thong-bao"],
  ["Nghị quyết số 57-NQ/TW của Bộ Chính trị", "quan-diem"],
  ["Bình dân học vụ số: cách nhận ra lừa đảo", "ky-nang-so"],
  ["Lũ quét đang về, bà con sơ tán ngay", "khan-cap"],
  ["Quét mã QR để trả tiền", "thanh-toan-so"],
  ["Hoa đẹp.", undefined],
])("'%s' is probably about %s", ([text, theme]) => {
  expect(guessTheme(text as string)).toBe(theme);
});

test("a title is the first sentence, cut between words where it is long", () => {
  expect(titleFrom("Mời bà con họp. Lúc 19 giờ.")).toBe("Mời bà con họp");
  const long = titleFrom(`Kính ${"thưa ".repeat(40)}`);
  expect([long.length < 82, long.endsWith("thưa…")]).toEqual([true, true]);
  expect(titleFrom("")).toBe("");
});

test("with words alone everything else has a default", () => {
  expect(draftProblem(draft, somewhere)).toBeUndefined();
  expect([titleOf(draft), themeOf(draft)]).toEqual(["Mời bà con họp thôn tối nay", "thong-bao"]);
  const own = { ...draft, title: " Họp ", theme: "ky-nang-so" };
  expect([titleOf(own), themeOf(own)]).toEqual(["Họp", "ky-nang-so"]);
});

test.for([
  [{ text: " " }, {}, "text"],
  [{ text: "Hoa đẹp." }, {}, "theme"],
  [{ source: "file" }, {}, "file"],
  [{ source: "record" }, { file: recording }, "title"],
  [{ source: "record", title: "Họp" }, { file: recording }, "theme"],
  [{ source: "record", title: "Họp", theme: "thong-bao" }, { file: recording }, undefined],
  [{ source: "old" }, {}, "old"],
  [{ source: "old", messageId: "m-1" }, {}, undefined],
  [{ source: "relay" }, {}, "relay"],
  [{ source: "relay", relay: relay("0") }, {}, "minutes"],
  [{ source: "relay", relay: relay("721") }, {}, "minutes"],
  [{ source: "relay", relay: relay("1,5") }, {}, "minutes"],
  [{ source: "relay", relay: relay(" 720 ") }, {}, undefined],
  [{}, { chosen: new Set<string>() }, "where"],
  [{ when: { ...draft.when, kind: "at" } }, {}, "date"],
] as const)("%o with %o lacks: %s", ([more, sending, missing]) => {
  expect(draftProblem({ ...draft, ...more }, { ...somewhere, ...sending })).toBe(missing);
});

test("a recording and an upload need a file", () => {
  expect(
    (["text", "file", "record", "old"] as const).map((source) => needsFile({ source })),
  ).toEqual([false, true, true, false]);
});

test("where nobody said, the own unit is meant; with several units somebody must say", () => {
  const commune = (code: string) => ({ code, name: code, hamlets: [], clusters: [{ id: code }] });
  expect([...ownUnit([commune("a")] as never)]).toEqual(["a"]);
  expect([...ownUnit([commune("a"), commune("b")] as never)]).toEqual([]);
  expect([...ownUnit([])]).toEqual([]);
});

test("when an order airs, as a person says it", () => {
  const words = (when: Parameters<typeof whenWords>[0]) => whenWords(when, viDesk.pending.when);
  const start = "2026-11-27T05:00:00+07:00";
  expect([
    words({ now: true }),
    words({ session: "next" }),
    words({ at: start }),
    words({ start, rrule: "FREQ=DAILY" }),
    words({ start, rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" }),
    words({ start, rrule: "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261231T165900Z" }),
    words({ start, rrule: "FREQ=YEARLY" }),
    words({ start, rrule: "X" }),
  ]).toEqual([
    "phát ngay sau khi duyệt",
    "phát trong buổi phát tới",
    "phát lúc 05:00 ngày 27/11/2026",
    "phát hằng ngày lúc 05:00, từ ngày 27/11/2026",
    "phát từ thứ Hai đến thứ Sáu lúc 05:00, từ ngày 27/11/2026",
    "phát hằng tuần lúc 05:00, từ ngày 27/11/2026",
    "phát FREQ=YEARLY lúc 05:00, từ ngày 27/11/2026",
    "phát X lúc 05:00, từ ngày 27/11/2026",
  ]);
});
