import { take } from "./reading.ts";
import { CURRENCIES } from "./terms/currencies.ts";
import type { UnitForm } from "./units.ts";
import { perForm } from "./units.ts";

const DONG =
  / ?(?:,-|\.-)? ?(?:đồng(?!\p{L})|đ(?![\p{L}\p{N}])(?!\/c(?!\p{L}))|₫|[Vv][Nn][ĐđDd](?![\p{L}\p{N}]))/uy;
const MILLIONS = / ?(?:tr\.? ?đ|trđ|triệu ?đ|tr\.? đồng)(?:ồng)?(?![\p{L}\p{N}])/uy;
const MILLIONS_ALONE = / ?(?:tr)(?![\p{L}\p{N}])/uy;
const THOUSANDS = /[kK](?![\p{L}\p{N}])/uy;
const SCALED =
  / (nghìn|ngàn|triệu|tỷ|tỉ)(?: (nghìn|triệu|tỷ|tỉ))? ?(?:đ(?![\p{L}\p{N}])|vnđ(?!\p{L})|vnd(?!\p{L}))/iuy;
const FOREIGN = / ?(USD|EUR|JPY|CNY|GBP|KRW|LAK|THB|\$|€|£|¥)(?![\p{L}\p{N}])/uy;

/** The currency behind a number. A bare "k" is a thousand only behind a round sum such as 50k. */
export function moneyForm(text: string, at: number, value: number): UnitForm | undefined {
  const found = moneySign(text, at, value);
  return found === undefined ? undefined : { ...perForm(text, found), money: true };
}

function moneySign(text: string, at: number, value: number): UnitForm | undefined {
  const millions = take(MILLIONS, text, at);
  if (millions !== undefined) return { end: millions.end, spoken: "triệu đồng" };
  const scaled = take(SCALED, text, at);
  if (scaled !== undefined) {
    const words = [scaled.part(1), scaled.part(2), "đồng"].filter((word) => word !== "");
    return { end: scaled.end, spoken: words.join(" ") };
  }
  const dong = take(DONG, text, at);
  if (dong !== undefined) return { end: dong.end, spoken: "đồng" };
  const foreign = take(FOREIGN, text, at);
  if (foreign !== undefined)
    return { end: foreign.end, spoken: String(CURRENCIES[foreign.part(1)]) };
  const alone = take(MILLIONS_ALONE, text, at);
  if (alone !== undefined) return { end: alone.end, spoken: "triệu" };
  const thousands = value >= 10 ? take(THOUSANDS, text, at) : undefined;
  return thousands === undefined ? undefined : { end: thousands.end, spoken: "nghìn" };
}
