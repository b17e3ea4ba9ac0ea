import { expansionOf } from "./abbreviations.ts";
import type { NumberWords } from "./numbers.ts";
import { readInteger } from "./numbers.ts";
import { BODIES, FIELDS, ISSUERS } from "./terms/issuers.ts";

const TERM = /^(QH|UBTVQH)(\d{1,2})$/u;

/** "TTg" → "Thủ tướng Chính phủ", "QH15" → "Quốc hội khóa mười lăm", "SNNMT" → "Sở Nông nghiệp và Môi trường". */
export function issuerOf(code: string, how: NumberWords): string | undefined {
  const bare = code.replace(/[&,.]/gu, "");
  const [, house, term] = TERM.exec(bare) ?? [];
  if (house !== undefined && term !== undefined)
    return `${ISSUERS.get(house)} khóa ${readInteger(term, how)}`;
  return ISSUERS.get(bare) ?? built(bare) ?? expansionOf(code);
}

function built(code: string): string | undefined {
  for (const [prefix, body] of BODIES) {
    if (!code.startsWith(prefix)) continue;
    const field = FIELDS.get(code.slice(prefix.length));
    if (field !== undefined) return `${body} ${field}`;
  }
  return undefined;
}
