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
  /** Counted from one among the calls of this kind on this path. */
  readonly nth: number;
}

const LINE = /^\d+ +([a-z0-9]+)\((?:\d+<([^>]*)>|"([^"]*)")/;

/** The calls of a log below `folder`, in the order in which they began. */
export function positionsIn(log: string, folder: string): Position[] {
  const counts = new Map<string, number>();
  return log.split("\n").flatMap((line) => {
    const [, call = "", open, named] = LINE.exec(line) ?? [];
    const path = below(open ?? named ?? "", folder);
    if (!isDiskCall(call) || path === undefined) return [];
    const nth = (counts.get(`${call} ${path}`) ?? 0) + 1;
    counts.set(`${call} ${path}`, nth);
    return [{ call, path, nth }];
  });
}

function below(path: string, folder: string): string | undefined {
  if (path === folder) return "";
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

export const nameOf = ({ call, path, nth }: Position): string => `${call} ${path || "."} ${nth}`;

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
