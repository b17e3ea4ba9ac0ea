import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type PersonalKind, personalIn } from "../../../controller/message/personal.ts";
import { inputText } from "../../audio-library/text/cases.ts";
import {
  type Asker,
  must,
  type PeopleWorld,
  peopleWorld,
  somePlaces,
} from "../../support/people-world.ts";

const kinds = (text: string): PersonalKind[] => personalIn(text).map(({ kind }) => kind);

describe("a notice that tells of a person", () => {
  test.for<[string, PersonalKind, string]>([
    ["Ông Trần Văn B, trưởng thôn 2 (SĐT: 0905 111 222)", "phone", "0905 111 222"],
    ["liên hệ 0987.654.321 gặp đ/c Hòa", "phone", "0987.654.321"],
    ["gọi +84 905 123 456", "phone", "+84 905 123 456"],
    ["SĐT: 024 3824 5678", "phone", "024 3824 5678"],
    ["CMND số 212345678", "id-number", "212345678"],
    ["số định danh 051 085 001 234", "id-number", "051 085 001 234"],
    ["mang theo 051099001234", "id-number", "051099001234"],
    ["hộ chiếu B1234567", "id-number", "B1234567"],
    ["mã số thuế 4300123456", "id-number", "4300123456"],
    ["tài khoản 4501205012345 Agribank", "account", "4501205012345"],
    ["STK 051099001234", "account", "051099001234"],
    ["Ông Nguyễn Văn Nam, sinh ngày 12/3/1980", "birth-date", "sinh ngày 12/3/1980"],
    ["ngày sinh: 5 tháng 6 năm 2012", "birth-date", "ngày sinh: 5 tháng 6 năm 2012"],
    ["Bà Nguyễn Thị H. (SN 1985, trú tại thôn 2)", "birth-date", "SN 1985"],
    ["Anh Trần Văn Bình dương tính với ma tuý.", "health", "Anh Trần Văn Bình dương tính"],
    ["tặng quà cháu Y Lan bị khuyết tật", "health", "cháu Y Lan bị khuyết tật"],
    ["chẩn đoán ung thư của bà Hồ Thị Mai", "health", "chẩn đoán ung thư của bà Hồ Thị Mai"],
  ])("%s", ([text, kind, found]) => {
    expect(personalIn(text).map((one) => [one.kind, one.found])).toContainEqual([kind, found]);
  });
});

describe("a notice for everybody", () => {
  test.for([
    "Tổng đài 1900 1234, hotline 1900.6789, gọi số 1022 hoặc 18001567, 113, 114, 0255.1022.",
    "Đường dây nóng phòng chống lụt bão: 0912345678",
    "Liên hệ UBND xã, điện thoại: 0255.3822.345",
    "thanh niên sinh năm 2007 đăng ký nghĩa vụ quân sự",
    "Bệnh sốt xuất huyết đang tăng, số ca mắc bệnh là 12.",
    "Phòng chống HIV/AIDS cho thanh niên.",
    "Mức đóng BHYT là 1.263.600 đồng, kinh phí 1.500.000.000 đồng.",
    "Số: 58/KH-UBND ngày 10/10/2025, giai đoạn 2026-2030, toạ độ 15.120456, 108.793412",
    "số 1234567890123456789",
    "tài khoản VNeID mức 2",
    "thẻ căn cước 12 số",
    "",
  ])("%s", (text) => expect(personalIn(text)).toEqual([]));
  test.for([
    "bai-bao-chuong-trinh-1169.txt",
    "ke-hoach-so-khcn-quang-ngai.txt",
    "ke-hoach-xa-phu-lam-ocr-loi.txt",
  ])("the whole of %s", (name) => expect(personalIn(inputText(name))).toEqual([]));
});

