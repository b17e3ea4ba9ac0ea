import { letterName, spell } from "./letters.ts";
import { digitWord, readDigits } from "./numbers.ts";
import type { Reading, Rule, Spot } from "./reading.ts";
import { follows, take } from "./reading.ts";

const INTERNATIONAL = /\+ ?84[ .()-]{0,2}\d[\d .()-]{6,16}\d(?!\d)/y;
const NATIONAL = /\(?0\d{1,3}\)?(?:[ .-]{0,2}\d{2,4}){2,4}(?![\d])/y;
/** "(0255) 3 822 456", "(84-24) 3943 5533": the area's number in brackets, the rest in any groups. */
const BRACKETED = /\((?:0|\+?84[ .-]?)\d{1,3}\)(?:[ .-]?\d{1,4}){2,5}(?!\d)/y;
const DIALLED = /\*\d{1,5}(?:\*\d{1,20}){0,4}#/y;
const SERVICE = /1[89]00(?:[ .-]?\d{2,4}){1,2}(?!\d)/y;
const GROUPED = /\d(?:[ .-]?\d){2,23}(?!\d)/y;
const SHORT = /\d{3,6}(?![\d%]|[.,]\d|\/\d)/y;
const PLATE = /(\d{2}-?[A-ZĐ]{1,2}\d?)[- ]{1,3}(\d{3}\.\d{2}|\d{4,5})(?![\d])/y;

/** Telephone numbers, plates, accounts and other codes: digit by digit. */
export const phone: Rule = (spot) =>
  telephone(spot) ?? plate(spot) ?? coded(spot) ?? shortNumber(spot);

const reading = (end: number, spoken: string): Reading => ({ end, spoken, rule: "digits" });

const KEYS: Readonly<Record<string, string>> = { "*": "sao", "#": "thăng" };

function telephone({ text, at }: Spot): Reading | undefined {
  const abroad = take(INTERNATIONAL, text, at);
  if (abroad !== undefined) return reading(abroad.end, `cộng ${readDigits(abroad.part(0))}`);
  const keys = take(DIALLED, text, at);
  if (keys !== undefined)
    return reading(
      keys.end,
      Array.from(keys.part(0), (key) => KEYS[key] ?? digitWord(key)).join(" "),
    );
  const found = take(BRACKETED, text, at) ?? take(NATIONAL, text, at) ?? take(SERVICE, text, at);
  if (found === undefined) return undefined;
  const digits = found.part(0).replace(/\D/g, "");
  const dated = /^\d{1,2}[.-]\d{1,2}[.-]\d{4}$/.test(found.part(0));
  return digits.length < 8 || digits.length > 12 || dated
    ? undefined
    : reading(found.end, readDigits(digits));
}

const signName = (sign: string): string => (/\d/.test(sign) ? digitWord(sign) : letterName(sign));

const ON_PLATES = /^(?:[1-9]\d)/;

function plate({ text, at }: Spot): Reading | undefined {
  const found = take(PLATE, text, at);
  if (found === undefined || !ON_PLATES.test(found.part(1))) return undefined;
  const signs = Array.from(`${found.part(1)}${found.part(2)}`.replace(/[.-]/g, ""));
  return reading(found.end, signs.map(signName).join(" "));
}

const CODE_WORDS =
  /(?:(?:mã|otp|pin|mst|cccd|cmnd|cmtnd|căn cước|căn cước công dân|tài khoản|stk|số thẻ|số định danh|định danh cá nhân|biển số|biển kiểm soát|bks|số hiệu|sê ri|seri|serial|số khung|số máy|số điện thoại|điện thoại|sđt|đt|hotline|đường dây nóng|tổng đài|đầu số|nhánh|máy lẻ|mật khẩu|mã bưu chính|số sổ|imei|fax|zalo|napas|di động|tần số cấp cứu|bấm phím|nhắn tin đến|soạn tin gửi)(?: (?:số|thuế|xác thực|xác nhận|bưu chính|hồ sơ|hộ|vạch|khách hàng|đơn vị|xã|tỉnh|cơ quan|của|là|otp|pin|bhyt|bhxh|thẻ|định danh|cá nhân|công dân|ngân hàng|miễn phí|hỗ trợ|tra cứu|giao dịch|sản phẩm|lô|vùng|trường|ngành|học sinh|cán bộ|chứng thực|đăng nhập|nội bộ|gửi|quốc gia|bưu điện|điện thoại|khẩn cấp|24\/7)){0,4})(?: ?\([^)]{0,20}\)| [a-zđ]{1,2})?:? ?$/u;

