import { numberForm } from "./number-forms.ts";
import { readDecimals, readInteger } from "./numbers.ts";
import type { Rule } from "./reading.ts";
import { take } from "./reading.ts";

const ANGLE =
  /(\d{1,3}) ?[°º˚] ?(\d{1,2}(?:,\d{1,3})?) ?['’′](?: ?(\d{1,2})(?:,(\d{1,3}))? ?(?:["”″]|''|’’))?(?: ?(B|N|S|Đ|E|T|W)(?!\p{L}))?/uy;
const DEGREES = /(\d{1,3}(?:,\d{1,6})?) ?[°º˚] ?(B|N|S|Đ|E|T|W)(?!\p{L})/uy;

/** The weather service writes "14,0N" and means degrees. */
const BARE = /(\d{1,3},\d)(N|S|E|W)(?![\p{L}\p{N}])/uy;

/** All of the country lies north of the equator, so N can only be the English north. */
const WINDS: Readonly<Record<string, string>> = {
  B: "Bắc",
  N: "Bắc",
  S: "Nam",
  Đ: "Đông",
  E: "Đông",
  T: "Tây",
  W: "Tây",
};

/** "15°07'24"B", "108,8°Đ" */
export const coordinate: Rule = ({ text, at, how }) => {
  const angle = take(ANGLE, text, at);
  const degrees =
    angle === undefined ? (take(DEGREES, text, at) ?? take(BARE, text, at)) : undefined;
  if (degrees !== undefined) {
    const value = numberForm(degrees.part(1), 0, how)?.spoken;
    return { end: degrees.end, spoken: `${value} độ ${WINDS[degrees.part(2)]}`, rule: "unit" };
  }
  if (angle === undefined) return undefined;
  const said = [readInteger(angle.part(1), how), "độ", decimal(angle.part(2)), "phút"];
  if (angle.part(3) !== "") said.push(decimal([angle.part(3), angle.part(4)].join(",")), "giây");
  const wind = WINDS[angle.part(5)];
  if (wind !== undefined) said.push(wind);
  return { end: angle.end, spoken: said.join(" "), rule: "unit" };

  function decimal(written: string): string {
    const [whole = "", decimals = ""] = written.split(",");
    const read = readInteger(whole, how);
    return decimals === "" ? read : `${read} phẩy ${readDecimals(decimals, how)}`;
  }
};