test("an illness far from the name, or in another sentence, is not that person's", () => {
  expect(kinds(`Ông Bình ${"nói với bà con ".repeat(9)} về ung thư.`)).toEqual([]);
  expect(kinds("Ông Bình đã đến. Ung thư là bệnh khó chữa, ung thư vú cũng vậy.")).toEqual([]);
});

test("an office's number stays free only in its own clause", () => {
  expect(kinds("UBND xã họp. Gọi 0255 3822 345.")).toEqual(["phone"]);
});

test("places lie in the text in order, without overlap", () => {
  const piece = fc.constantFrom(
    "CCCD 051085001234",
    "0905111222",
    "tài khoản 4501205012345",
    "Bà Lê Thị H.",
    "sinh ngày 1/2/1990",
    "ung thư",
    "\n",
    "; ",
    "ê̂ 12",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join(" ").normalize("NFC");
      let at = 0;
      for (const { from, to, found } of personalIn(text)) {
        expect(from).toBeGreaterThanOrEqual(at);
        expect(text.slice(from, to).trim()).toBe(found.trim());
        at = to;
      }
    }),
  );
});

test("a hostile text is looked through in time", () => {
  const hostile = [
    "Ông A ".repeat(10_000),
    "0 ".repeat(30_000),
    "ung thư ".repeat(7_000),
    "UBND xã ".repeat(7_000),
    "1".repeat(60_000),
  ];
  for (const text of hostile) personalIn(text);
}, 5_000);

describe("over HTTP", () => {
  let world: PeopleWorld;
  let editor: Asker;
  let approver: Asker;
  beforeEach(async () => {
    world = await peopleWorld();
    await somePlaces(world);
    editor = await world.person("soan", ["editor", "c-21024"]);
    approver = await world.person("duyet", ["approver", "c-21024"]);
  });
  afterEach(() => world.close());
  const create = (text: string, title = "Tin") =>
    must(editor.post("/api/messages", { title, theme: "thong-bao", language: "vie", text }));

  test("its approval needs a reason, which is kept with it and in the log", async () => {
    const made = await create("Kính mời bà con liên hệ ông Bình, số 0905 111 222.");
    expect(made.personal).toEqual([
      expect.objectContaining({
        field: "text",
        kind: "phone",
        name: "số điện thoại riêng",
        found: "0905 111 222",
      }),
    ]);
    const path = `/api/messages/${made.id}/approve`;
    const before = await world.snapshot();
    const refused = await approver.post(path, {});
    expect([refused.status, refused.body.code, refused.body.errors]).toEqual([
      409,
      "personal-data",
      [{ field: "text", vi: '"0905 111 222": số điện thoại riêng.' }],
    ]);
    expect((await approver.post(path, { override: "  " })).status).toBe(400);
    expect(await world.snapshot()).toBe(before);
    const approved = await must(approver.post(path, { override: "Ông Bình đã đồng ý." }));
    expect(approved).toMatchObject({ status: "approved", personalReason: "Ông Bình đã đồng ý." });
    const log = (await must(world.admin.get("/api/audit"))).items;
    expect(log.find((row: { action: string }) => row.action === "message.approve")).toMatchObject({
      subject: made.id,
      reason: "Ông Bình đã đồng ý.",
    });
    const changed = await must(
      editor.ask("PATCH", `/api/messages/${made.id}`, { text: "Kính mời bà con đến họp." }),
    );
    expect(changed).toMatchObject({ status: "pending", personal: [], personalReason: null });
  });

  test("in the title too", async () => {
    const { id } = await create("Kính mời bà con đến họp.", "Tìm chủ ví CCCD 051085001234");
    expect((await approver.post(`/api/messages/${id}/approve`)).body.errors[0].field).toBe("title");
  });

  test("a reason that nothing asks for is not kept", async () => {
    const { id } = await create("Kính mời bà con đến họp, gọi 1022.");
    const approved = await must(approver.post(`/api/messages/${id}/approve`, { override: "Vì" }));
    expect(approved.personalReason).toBeNull();
  });
});
