import type { Worker } from "node:worker_threads";
import type { Sha256 } from "../../contract/ids.ts";
import { steadyOf } from "../clock.adapter.ts";
import { framesOf } from "../player/player.ts";
import { newThread } from "../player/threads.adapter.ts";
import type { Acoustic, Ear, EarChoice } from "./ear.ts";
import type { EarOrder, EarReport } from "./listening.adapter.ts";
import type { SoundLevel } from "./sound-level.ts";
import type { Tail } from "./threshold.ts";

export interface EarSettings {
  readonly where: EarChoice;
  readonly pathOf: (sha256: Sha256) => string;
  /** The board's own thresholds (`vangxa doctor --calibrate`); the simulated street's without them. */
  readonly tails?: readonly Tail[] | undefined;
}

/** A verdict that takes longer than this is none. */
const PATIENCE = 120_000;

const AGAIN = 5_000;

/** Listens on a thread of its own; one that dies is started again soon, or at the next question. */
export function threadEar({ where, pathOf, tails }: EarSettings): Ear {
  let onLevel: (level: SoundLevel | undefined) => void = () => undefined;
  const asked = new Map<number, (acoustic: Acoustic | undefined) => void>();
  let last = 0;
  let closed = false;
  let thread: Worker | undefined = start();

  function start(): Worker {
    const worker = newThread({ vangxa: "listen", ear: where, ...(tails ? { tails } : {}) });
    worker.on("message", (report: EarReport) => {
      if (report.kind === "level") onLevel(report.level);
      else settle(report.id, report.acoustic);
    });
    worker.on("error", () => undefined); // `exit` follows
    worker.on("exit", () => {
      if (thread === worker) thread = undefined;
      for (const id of [...asked.keys()]) settle(id, undefined);
      // Somebody must go on listening to the street.
      setTimeout(() => {
        if (!closed) thread ??= start();
      }, AGAIN).unref();
    });
    return worker;
  }

  function settle(id: number, acoustic: Acoustic | undefined): void {
    asked.get(id)?.(acoustic);
    asked.delete(id);
  }

  const tell = (order: EarOrder): void => thread?.postMessage(order);

  return {
    recognise: (stretches) =>
      new Promise((resolve) => {
        if (closed || stretches.length === 0) return resolve(undefined);
        thread ??= start();
        last += 1;
        const id = last;
        asked.set(id, resolve);
        setTimeout(() => settle(id, undefined), PATIENCE).unref();
        tell({
          kind: "recognise",
          id,
          stretches: stretches.map(({ sha256, offset, frames, at, shared }) => ({
            path: pathOf(sha256),
            sha256,
            skip: framesOf(offset),
            frames,
            at: steadyOf(at),
            shared,
          })),
        });
      }),
    onLevel: (listen) => {
      onLevel = listen;
    },
    async close() {
      closed = true;
      const gone = thread;
      if (!gone) return;
      tell({ kind: "close" });
      await gone.terminate();
    },
  };
}
