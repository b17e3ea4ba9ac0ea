// A disk in memory as a power cut leaves it: what was synced stays, what was under way may or may not be there.
import type { Files } from "../../edge-agent/files.ts";
import type { Journal } from "../../edge-agent/outbox/journal.ts";
import type { Dice } from "../support/dice.ts";
import type { Kernel, Life } from "./kernel.ts";

const SEGMENT = 200;
const noSpace = () => Object.assign(new Error("no space"), { code: "ENOSPC" });

/** Where the next write kills the program: before it is on the disk, or after and before anybody hears of it. */
export type Trap = "before" | "after";

export interface Disk {
  /** Journal lines and files that would survive now. */
  readonly lines: { segment: number; json: string }[];
  readonly files: Map<string, string>;
  readonly audio: Map<string, number>;
  full: boolean;
  /** Room for a last few writes on a full disk, as the product's ballast gives. */
  ballast: number;
  trap: Trap | undefined;
  onTrap: () => void;
}

export const newDisk = (): Disk => ({
  lines: [],
  files: new Map(),
  audio: new Map(),
  full: false,
  ballast: 200,
  trap: undefined,
  onTrap: () => undefined,
});

/** Never answers: the program that asked is dead. */
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

async function durably(
  world: Kernel,
  life: Life,
  disk: Disk | undefined,
  chance: Dice,
  put: () => void,
): Promise<void> {
  const trap = disk?.trap;
  if (disk && trap !== undefined) {
    disk.trap = undefined;
    if (trap === "after") put();
    disk.onTrap();
    return never();
  }
  await new Promise<void>((done) => world.after(chance.whole(1, 20), done));
  if (life.alive()) return put();
  // It died while the sync was under way.
  if (chance.unit() < 0.5) put();
  return never();
}

export function filesOn(world: Kernel, life: Life, disk: Disk, chance: Dice): Files {
  return {
    read: async (name) => disk.files.get(name),
    write: async (name, text) => {
      if (disk.full) throw noSpace();
      // Time is taken down every few minutes: a trap is meant for what the board must not lose or double.
      const trap = name === "clock.json" ? undefined : disk;
      await durably(world, life, trap, chance, () => disk.files.set(name, text));
    },
    remove: async (name) => void disk.files.delete(name),
    list: async (folder) =>
      [...disk.files.keys()]
        .filter((name) => name.startsWith(`${folder}/`))
        .map((name) => name.slice(folder.length + 1))
        .sort(),
  };
}

export function journalOn(world: Kernel, life: Life, disk: Disk, chance: Dice): Journal {
  const read = disk.lines.map((line) => ({ ...line }));
  let current = (disk.lines.at(-1)?.segment ?? 0) + 1;
  let inside = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    lines: () => read,
    forgetLines: () => void read.splice(0),
    lost: 0,
    append: async (json) => {
      if (disk.full && disk.ballast <= 0) throw noSpace();
      if (disk.full) disk.ballast -= 1;
      if (inside >= SEGMENT) [current, inside] = [current + 1, 0];
      inside += 1;
      const segment = current;
      // Lines reach the disk in the order in which they were written.
      const before = last;
      last = before.then(() =>
        durably(world, life, disk, chance, () => disk.lines.push({ segment, json })),
      );
      await last;
      return { segment };
    },
    segments: () =>
      [...new Set([...disk.lines.map((line) => line.segment), current])]
        .sort((a, b) => a - b)
        .map((number) => ({ number, bytes: SEGMENT * 300 })),
    drop: async (number) => {
      const kept = disk.lines.filter((line) => line.segment !== number);
      disk.lines.splice(0, disk.lines.length, ...kept);
    },
    close: async () => undefined,
  };
}
