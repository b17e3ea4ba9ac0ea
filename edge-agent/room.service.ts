import type { Sha256 } from "../contract/ids.ts";
import type { AudioStore } from "./cache/store.ts";
import { type Ballast, type Room, type RoomListener, sacrifice } from "./room.ts";

export interface RoomDeps {
  readonly ballast: Ballast;
  readonly audio: Pick<AudioStore, "list" | "remove" | "free">;
}

/** So much must be free after audio was given up: some thousand receipts. */
const ENOUGH = 1_048_576;

export function createRoom({ ballast, audio }: RoomDeps): Room {
  let listener: RoomListener | undefined;
  let tight = false;

  async function giveUp(sha256: Sha256): Promise<void> {
    await audio.remove(sha256);
    listener?.gone(sha256);
  }

  /** What is needed goes as well, where nothing else is left: a receipt is worth more than a sound. */
  async function giveUpAudio(): Promise<number> {
    const needed = listener?.needed() ?? new Set<string>();
    let given = 0;
    for (const sha256 of sacrifice(await audio.list(), needed)) {
      await giveUp(sha256);
      given += 1;
      if ((await audio.free()) >= ENOUGH) break;
    }
    return given;
  }

  function told(detail: string): void {
    if (tight) return;
    tight = true;
    listener?.full(detail);
  }

  return {
    async make() {
      if (await ballast.drop()) {
        told("the reserve was given up");
        return true;
      }
      const given = await giveUpAudio();
      if (given > 0) told(`${given} sounds were given up`);
      return given > 0;
    },
    listen(one) {
      listener = one;
    },
    async refill() {
      if (!tight) return;
      const needed = listener?.needed() ?? new Set<string>();
      for (const sha256 of sacrifice(await audio.list(), needed)) {
        if ((await audio.free()) >= 2 * ENOUGH || needed.has(sha256)) break;
        await giveUp(sha256);
      }
      if ((await audio.free()) < ENOUGH) return;
      await ballast.load();
      tight = false;
    },
  };
}
