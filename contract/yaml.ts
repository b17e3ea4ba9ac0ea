/** Block-style YAML 1.2 of plain data: strings are always quoted, so nothing needs escaping rules beyond JSON's. */
export function yaml(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `\n${value.map((one) => `${indent}- ${inItem(one, `${indent}  `)}`).join("\n")}`;
  }
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    if (entries.length === 0) return "{}";
    return `\n${entries.map((entry) => pair(entry, indent)).join("\n")}`;
  }
  return JSON.stringify(value);
}

function pair([key, value]: readonly [string, unknown], indent: string): string {
  const name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : JSON.stringify(key);
  const text = yaml(value, `${indent}  `);
  return `${indent}${name}:${text.startsWith("\n") ? "" : " "}${text}`;
}

// The first line of a nested block stands on the line of its dash.
const inItem = (value: unknown, indent: string): string => yaml(value, indent).trimStart();
