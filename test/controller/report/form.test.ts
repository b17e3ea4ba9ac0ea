import { expect, test } from "vitest";
import { formOf, longDay } from "../../../controller/report/form.ts";

const commune = { level: "commune", name: "Xã Trà Sơn" } as const;
const province = { level: "province", name: "Tỉnh Quảng Ngãi" } as const;

test("a zero stands before days under ten and before January and February only", () => {
  expect(longDay("2026-02-05")).toBe("ngày 05 tháng 02 năm 2026");
  expect(longDay("2026-03-15")).toBe("ngày 15 tháng 3 năm 2026");
  expect(longDay("2026-12-09")).toBe("ngày 09 tháng 12 năm 2026");
});

test("a commune reports as its People's Committee, a province through its department", () => {
  expect(formOf(commune, "head", "2026-06-12")).toMatchObject({
    above: "",
    issuer: "ỦY BAN NHÂN DÂN\nXÃ TRÀ SƠN",
    number: "Số:        /BC-UBND",
    placeAndDate: "Trà Sơn, ngày 12 tháng 6 năm 2026",
    signerLines: ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
  });
  expect(formOf(province, "kt", "2026-06-12", "45/BC-SKHCN")).toMatchObject({
    above: "UBND TỈNH QUẢNG NGÃI",
    issuer: "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    number: "Số: 45/BC-SKHCN",
    signerLines: ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
  });
  const ward = formOf({ level: "commune", name: "Phường 12" }, "head", "2026-06-12");
  expect(ward.placeAndDate).toBe("Phường 12, ngày 12 tháng 6 năm 2026");
  for (const name of ["Huế", "Thành phố Hồ Chí Minh"]) {
    const city = formOf({ level: "province", name }, "head", "2026-06-12");
    expect(city.above).toBe(`UBND THÀNH PHỐ ${name.replace("Thành phố ", "").toUpperCase()}`);
    expect(city.placeAndDate).toBe(`${name}, ngày 12 tháng 6 năm 2026`);
    expect(city.recipients).toContain("- Thành ủy, HĐND, UBND thành phố (b/c);");
  }
});

test("each way to sign has its lines, and several superiors stand under Nơi nhận", () => {
  expect(formOf(commune, "kt", "2026-06-12").signerLines).toEqual([
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
  ]);
  expect(formOf(commune, "tl", "2026-06-12").signerLines[0]).toBe("TL. CHỦ TỊCH");
  expect(formOf(province, "tuq", "2026-06-12").signerLines[0]).toBe("TUQ. GIÁM ĐỐC");
  const superiors = formOf(commune, "tl", "2026-06-12").recipients.filter((one) =>
    one.includes("(b/c)"),
  );
  expect(superiors).toHaveLength(2);
  expect(formOf({ level: "centre", name: "" }, "head", "2026-06-12").placeAndDate).toContain(
    "....",
  );
});
