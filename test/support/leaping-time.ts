// Time that leaps: it runs as the real one does, and a number in a file says by how much it is ahead. So days pass between two
// items while sound, sockets and disks stay real.
import { readFileSync } from "node:fs";
import type { Cancel, Clock, Duration, Instant, Timers } from "../../contract/time.ts";
import { systemClock } from "../../edge-agent/clock.adapter.ts";
import type { Player } from "../../edge-agent/player/player.ts";

const LOOK_EVERY = 10;

export interface LeapingTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** A player whose device goes by real time. */
  readonly fit: (player: Player) => Player;
}

export function leapingTime(file: string): LeapingTime {
  const read = (): number => Number(readFileSync(file, "utf8")) || 0;
  let ahead = read();
  const waiting = new Set<{ rearm(): void }>();
  setInterval(() => {
    const now = read();
    if (now === ahead) return;
    ahead = now;
    for (const one of [...waiting]) one.rearm();
  }, LOOK_EVERY).unref();

  const clock: Clock = {
    now: () => (systemClock.now() + ahead) as Instant,
    monotonic: () => (systemClock.monotonic() + ahead) as Duration,
  };

  function after(wait: number, run: () => void): Cancel {
    const due = clock.monotonic() + Math.max(0, wait);
    let timer: NodeJS.Timeout;
    const one = {
      rearm: (): void => {
        clearTimeout(timer);
        // A day at most in one piece: Node takes no month.
        timer = setTimeout(look, Math.min(86_400_000, Math.max(0, due - clock.monotonic())));
      },
    };
    const cancel = (): void => {
      clearTimeout(timer);
      waiting.delete(one);
    };
    function look(): void {
      if (clock.monotonic() < due) one.rearm();
      else {
        cancel();
        run();
      }
    }
    waiting.add(one);
    one.rearm();
    return cancel;
  }

  return {
    clock,
    timers: {
      after: (wait, _name, run) => after(wait, run),
      every: (wait, _name, run) => {
        let cancel: Cancel = () => undefined;
        const next = (): void => {
          cancel = after(Math.max(1, wait), () => {
            next();
            run();
          });
        };
        next();
        return () => cancel();
      },
    },
    fit: (player) => ({
      play: (run) => player.play({ ...run, at: (run.at - ahead) as Duration }),
      stop: player.stop,
      onEvent: (listen) =>
        player.onEvent((event) =>
          listen("at" in event ? { ...event, at: (event.at + ahead) as Duration } : event),
        ),
      close: player.close,
    }),
  };
}
