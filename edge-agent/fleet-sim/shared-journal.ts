import type { Journal } from "../outbox/journal.ts";

interface Marked {
  readonly n: number;
  readonly row: unknown;
}

export interface SharedJournal {
  /** The journal as the board of this number sees it; call it once for each board, before any of them writes. */
  view(n: number): Journal;
  close(): Promise<void>;
}

/**
 * One journal for many boards, so that a thousand receipts of a moment cost one sync of one disk, not a thousand. A segment goes
 * once every board has let it go.
 */
export function sharedJournal(journal: Journal): SharedJournal {
  const before = new Map<number, { segment: number; json: string }[]>();
  for (const { segment, json } of journal.lines()) {
    const { n, row } = JSON.parse(json) as Marked;
    const mine = before.get(n) ?? [];
    mine.push({ segment, json: JSON.stringify(row) });
    before.set(n, mine);
  }
  journal.forgetLines();
  const holders = new Set<number>();
  const letGo = new Map<number, Set<number>>();

  return {
    view(n) {
      holders.add(n);
      return {
        lines: () => before.get(n) ?? [],
        forgetLines: () => void before.delete(n),
        lost: 0,
        append: (json) => journal.append(`{"n":${n},"row":${json}}`),
        segments: journal.segments,
        async drop(segment) {
          const gone = letGo.get(segment) ?? new Set<number>();
          letGo.set(segment, gone.add(n));
          if (gone.size < holders.size) return;
          letGo.delete(segment);
          await journal.drop(segment);
        },
        close: async () => undefined,
      };
    },
    close: journal.close,
  };
}
