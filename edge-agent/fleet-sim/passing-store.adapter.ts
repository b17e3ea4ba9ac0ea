import { createHash } from "node:crypto";
import type { Sha256 } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import type { AudioStore, Fetched } from "../cache/store.ts";
import type { Stored } from "../cache/want.ts";
import type { Answer, Http } from "../link/http.ts";

/** So many downloads at a time; the others wait their turn. */
export interface Gate {
  through<T>(work: () => Promise<T>): Promise<T>;
}

export function gate(places: number): Gate {
  let free = places;
  const queue: (() => void)[] = [];
  return {
    async through(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((go) => queue.push(go));
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}

/** Nobody plays what a simulated board has, so room is never short. */
const ROOM = 2 ** 40;

/** Every sound is really downloaded and its hash really checked; then its bytes are let go and only their hash is remembered. */
export function passingStore(
  http: Http,
  downloads: Gate,
  onBytes: (bytes: number) => void,
): AudioStore {
  const has = new Map<Sha256, Stored>();

  async function fetch(
    base: string,
    sha256: Sha256,
    bytes: number,
    signal: AbortSignal,
  ): Promise<Fetched> {
    let received = 0;
    let answer: Answer | undefined;
    const fail = (code: "unreachable" | "absent" | "wrong-hash"): Fetched => ({
      ok: false,
      code,
      received,
    });
    try {
      answer = await http.get(`${base}/audio/sha256/${sha256}`, { signal });
      if (answer.status === 404) return fail("absent");
      if (answer.status !== 200) return fail("unreachable");
      const hash = createHash("sha256");
      for await (const chunk of answer.body) {
        received += chunk.length;
        hash.update(chunk);
        if (received > bytes) return fail("wrong-hash");
      }
      if (received < bytes) return fail("unreachable");
      if (hash.digest("hex") !== sha256) return fail("wrong-hash");
      has.set(sha256, { sha256, bytes, usedAt: Date.now() as Instant });
      return { ok: true, received };
    } catch {
      return fail("unreachable");
    } finally {
      onBytes(received);
      answer?.close();
    }
  }

  return {
    list: async () => [...has.values()],
    pathOf: (sha256) => sha256,
    fetch: (...what) => downloads.through(() => fetch(...what)),
    remove: async (sha256) => void has.delete(sha256),
    free: async () => ROOM,
  };
}
