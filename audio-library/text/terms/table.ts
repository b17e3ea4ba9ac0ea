/**
 * A table in plain lines, "written = said", so that people who are no programmers can check it. Several
 * spellings of one thing are separated by commas with a space behind: "km², km2 = ki lô mét vuông".
 */
export function table(lines: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const line of lines.split("\n")) {
    const [written, said] = line.split(" = ");
    if (written === undefined || said === undefined) continue;
    for (const one of written.trim().split(", ")) entries.set(one, said.trim());
  }
  return entries;
}
