// Where a program can die: each call that it made to its disk, named so that another run can be stopped at the same one.

/** What a kernel call asks of the disk. */
export const recordedCalls = [
  "fsync",
  "fdatasync",
  "rename",
  "unlink",
  "rmdir",
  "ftruncate",
  "pwrite64",
] as const;
export type DiskCall = (typeof recordedCalls)[number];
export const isDiskCall = (word: string): word is DiskCall =>
  recordedCalls.includes(word as DiskCall);

export interface Position {
  readonly call: DiskCall;
  /** Below the folder of the program; a rename is named by what it moves. */
  readonly path: string;
  /** Counted from one among the calls of this kind on this path by one thread; anew from `ready` on. */
  readonly nth: number;
  /** The second thread on this path, the third; the first is not named. A thread that is slower than another may never be hit. */
  readonly thread?: number;
  /** Made once the program had said that it is ready. */
  readonly atWork?: true;
}

const LINE = /^(\d+) +([a-z0-9]+)\((?:\d+<([^>]*)>|"([^"]*)")/;

/** The calls of a log below `folder`, in the order in which they began. */
export function positionsIn(log: string, folder: string): Position[] {
  const counts = new Map<string, Map<string, number>>();
  return log.split("\n").flatMap((line) => {
    const [, thread = "", call = "", open, named] = LINE.exec(line) ?? [];
    const path = below(open ?? named ?? "", folder);
    if (!isDiskCall(call) || path === undefined) return [];
    const threads = counts.get(`${call} ${path}`) ?? new Map<string, number>();
    const nth = (threads.get(thread) ?? 0) + 1;
    counts.set(`${call} ${path}`, threads.set(thread, nth));
    const place = [...threads.keys()].indexOf(thread) + 1;
    return [{ call, path, nth, ...(place > 1 && { thread: place }) }];
  });
}

function below(path: string, folder: string): string | undefined {
  if (path === folder) return "";
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

export const atWork = (at: Position): Position => ({ ...at, atWork: true });

export const nameOf = ({ call, path, nth, thread, atWork }: Position): string =>
  `${atWork ? "at work: " : ""}${call} ${path || "."} ${nth}${thread ? `, thread ${thread}` : ""}`;

/** What one try came to; `log` = the calls that the program made before it was killed, with the one that it died in. */
export interface Tried {
  readonly killed: boolean;
  readonly log: readonly Position[];
  readonly faults: readonly string[];
}

/** Dead, and in this very call: as many on the path as asked for, none after it. */
export function isHit(position: Position, { killed, log }: Tried): boolean {
  const last = log.at(-1);
  return killed && last !== undefined && nameOf(last) === nameOf(position);
}
