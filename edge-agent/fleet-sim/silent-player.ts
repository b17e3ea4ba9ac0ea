import { SILENCE } from "../../contract/sources.ts";
import type { Cancel, Clock, Duration, Timers } from "../../contract/time.ts";
import { framesOf, type Player, type PlayerEvent, type Run, type Spans } from "../player/player.ts";

interface Active {
  readonly run: Run;
  readonly start: number;
  readonly cancels: Cancel[];
}

const PROGRESS = 5_000 as Duration;

/** Plays by the clock and makes no sound: every frame is "consumed" when its time has passed. For simulated boards only. */
export function silentPlayer(time: Clock & Timers): Player {
  const listeners: ((event: PlayerEvent) => void)[] = [];
  let waiting: Run[] = [];
  let active: Active | undefined;
  let wake: Cancel = () => undefined;

  /** As from a sound thread: never inside the call that caused it. */
  const say = (event: PlayerEvent): void => {
    time.after(0 as Duration, "player says", () => {
      for (const listen of listeners) listen(event);
    });
  };

  function next(): void {
    wake();
    const [run] = waiting;
    if (!run || active) return;
    const wait = run.at - time.monotonic();
    if (wait > 0) {
      wake = time.after(wait as Duration, "player begins", next);
      return;
    }
    waiting = waiting.slice(1);
    begin(run);
  }

  function begin(run: Run): void {
    const start = time.monotonic();
    const now: Active = { run, start, cancels: [] };
    active = now;
    say({ kind: "started", run: run.id, at: start });
    let from = 0;
    for (const [piece, { length }] of run.pieces.entries()) {
      if (piece > 0) {
        const moved = () => say({ kind: "piece", run: run.id, piece, at: time.monotonic() });
        now.cancels.push(time.after(from as Duration, "next piece", moved));
      }
      from += length;
    }
    now.cancels.push(
      time.after(from as Duration, "run ends", () => end(now, "done")),
      time.every(PROGRESS, "progress", () =>
        say({ kind: "progress", run: run.id, ...soundedOf(now) }),
      ),
    );
  }

  function soundedOf({ run, start }: Active): { frames: number[]; spans: Spans } {
    let left: number = time.monotonic() - start;
    const pieces = run.pieces.map(({ length, stream }) => {
      const part = Math.min(left, length);
      left -= part;
      const frames = framesOf(part as Duration);
      // Nothing is fetched from a relay or a microphone, so nothing is claimed of one.
      return { frames, spans: stream && [{ source: SILENCE, from: 0, frames }] };
    });
    return { frames: pieces.map(({ frames }) => frames), spans: pieces.map(({ spans }) => spans) };
  }

  function end(now: Active, how: "done" | "stopped"): void {
    for (const cancel of now.cancels) cancel();
    active = undefined;
    say({ kind: "ended", run: now.run.id, how, at: time.monotonic(), ...soundedOf(now) });
    next();
  }

  return {
    play(run) {
      waiting = [...waiting, run].sort((a, b) => a.at - b.at);
      next();
    },
    stop(id) {
      if (active?.run.id === id) return end(active, "stopped");
      const run = waiting.find((one) => one.id === id);
      if (!run) return;
      waiting = waiting.filter((one) => one !== run);
      const frames = run.pieces.map(() => 0);
      say({ kind: "ended", run: id, how: "stopped", at: time.monotonic(), frames });
    },
    onEvent: (listen) => void listeners.push(listen),
    async close() {
      for (const cancel of active?.cancels ?? []) cancel();
      active = undefined;
      waiting = [];
      wake();
      listeners.length = 0;
    },
  };
}
