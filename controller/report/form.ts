/* The form of an administrative report: Decree 30/2020/NĐ-CP, annex I. A person numbers, signs and seals it. */

export const signers = ["head", "kt", "tl", "tuq"] as const;
export type Signer = (typeof signers)[number];

/** Who reports: a commune's People's Committee, or the department that collects for a province. */
export interface Issuer {
  readonly level: "commune" | "province" | "centre";
  /** `Xã Trà Sơn`, `Quảng Ngãi`. */
  readonly name: string;
}

export interface Form {
  /** Two lines over the number: the body above, and the one that issues. */
  readonly above: string;
  readonly issuer: string;
  readonly number: string;
  readonly placeAndDate: string;
  readonly signerLines: readonly string[];
  readonly recipients: readonly string[];
}

export const NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
export const MOTTO = "Độc lập - Tự do - Hạnh phúc";

const two = (n: number, below: number): string => (n < below ? `0${n}` : String(n));

/** `ngày 05 tháng 02 năm 2026`: a zero before days under 10 and before months 1 and 2 only. */
export const longDay = (day: string): string => {
  const [year, month = 0, date = 0] = day.split("-").map(Number);
  return `ngày ${two(date, 10)} tháng ${two(month, 3)} năm ${year}`;
};

const heads: Readonly<
  Record<Issuer["level"], readonly [head: string, deputy: string, office: string]>
> = {
  commune: ["CHỦ TỊCH", "PHÓ CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"],
  province: ["GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "TRƯỞNG PHÒNG"],
  centre: ["THỦ TRƯỞNG ĐƠN VỊ", "PHÓ THỦ TRƯỞNG ĐƠN VỊ", "TRƯỞNG PHÒNG"],
};

function signerLines(level: Issuer["level"], signer: Signer): string[] {
  const [head, deputy, office] = heads[level];
  const first = level === "commune" ? ["TM. ỦY BAN NHÂN DÂN"] : [];
  if (signer === "head") return [...first, head];
  if (signer === "kt") return [...first, `KT. ${head}`, deputy];
  return [`${signer.toUpperCase()}. ${head}`, office];
}

/** `Xã Trà Sơn` → `Trà Sơn`: the date line names the place without its kind. */
const bare = (name: string): string => name.replace(/^(xã|phường|đặc khu|tỉnh|thành phố)\s+/iu, "");

/** Annex I keeps the kind of a place that is named by a number, after a person or an event. */
const placeText = (name: string): string =>
  /^(\d|hồ chí minh$)/i.test(bare(name)) ? name : bare(name);

const commune = (name: string) => ({
  above: "",
  issuer: `ỦY BAN NHÂN DÂN\n${name.toUpperCase()}`,
  number: `Số:        /BC-UBND`,
  recipients: [
    "- Sở Khoa học và Công nghệ (b/c);",
    "- Đảng ủy, HĐND cấp xã (b/c);",
    "- Chủ tịch, các Phó Chủ tịch UBND;",
    "- Lưu: VT, VHXH.",
  ],
});
/** Under two-level government six cities stand where provinces do. */
const cities = ["hà nội", "hải phòng", "huế", "đà nẵng", "hồ chí minh", "cần thơ"];

const province = (name: string) => ({
  above: `UBND ${cities.includes(bare(name).toLowerCase()) ? "THÀNH PHỐ" : "TỈNH"} ${bare(name).toUpperCase()}`,
  issuer: "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
  number: "Số:        /BC-SKHCN",
  recipients: [
    "- Bộ Khoa học và Công nghệ (b/c);",
    cities.includes(bare(name).toLowerCase())
      ? "- Thành ủy, HĐND, UBND thành phố (b/c);"
      : "- Tỉnh ủy, HĐND, UBND tỉnh (b/c);",
    "- Giám đốc, các Phó Giám đốc;",
    "- Lưu: VT, ........",
  ],
});
const centre = () => ({
  above: "",
  issuer: "ĐƠN VỊ BÁO CÁO",
  number: "Số:        /BC",
  recipients: ["- Như trên (b/c);", "- Lưu: VT, ........"],
});
const forms = { commune, province, centre };

export function formOf(issuer: Issuer, signer: Signer, day: string, number?: string): Form {
  const form = forms[issuer.level](issuer.name);
  const at = issuer.level === "centre" ? "........" : placeText(issuer.name);
  return {
    ...form,
    number: number === undefined ? form.number : `Số: ${number}`,
    placeAndDate: `${at}, ${longDay(day)}`,
    signerLines: signerLines(issuer.level, signer),
  };
}
