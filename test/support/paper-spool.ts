import type { Spool, Spooled } from "../../controller/live/spool.ts";

/** Recordings in memory. `failing`: a disk that takes nothing. */
export function paperSpool({ failing = false } = {}): Spool {
  const all = new Map<string, Spooled>();
  return {
    begin(head) {
      const said: Uint8Array[] = [];
      const put = (isWhole: boolean) => {
        const bytes = said.reduce((sum, some) => sum + some.length, 0);
        all.set(head.id, { head, isWhole, bytes, read: () => again(said) });
      };
      if (!failing) put(false);
      return {
        write(some) {
          said.push(some);
          if (!failing) put(false);
        },
        async close() {
          if (failing) throw new Error("ENOSPC");
          put(true);
        },
      };
    },
    one: async (id) => all.get(id),
    left: async () => [...all.values()],
    drop: async (id) => void all.delete(id),
  };
}

async function* again(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
