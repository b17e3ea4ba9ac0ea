// What a disk may hold after the power went: all that was synced, and of the rest nothing, a beginning, any part, or torn sectors.
import type { Dice } from "../support/dice.ts";
import { type DiskEvent, folderOf } from "./recording.ts";

export const manners = ["none", "all", "prefix", "subset", "torn"] as const;
export type Manner = (typeof manners)[number];

/** Files by path below the recorded folder. */
export type Image = ReadonlyMap<string, Buffer>;

/** Content belongs to a file, a name to its folder: each is synced by itself, as POSIX says. */
type Change =
  | { readonly kind: "write"; readonly file: number; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: "cut"; readonly file: number; readonly size: number }
  | { readonly kind: "name"; readonly path: string; readonly file: number | undefined };

interface Disk {
  readonly contents: Map<number, Buffer>;
  readonly names: Map<string, number>;
}

/** A disk that is played forward; at any moment it says what a power cut would leave. */
export interface RecordedDisk {
  /** Plays the events up to this many; never back. */
  forward(count: number): void;
  image(manner: Manner, dice: Dice): Image;
}

export function recordedDisk(events: readonly DiskEvent[]): RecordedDisk {
  const durable: Disk = { contents: new Map(), names: new Map() };
  const live = new Map<string, number>();
  let open: Change[] = [];
  let [played, files] = [0, 0];

  function sync(path: string): void {
    const isSynced = (one: Change): boolean =>
      one.kind === "name" ? folderOf(one.path) === path : one.file === live.get(path);
    for (const change of open) if (isSynced(change)) apply(durable, change);
    open = open.filter((change) => !isSynced(change));
  }

  function changesOf(event: DiskEvent): Change[] {
    switch (event.kind) {
      case "create":
        files += 1;
        return named(event.path, files);
      case "remove":
        return named(event.path, undefined);
      case "rename":
        return [...named(event.to, live.get(event.path)), ...named(event.path, undefined)];
      case "write":
      case "cut": {
        const file = live.get(event.path);
        return file === undefined ? [] : [{ ...event, file }];
      }
      default:
        return [];
    }
  }

  function named(path: string, file: number | undefined): Change[] {
    if (file === undefined) live.delete(path);
    else live.set(path, file);
    return [{ kind: "name", path, file }];
  }

  return {
    forward(count) {
      for (; played < count; played += 1) {
        const event = events[played] as DiskEvent;
        if (event.kind === "sync") sync(event.path);
        else open.push(...changesOf(event));
      }
    },
    image(manner, dice) {
      const copy = [...durable.contents].map(
        ([file, bytes]) => [file, Buffer.from(bytes)] as const,
      );
      const disk: Disk = { contents: new Map(copy), names: new Map(durable.names) };
      for (const change of left(open, manner, dice)) apply(disk, change);
      return new Map(
        [...disk.names].map(([path, file]) => [path, disk.contents.get(file) ?? Buffer.alloc(0)]),
      );
    },
  };
}

function left(open: readonly Change[], manner: Manner, dice: Dice): readonly Change[] {
  switch (manner) {
    case "none":
      return [];
    case "all":
      return open;
    case "prefix":
      return open.slice(0, dice.whole(0, open.length));
    case "subset":
      return open.filter(() => dice.unit() < 0.5);
    case "torn":
      return open.flatMap((one) =>
        one.kind === "write" ? torn(one, dice) : dice.unit() < 0.5 ? [one] : [],
      );
  }
}

const SECTOR = 512;

/** Some sectors of a write, each whole or absent; the last one perhaps cut at any byte. */
function torn(one: Extract<Change, { kind: "write" }>, dice: Dice): Change[] {
  const pieces: Extract<Change, { kind: "write" }>[] = [];
  for (let from = 0; from < one.bytes.length; ) {
    const end = Math.min(one.bytes.length, from + SECTOR - ((one.at + from) % SECTOR));
    if (dice.unit() < 0.6)
      pieces.push({ ...one, at: one.at + from, bytes: one.bytes.subarray(from, end) });
    from = end;
  }
  const last = pieces.pop();
  if (!last) return [];
  const cut = dice.unit() < 0.5 ? dice.whole(0, last.bytes.length) : last.bytes.length;
  return [...pieces, { ...last, bytes: last.bytes.subarray(0, cut) }];
}

function apply({ contents, names }: Disk, change: Change): void {
  if (change.kind === "name") {
    if (change.file === undefined) names.delete(change.path);
    else names.set(change.path, change.file);
    return;
  }
  const bytes = contents.get(change.file) ?? Buffer.alloc(0);
  contents.set(
    change.file,
    change.kind === "cut" ? resized(bytes, change.size) : written(bytes, change),
  );
}

const resized = (bytes: Buffer, size: number): Buffer =>
  size <= bytes.length
    ? Buffer.from(bytes.subarray(0, size))
    : Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);

/** A place that was never written reads as zeros. Changes the bytes in place where they are long enough. */
function written(bytes: Buffer, { at, bytes: more }: { at: number; bytes: Buffer }): Buffer {
  const missing = at + more.length - bytes.length;
  const out = missing > 0 ? Buffer.concat([bytes, Buffer.alloc(missing)]) : bytes;
  more.copy(out, at);
  return out;
}
