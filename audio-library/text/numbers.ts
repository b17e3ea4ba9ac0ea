/** How the house reads numbers; `south` says "ngàn" and "lẻ" for "nghìn" and "linh". */
export interface NumberWords {
  readonly south: boolean;
}

const ONES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"] as const;

export const digitWord = (digit: string): string => ONES[Number(digit)] as string;

/** Codes and telephone numbers: every digit by itself. */
export const readDigits = (digits: string): string =>
  Array.from(digits.replace(/\D/g, ""), digitWord).join(" ");

function lastOfTens(tens: number, ones: number): string[] {
  if (ones === 0) return [];
  if (ones === 5) return ["lăm"];
  if (tens > 1 && ones === 1) return ["mốt"];
  if (tens > 1 && ones === 4) return ["tư"];
  return [ONES[ones] as string];
}

/** 0-999; `full` says the empty hundreds too, as after a higher group: 1.005 "… không trăm linh năm". */
function belowThousand(value: number, full: boolean, how: NumberWords): string[] {
  const hundreds = Math.floor(value / 100);
  const tens = Math.floor(value / 10) % 10;
  const ones = value % 10;
  const said: string[] = [];
  if (hundreds > 0 || full) said.push(ONES[hundreds] as string, "trăm");
  if (tens > 1) said.push(ONES[tens] as string, "mươi", ...lastOfTens(tens, ones));
  else if (tens === 1) said.push("mười", ...lastOfTens(tens, ones));
  else if (ones > 0) {
    if (said.length > 0) said.push(how.south ? "lẻ" : "linh");
    said.push(ONES[ones] as string);
  }
  return said;
}

function belowBillion(value: number, full: boolean, how: NumberWords): string[] {
  const groups = [Math.floor(value / 1_000_000), Math.floor(value / 1_000) % 1_000, value % 1_000];
  const names = ["triệu", how.south ? "ngàn" : "nghìn", ""];
  const said: string[] = [];
  groups.forEach((group, index) => {
    if (group === 0) return;
    said.push(...belowThousand(group, full || said.length > 0, how), String(names[index]));
  });
  return said;
}

/** Whole numbers of up to 15 digits; longer ones are codes and are said digit by digit. */
export function readInteger(digits: string, how: NumberWords): string {
  const bare = digits.replace(/^0+(?=\d)/, "");
  if (bare.length > 15) return readDigits(digits);
  const value = Number(bare);
  if (value === 0) return "không";
  const billions = Math.floor(value / 1e9);
  const said: string[] = [];
  if (billions > 0) said.push(...belowBillion(billions, false, how), "tỷ");
  said.push(...belowBillion(value % 1e9, billions > 0, how));
  return said.filter((word) => word !== "").join(" ");
}

/** What follows the comma: leading zeros singly, the rest as one number (7,25; 0,05). */
export function readDecimals(digits: string, how: NumberWords): string {
  const zeros = digits.length - digits.replace(/^0+/, "").length;
  const rest = digits.slice(zeros);
  const said = Array.from({ length: zeros }, () => "không");
  if (rest.length > 3) return [...said, readDigits(rest)].join(" ");
  if (rest !== "") said.push(readInteger(rest, how));
  return said.join(" ");
}

/** "thứ", "tháng" and "mồng" take the old words: thứ nhất, thứ tư, tháng tư. */
export function readOrdinal(digits: string, how: NumberWords): string {
  const value = Number(digits);
  if (value === 1) return "nhất";
  return value === 4 ? "tư" : readInteger(digits, how);
}

/** "tháng tư", "ba phần tư". */
export const readMonth = (digits: string, how: NumberWords): string =>
  Number(digits) === 4 ? "tư" : readInteger(digits, how);
