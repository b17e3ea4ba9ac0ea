import type { Log } from "../log.ts";
import type { AudioPort } from "./audio.ts";
import type { FingerprintStore } from "./fingerprint.store.ts";

export interface FingerprintDeps {
  readonly prints: FingerprintStore;
  readonly audio: AudioPort;
  readonly log: Log;
}

/** Recordings that are older than fingerprints get theirs, one after the other, while everything else runs. */
export interface Fingerprints {
  start(): void;
  /** Resolves when the one at work is done. */
  stop(): Promise<void>;
}

export function createFingerprints({ prints, audio, log }: FingerprintDeps): Fingerprints {
  let working: Promise<void> = Promise.resolve();
  let isStopped = false;

  async function one(sha256: string): Promise<boolean> {
    try {
      const words = await audio.fingerprintOf(sha256);
      if (words !== undefined) await prints.put(sha256, words);
      return words !== undefined;
    } catch (error) {
      log.error({ sha256, error: String(error) }, "a recording has no fingerprint");
      return false;
    }
  }

  async function all(): Promise<void> {
    let made = 0;
    for (const sha256 of await prints.missing()) {
      if (isStopped) return;
      if (await one(sha256)) made += 1;
    }
    if (made > 0) log.info({ made }, "fingerprints of older recordings");
  }

  return {
    start: () => {
      working = all().catch((error: unknown) =>
        log.error({ error: String(error) }, "fingerprints of older recordings"),
      );
    },
    stop: () => {
      isStopped = true;
      return working;
    },
  };
}
