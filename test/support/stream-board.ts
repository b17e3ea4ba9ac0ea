// One loudspeaker with its real threads, and the ear that judges what it sounded.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sha256 } from "../../contract/ids.ts";
import { milliseconds } from "../../contract/time.ts";
import { systemClock } from "../../edge-agent/clock.adapter.ts";
import type {
  PieceStream,
  Player,
  PlayerEvent,
  Run,
  Span,
} from "../../edge-agent/player/player.ts";
import {
  type ThreadPlayerSettings,
  threadPlayer,
} from "../../edge-agent/player/threads.adapter.ts";
import { type Heard, listen, to8k } from "./ear.ts";
import { sha256, until } from "./small-centre.ts";
import { samplesOf, sinkLines, wallOf } from "./sounds.ts";
import { readWav } from "./wav.ts";

export interface StreamBoard {
  readonly folder: string;
  readonly player: Player;
  readonly events: readonly PlayerEvent[];
  keep(wav: Uint8Array, name?: string): Sha256;
  /** Plays one stream for so many seconds; resolves when it is over. */
  relay(run: number, stream: PieceStream, seconds: number, wait?: number): void;
  over(run: number, patience?: number): Promise<Extract<PlayerEvent, { kind: "ended" }>>;
  begun(run: number, patience?: number): Promise<void>;
  /** What an ear heard of these sounds so far, with the wall clock at which each stretch began. */
  heard(items: Readonly<Record<string, Buffer>>): (Heard & { readonly wall: number })[];
  samples(): Float32Array;
  close(): Promise<void>;
}

export function streamBoard(more: Partial<ThreadPlayerSettings> = {}): StreamBoard {
  const folder = mkdtempSync(join(tmpdir(), "vangxa-stream-"));
  const wav = join(folder, "out.wav");
  const events: PlayerEvent[] = [];
  const crashes: Error[] = [];
  const player = threadPlayer({
    sink: { kind: "virtual", path: wav },
    pathOf: (name) => join(folder, name),
    onCrash: (error) => void crashes.push(error),
    ...more,
  });
  player.onEvent((event) => void events.push(event));
  const find = (run: number, kind: PlayerEvent["kind"]) =>
    events.find((event) => event.run === run && event.kind === kind);

  return {
    folder,
    player,
    events,
    keep(bytes, name = sha256(bytes)) {
      writeFileSync(join(folder, name), bytes);
      return name as Sha256;
    },
    relay(id, stream, seconds, wait = 0) {
      const at = milliseconds(systemClock.monotonic() + wait);
      const length = milliseconds(seconds * 1_000);
      const pieces: Run["pieces"] = [{ part: 0, offset: milliseconds(0), length, stream }];
      player.play({ id, label: `run-${id}`, gain: 0, at, pieces });
    },
    async over(run, patience = 60_000) {
      await until(`run ${run} is over`, () => find(run, "ended") !== undefined, patience);
      return find(run, "ended") as Extract<PlayerEvent, { kind: "ended" }>;
    },
    begun: (run, patience = 20_000) =>
      until(`run ${run} sounds`, () => find(run, "started") !== undefined, patience),
    heard(items) {
      const sounds = new Map(
        Object.entries(items).map(([name, bytes]) => [name, to8k(samplesOf(bytes))]),
      );
      const lines = sinkLines(readFileSync(`${wav}.json`, "utf8"));
      return listen(to8k(readWav(wav).samples), sounds).map((one) => ({
        ...one,
        wall: wallOf(lines, one.at),
      }));
    },
    samples: () => readWav(wav).samples,
    async close() {
      await player.close();
      rmSync(folder, { recursive: true, force: true });
      if (crashes.length > 0) throw crashes[0];
    },
  };
}

/** Seconds of each source, as the player counted the frames that its device consumed. */
export function secondsOf(spans: readonly Span[] | undefined): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { source, frames } of spans ?? [])
    sums[source] = (sums[source] ?? 0) + frames / 48_000;
  return sums;
}
