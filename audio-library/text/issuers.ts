import { expansionOf } from "./abbreviations.ts";
import { bodyOf } from "./bodies.ts";
import type { NumberWords } from "./numbers.ts";
import { readInteger } from "./numbers.ts";
import { ISSUERS } from "./terms/issuers.ts";

const TERM = /^(QH|UBTVQH)(\d{1,2})$/u;

/** "TTg" → "Thủ tướng Chính phủ", "QH15" → "Quốc hội khóa mười lăm", "SNNMT" → "Sở Nông nghiệp và Môi trường". */
export function issuerOf(code: string, how: NumberWords): string | undefined {
  const bare = code.replace(/[&,.]/gu, "");
  const [, house, term] = TERM.exec(bare) ?? [];
  if (house !== undefined && term !== undefined)
    return `${ISSUERS.get(house)} khóa ${readInteger(term, how)}`;
  return ISSUERS.get(bare) ?? bodyOf(bare);
}

/** Behind a known kind, any known short form may sign: 12/KH-BCĐ. */
export const signerOf = (code: string, how: NumberWords): string | undefined =>
  issuerOf(code, how) ?? expansionOf(code);
