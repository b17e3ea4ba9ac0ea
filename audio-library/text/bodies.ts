import { BODIES, FIELDS } from "./terms/issuers.ts";

/** "SNNMT" → "Sở Nông nghiệp và Môi trường": a kind of body and what it looks after. */
export function bodyOf(code: string): string | undefined {
  for (const [prefix, body] of BODIES) {
    if (!code.startsWith(prefix)) continue;
    const field = FIELDS.get(code.slice(prefix.length));
    if (field !== undefined) return `${body} ${field}`;
  }
  return undefined;
}
