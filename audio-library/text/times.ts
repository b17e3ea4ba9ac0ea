import type { NumberWords } from "./numbers.ts";
import { readInteger } from "./numbers.ts";
import type { Reading, Rule, Spot } from "./reading.ts";
import { take } from "./reading.ts";
import { perForm } from "./units.ts";

const HOUR_MINUTE =
  /(\d{1,3}) ?[hHgG] ?(\d{1,2})(?: ?(?:phút|ph|p|m|['’′])(?![\p{L}\d]))?(?![\p{L}\d])/uy;
const HOUR = /(\d{1,3}) ?(h|H|g)(?![\p{L}\d])/uy;
const CLOCK = /(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])/y;
const SPELT =
  /(\d{1,2}) giờ (\d{1,2})(?= ?(?:[,.;:)–-]|$|\n| (?:ngày|sáng|trưa|chiều|tối|đêm|đến|tới|và|hằng|hàng|cùng|thứ|tại|ở|hôm)(?!\p{L})))/uy;
const FULL_HOUR = /(\d{1,2}) giờ 0{1,2} phút(?!\p{L})/uy;
const HEIGHT = /(\d{1,2})m(\d{1,2})(?![\p{L}\d²³])/uy;
const MINUTE_SECOND = /(\d{1,3})['’′](\d{1,2})(?:''|"|″|”|’’)/uy;

const AT = /(?:lúc|từ|đến|tới|trước|sau|vào|hồi|khoảng|-|–) ?$/u;

export const time: Rule = (spot) =>
  clock(spot) ??
  hourMinute(spot) ??
  hour(spot) ??
  spelt(spot) ??
  minuteSecond(spot) ??
  height(spot);

const reading = (end: number, spoken: string): Reading => ({ end, spoken, rule: "time" });

/** "8h00" is "tám giờ": a full hour has no minutes. */
function clockWords(hours: string, minutes: string, how: NumberWords): string {
  const said = `${readInteger(hours, how)} giờ`;
  return Number(minutes) === 0 ? said : `${said} ${readInteger(minutes, how)} phút`;
}

function clock(spot: Spot): Reading | undefined {
  const found = take(CLOCK, spot.text, spot.at);
  if (found === undefined) return undefined;
  const [hours, minutes, seconds] = [found.part(1), found.part(2), found.part(3)];
  if (Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const said = clockWords(hours, minutes, spot.how);
  const tail = Number(seconds) === 0 ? "" : ` ${readInteger(seconds, spot.how)} giây`;
  return reading(found.end, said + tail);
}

function hourMinute(spot: Spot): Reading | undefined {
  const found = take(HOUR_MINUTE, spot.text, spot.at);
  if (found === undefined || Number(found.part(2)) > 59) return undefined;
  return reading(found.end, clockWords(found.part(1), found.part(2), spot.how));
}

/** "7g" is an hour only behind a word of time; elsewhere it weighs. */
function hour(spot: Spot): Reading | undefined {
  const found = take(HOUR, spot.text, spot.at);
  if (found === undefined || (found.part(2) === "g" && !AT.test(spot.before))) return undefined;
  const { end, spoken } = perForm(spot.text, { end: found.end, spoken: "giờ" });
  return reading(end, `${readInteger(found.part(1), spot.how)} ${spoken}`);
}

function spelt(spot: Spot): Reading | undefined {
  const full = take(FULL_HOUR, spot.text, spot.at);
  if (full !== undefined) return reading(full.end, clockWords(full.part(1), "0", spot.how));
  const found = take(SPELT, spot.text, spot.at);
  if (found === undefined || Number(found.part(1)) > 24 || Number(found.part(2)) > 59)
    return undefined;
  return reading(found.end, clockWords(found.part(1), found.part(2), spot.how));
}

function minuteSecond(spot: Spot): Reading | undefined {
  const found = take(MINUTE_SECOND, spot.text, spot.at);
  if (found === undefined) return undefined;
  return reading(
    found.end,
    `${readInteger(found.part(1), spot.how)} phút ${readInteger(found.part(2), spot.how)} giây`,
  );
}

/** "1m65" */
function height(spot: Spot): Reading | undefined {
  const found = take(HEIGHT, spot.text, spot.at);
  if (found === undefined || /^[23]$/.test(found.part(2))) return undefined;
  return reading(
    found.end,
    `${readInteger(found.part(1), spot.how)} mét ${readInteger(found.part(2), spot.how)}`,
  );
}
