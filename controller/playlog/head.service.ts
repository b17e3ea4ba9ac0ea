import type { Hash } from "../../contract/chain.ts";
import { dateOf } from "../../contract/station-time.ts";
import type { Clock } from "../../contract/time.ts";
import type { HeadStore } from "./head.store.ts";
import { grownAt, type HeadRow, headPayload, withRows } from "./head.ts";
import type { HashBytes } from "./merkle.ts";
import type { PlaylogStore } from "./ports.ts";

export interface HeadsDeps {
  readonly clock: Clock;
  readonly hash: Hash;
  readonly hashBytes: HashBytes;
  readonly store: HeadStore;
  readonly log: Pick<PlaylogStore, "head" | "rows">;
  /** A JWS of the root key over this text. */
  readonly sign: (text: string) => Promise<string>;
}

export interface Heads {
  /** A new signed head of everything that the log holds now. */
  make(): Promise<HeadRow>;
  /** The newest head, made anew where the log has grown since. */
  current(): Promise<HeadRow>;
  /** A head that covers this row. */
  covering(seq: number): Promise<HeadRow>;
  list(limit: number, before: number | undefined): Promise<readonly HeadRow[]>;
}

const PAGE = 1_000;

export function createHeads(deps: HeadsDeps): Heads {
  const { clock, hash, hashBytes, store, log } = deps;
  // One after the other: each head names the one before it.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };

  async function make(): Promise<HeadRow> {
    const before = await store.newest();
    const audit = (await store.auditHead()) ?? { seq: 0, link: "" };
    const { seq, link } = await log.head();
    let grown = grownAt(before);
    while (grown.size < seq) {
      const page = await log.rows(grown.size, Math.min(PAGE, seq - grown.size));
      // A log with a hole gets no head over it: `verify` names the hole.
      if (page[0]?.seq !== grown.size + 1 || page.at(-1)?.seq !== grown.size + page.length)
        throw new Error(`the play log has a hole after row ${grown.size}`);
      grown = withRows(hashBytes, grown, page);
    }
    const at = clock.now();
    const payload = headPayload(
      { hash, hashBytes },
      { day: dateOf(at), at, seq, link, audit },
      grown,
      before,
    );
    const jws = await deps.sign(JSON.stringify(payload));
    const { day, root } = payload;
    return store.add({ day, at, seq, link, root, peaks: JSON.stringify(grown.peaks), jws });
  }

  async function current(): Promise<HeadRow> {
    const newest = await store.newest();
    return newest && newest.seq === (await log.head()).seq ? newest : make();
  }

  return {
    make: () => inTurn(make),
    current: () => inTurn(current),
    covering: async (seq) => (await store.covering(seq)) ?? (await inTurn(current)),
    list: store.list,
  };
}