/** Where a text message goes: "soạn … gửi 9029". */
const TEXTED_TO =
  /(?:sms|tin nhắn|nhắn tin|soạn|cú pháp)[^.;!?\n]{0,60}(?:^| )(?:tới|đến|gửi)(?: số| tổng đài| đầu số)? $/u;

/** Behind "mã …", "tài khoản", "tổng đài": the digits are a name, not a quantity. */
function coded(spot: Spot): Reading | undefined {
  if (!CODE_WORDS.test(spot.before) && !TEXTED_TO.test(spot.before)) return undefined;
  const found = take(GROUPED, spot.text, spot.at);
  if (found === undefined) return undefined;
  const written = found.part(0);
  // "tài khoản 50.000 đồng" is money, "tổng đài 24 giờ" is no code at all.
  if (/^ ?(?:đ|đồng|vnđ|%|triệu|tỷ)(?!\p{L})/iu.test(spot.text.slice(found.end, found.end + 6)))
    return undefined;
  if (/ \d{1,2}$| \d+ /u.test(written) && written.replace(/\D/g, "").length < 8) {
    const first = take(SHORT, spot.text, spot.at);
    return first === undefined ? undefined : reading(first.end, readDigits(first.part(0)));
  }
  return reading(found.end, readDigits(written));
}

const LETTERED = /\p{Lu}{1,4}[ .-]?\d(?:[ .-]?\d){2,23}(?!\d)/uy;

const SERIAL = /\p{Lu}{1,2} ?\d{6,8}(?!\d)/uy;
const NUMBERED_PAPER =
  /(?:giấy chứng nhận|gcn\p{L}*|sổ đỏ|sổ hồng|hộ chiếu|số phát hành|thẻ)[^.;:!?\n\d]{0,60}(?:số:? )?$/u;

/** "mã hồ sơ H48.22-250715": letters by name, digits one by one. */
export const letteredCode: Rule = ({ text, at, before }) => {
  const found = CODE_WORDS.test(before)
    ? take(LETTERED, text, at)
    : NUMBERED_PAPER.test(before)
      ? take(SERIAL, text, at)
      : undefined;
  if (found === undefined) return undefined;
  const signs = Array.from(found.part(0).replace(/[ .-]/gu, ""));
  return reading(found.end, signs.map(signName).join(" "));
};

const SERVICES = new Set([
  "111",
  "112",
  "113",
  "114",
  "115",
  "116",
  "117",
  "118",
  "119",
  "1022",
  "156",
  "5656",
  "1080",
  "1068",
]);
const CALL =
  /(?:gọi|gửi|gửi tới|gửi đến|gọi ngay|gọi số|gọi đến|gọi tới|gọi điện|gọi cho|đến số|tới số|qua số|theo số|số máy|bấm số|bấm|cấp cứu|cứu hỏa|cứu hoả|cảnh sát|công an|khẩn cấp|chữa cháy|cứu nạn|cứu hộ|máy|nóng|quay số|lực lượng|gọi cấp cứu|gọi cứu hỏa|báo|báo cháy|báo ngay|đầu số|các số|số điện thoại|tổng đài|đường dây|bảo vệ trẻ em|liên hệ|xe)(?: số)?:? ?$/u;
const COUNTED =
  /^ (?:hộ|người|ca|trường|bệnh|lượt|em|cháu|trẻ|công dân|công nhân|đồng|chiến|đại|đoàn|nạn|vụ|tỷ|triệu|nghìn|thanh|học|cán|tấn|ha|km|m|xe|đội|thôn|xã|đối|tên|con|gia đình|hội|đảng|năm|ngày|tháng|giờ|phút|lần|căn|nhà|m2|m²|%|cơ|tổ|nhân|chị|anh|bà|ông|tin|cuộc)(?!\p{L})/u;

/** "gọi 114", but "115 hộ" is a quantity. */
function shortNumber(spot: Spot): Reading | undefined {
  const found = take(SHORT, spot.text, spot.at);
  if (found === undefined || !SERVICES.has(found.part(0))) return undefined;
  const called = CALL.test(spot.before) || follows(spot, "digits");
  if (!called || COUNTED.test(spot.text.slice(found.end, found.end + 14))) return undefined;
  return reading(found.end, readDigits(found.part(0)));
}

const BOAT = /(\p{Lu}{1,2}\p{Ll}{0,2})[- ]?(\d{4,5})[- ]?TS(?![\p{L}\d])/uy;

/** "QNg-90123-TS": the number of a fishing boat. */
export const boat: Rule = ({ text, at }) => {
  const found = take(BOAT, text, at);
  if (found === undefined) return undefined;
  return reading(found.end, `${spell(found.part(1))} ${readDigits(found.part(2))} tê ét`);
};
