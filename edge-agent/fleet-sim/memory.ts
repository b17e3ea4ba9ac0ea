import type { Files } from "../files.ts";
import type { Journal } from "../outbox/journal.ts";

/** Files that end with the program; those that `lasts` names go to `disk` instead. */
export function memoryFiles(lasts: (name: string) => boolean = () => false, disk?: Files): Files {
  const texts = new Map<string, string>();
  const diskOf = (name: string): Files | undefined => (lasts(name) ? disk : undefined);
  return {
    read: async (name) => diskOf(name)?.read(name) ?? texts.get(name),
    write: async (name, text) => {
      const kept = diskOf(name);
      if (kept) await kept.write(name, text);
      else texts.set(name, text);
    },
    remove: async (name) => {
      texts.delete(name);
      await diskOf(name)?.remove(name);
    },
    list: async (folder) =>
      [...texts.keys()]
        .filter((name) => name.startsWith(`${folder}/`))
        .map((name) => name.slice(folder.length + 1))
        .sort(),
  };
}

/** A journal that promises nothing beyond the life of the program and keeps no line: what is owed stays in the outbox. */
export function memoryJournal(): Journal {
  let bytes = 0;
  return {
    lines: () => [],
    forgetLines: () => undefined,
    lost: 0,
    append: async (json) => {
      bytes += json.length;
      return { segment: 1 };
    },
    segments: () => [{ number: 1, bytes }],
    drop: async () => undefined,
    close: async () => undefined,
  };
}
