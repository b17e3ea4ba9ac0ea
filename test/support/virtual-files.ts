import type { Files } from "../../edge-agent/files.ts";

/** A disk in memory, with its content in sight; `full` makes writing fail. */
export class VirtualFiles implements Files {
  readonly content = new Map<string, string>();
  readonly writes: string[] = [];
  full = false;

  async read(name: string): Promise<string | undefined> {
    return this.content.get(name);
  }

  async write(name: string, text: string): Promise<void> {
    if (this.full) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    this.content.set(name, text);
    this.writes.push(name);
  }

  async remove(name: string): Promise<void> {
    this.content.delete(name);
  }

  async list(folder: string): Promise<readonly string[]> {
    const inside = `${folder}/`;
    return [...this.content.keys()]
      .filter((name) => name.startsWith(inside))
      .map((name) => name.slice(inside.length))
      .sort();
  }
}
