import type { Reason } from "../../contract/reasons.ts";
import type { Cancel, Clock, Duration, Timers } from "../../contract/time.ts";
import {
  framesOf,
  type Player,
  type PlayerEvent,
  type Run,
} from "../../edge-agent/player/player.ts";

export interface HeardStretch {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly gain: number;
  readonly pieces: Run["pieces"];
}

interface Active {
  readonly run: Run;
  readonly start: number;
  readonly cancels: Cancel[];
  piece: number;
}

/** A loudspeaker without sound, with levers, in whatever time it is given. It keeps what an ear would have heard, in steady milliseconds. */
export class VirtualPlayer implements Player {
  readonly heard: HeardStretch[] = [];
  #time: Clock & Timers;
  #listeners: ((event: PlayerEvent) => void)[] = [];
  #waiting: Run[] = [];
  #active: Active | undefined;
  #fail: Reason[] = [];
  #wake: Cancel = () => undefined;
  closed = false;

  constructor(time: Clock & Timers) {
    this.#time = time;
  }

  /** The next run that should sound fails with this. */
  failNext(reason: Reason): void {
    this.#fail.push(reason);
  }

  /** The device breaks while it sounds. */
  breakNow(reason: Reason): void {
    const active = this.#active;
    if (active) this.#end(active, "failed", reason);
  }

  /** The program dies: nothing more is said. */
  die(): void {
    const active = this.#active;
    if (active) this.#hear(active);
    for (const cancel of active?.cancels ?? []) cancel();
    this.#active = undefined;
    this.#waiting = [];
    this.#wake();
    this.#listeners = [];
  }

  play(run: Run): void {
    this.#waiting.push(run);
    this.#waiting.sort((a, b) => a.at - b.at);
    this.#next();
  }

  stop(id: number): void {
    if (this.#active?.run.id === id) {
      this.#end(this.#active, "stopped");
      return;
    }
    const run = this.#waiting.find((one) => one.id === id);
    if (!run) return;
    this.#waiting = this.#waiting.filter((one) => one !== run);
    this.#say({
      kind: "ended",
      run: id,
      how: "stopped",
      at: this.#time.monotonic(),
      frames: run.pieces.map(() => 0),
    });
  }

  onEvent(listen: (event: PlayerEvent) => void): void {
    this.#listeners.push(listen);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.die();
  }

  #say(event: PlayerEvent): void {
    // As from another thread: never inside the call that caused it.
    this.#time.after(0 as Duration, "player says", () => {
      for (const listen of this.#listeners) listen(event);
    });
  }

  #next(): void {
    this.#wake();
    const run = this.#waiting[0];
    if (!run || this.#active) return;
    const wait = Math.max(0, run.at - this.#time.monotonic()) as Duration;
    if (wait > 0) {
      this.#wake = this.#time.after(wait, "player begins", () => this.#next());
      return;
    }
    this.#waiting.shift();
    this.#begin(run);
  }

  #begin(run: Run): void {
    const at = this.#time.monotonic();
    const reason = this.#fail.shift();
    if (reason) {
      this.#say({
        kind: "ended",
        run: run.id,
        how: "failed",
        reason,
        at,
        frames: run.pieces.map(() => 0),
      });
      this.#next();
      return;
    }
    const active: Active = { run, start: at, cancels: [], piece: 0 };
    this.#active = active;
    this.#say({ kind: "started", run: run.id, at });
    let from = 0;
    run.pieces.forEach((piece, i) => {
      if (i > 0) {
        const begin = from as Duration;
        active.cancels.push(
          this.#time.after(begin, "next piece", () => {
            active.piece = i;
            this.#say({ kind: "piece", run: run.id, piece: i, at: this.#time.monotonic() });
          }),
        );
      }
      from += piece.length;
    });
    active.cancels.push(
      this.#time.after(from as Duration, "run ends", () => this.#end(active, "done")),
    );
    active.cancels.push(
      this.#time.every(5_000 as Duration, "progress", () =>
        this.#say({ kind: "progress", run: run.id, frames: this.#frames(active) }),
      ),
    );
  }

  #frames(active: Active): number[] {
    let left = this.#time.monotonic() - active.start;
    return active.run.pieces.map(({ length }) => {
      const part = Math.min(left, length);
      left -= part;
      return framesOf(part as Duration);
    });
  }

  #hear({ run, start }: Active): void {
    const { label, gain, pieces } = run;
    this.heard.push({ label, from: start, to: this.#time.monotonic(), gain, pieces });
  }

  #end(active: Active, how: "done" | "stopped" | "failed", reason?: Reason): void {
    for (const cancel of active.cancels) cancel();
    this.#active = undefined;
    this.#hear(active);
    const frames = this.#frames(active);
    const at = this.#time.monotonic();
    this.#say({
      kind: "ended",
      run: active.run.id,
      how,
      at,
      frames,
      ...(reason ? { reason } : {}),
    });
    this.#next();
  }
}
