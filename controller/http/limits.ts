/** Deeper JSON than this is refused before it is parsed. */
export const DEEPEST = 20;
/** More brackets and commas than this in one body is no honest request. */
export const MOST_NODES = 200_000;
export const MOST_PARAMETERS = 50;
export const LONGEST_ADDRESS = 4_096;
/** Bytes of a body that is not an upload. */
export const LARGEST_BODY = 1_048_576;

/** Whether a JSON text nests or spreads too much; it reads brackets outside strings and builds nothing. */
export function isTooDeep(json: string): boolean {
  const marks = json.replace(/"(?:[^"\\]|\\.)*"/gs, "").replace(/[^[\]{},]+/g, "");
  let depth = 0;
  let nodes = 0;
  for (const mark of marks) {
    if (mark === ",") nodes += 1;
    else depth += mark === "[" || mark === "{" ? 1 : -1;
    if (depth > DEEPEST || nodes > MOST_NODES) return true;
  }
  return false;
}

/** Reads `?a=1&b=2`; a repeated name becomes a list. `undefined` when there are too many or the escapes are broken. */
export function parseQuery(text: string): Record<string, string | string[]> | undefined {
  const out: Record<string, string | string[]> = Object.create(null);
  if (text === "") return out;
  const pairs = text.split("&", MOST_PARAMETERS + 1);
  if (pairs.length > MOST_PARAMETERS) return undefined;
  for (const pair of pairs) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const name = unescaped(at < 0 ? pair : pair.slice(0, at));
    const value = unescaped(at < 0 ? "" : pair.slice(at + 1));
    if (name === undefined || value === undefined) return undefined;
    const before = out[name];
    out[name] = before === undefined ? value : [before, value].flat();
  }
  return out;
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
