/** Currencies by code and sign, as they are said. */
export const CURRENCIES: Readonly<Record<string, string>> = {
  VND: "đồng",
  VNĐ: "đồng",
  USD: "đô la Mỹ",
  $: "đô la",
  EUR: "ơ rô",
  "€": "ơ rô",
  JPY: "yên Nhật",
  "¥": "yên Nhật",
  CNY: "nhân dân tệ",
  GBP: "bảng Anh",
  "£": "bảng Anh",
  KRW: "uôn Hàn Quốc",
  LAK: "kíp Lào",
  THB: "bạt Thái Lan",
};
