import type { Sounded } from "../../contract/facts.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { PlayedPart } from "../../contract/receipt.ts";
import {
  type Clock,
  type Duration,
  earlier,
  type Instant,
  instant,
  later,
  milliseconds,
  type Timers,
} from "../../contract/time.ts";
import type { AmplifierService } from "../amplifier/amplifier.service.ts";
import type { Given, Stretch } from "../plan/next.ts";
import { finishedEarly, goesToTheEnd, liveOf, partsOf } from "./account.ts";
import { lengthOf, type Piece, type Player, type PlayerEvent } from "./player.ts";

/** Why a run was stopped, and for whom. */
export interface Stopped {
  readonly why: "cut" | Reason;
  readonly by?: OccurrenceId;
}

/** One run: a stretch of an occurrence that the player has, or soon will. */
export interface Running {
  readonly run: number;
  readonly occurrence: Occurrence;
  readonly stretch: Stretch;
  readonly pieces: readonly Piece[];
  /** When each piece began to sound. */
  readonly starts: (Instant | undefined)[];
  /** What of it sounded before this run. */
  readonly before: readonly PlayedPart[];
  readonly gain: number;
  readonly repeat: boolean;
  /** It goes through to the end of the occurrence. */
  readonly whole: boolean;
  sent: boolean;
  begun: boolean;
  stopped?: Stopped;
  /** Somebody who spoke live had finished. */
  finished?: boolean;
}

export type Ended = Extract<PlayerEvent, { kind: "ended" }>;

export interface RunsDeps {
  readonly player: Player;
  readonly amplifier: Pick<AmplifierService, "expect" | "sounds" | "idle">;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly now: () => Instant;
}

/** What happens to a run; each is told once, in this order. */
export interface RunsListener {
  begun(one: Running, start: Instant): void;
  /** Another piece of it sounds. */
  moved(): void;
  progress(one: Running, parts: readonly PlayedPart[]): void;
  over(one: Running, event: Ended, parts: readonly PlayedPart[]): void;
}

export interface Runs {
  listen(listener: RunsListener): void;
  /** Takes a stretch; it is given to the player by `send`. */
  add(
    what: Pick<Running, "occurrence" | "stretch" | "pieces" | "before" | "gain" | "repeat">,
  ): Running;
  send(one: Running): void;
  stop(run: number, how: Stopped): void;
  /** Forgets a run that was never sent. */
  drop(run: number): void;
  has(occurrence: string): boolean;
  count(): number;
  given(): readonly Given[];
  /** What sounds now, piece by piece. */
  live(): readonly Sounded[];
  /** Stops everything and waits a moment for it. */
  stopAll(why: Reason): Promise<void>;
}

const MOMENT = milliseconds(20);

export function createRuns(deps: RunsDeps): Runs {
  const runs = new Map<number, Running>();
  let last = 0;
  let listener: RunsListener | undefined;

  const toInstant = (steady: Duration): Instant =>
    instant(deps.now() - (deps.clock.monotonic() - steady));
  const toSteady = (at: Instant): Duration =>
    milliseconds(deps.clock.monotonic() + at - deps.now());

  deps.player.onEvent((event) => {
    const one = runs.get(event.run);
    if (one) hear(one, event);
  });

  function hear(one: Running, event: PlayerEvent): void {
    switch (event.kind) {
      case "started": {
        one.begun = true;
        const start = toInstant(event.at);
        one.starts[0] = earlier(start, lengthOf(event.lead ?? 0));
        deps.amplifier.sounds();
        listener?.begun(one, start);
        break;
      }
      case "piece":
        one.starts[event.piece] = earlier(toInstant(event.at), lengthOf(event.lead ?? 0));
        listener?.moved();
        break;
      case "progress":
        listener?.progress(one, heardOf(one, event));
        break;
      case "ended":
        runs.delete(one.run);
        one.finished = event.how === "done" && finishedEarly(one.pieces, event.frames);
        if (runs.size === 0) deps.amplifier.idle();
        listener?.over(one, event, heardOf(one, event));
    }
  }

  function stop(run: number, how: Stopped): void {
    const one = runs.get(run);
    if (!one || one.stopped) return;
    one.stopped = how;
    if (one.sent) deps.player.stop(run);
    else runs.delete(run);
  }

  return {
    listen(to) {
      listener = to;
    },
    add(what) {
      last += 1;
      const whole = goesToTheEnd(what.stretch, what.occurrence);
      const one: Running = { ...what, run: last, starts: [], whole, sent: false, begun: false };
      runs.set(last, one);
      return one;
    },
    send(one) {
      if (one.stopped || !runs.has(one.run)) return;
      const at = deps.amplifier.expect(toSteady(one.stretch.start));
      one.sent = true;
      const { run, pieces, gain } = one;
      deps.player.play({ id: run, label: one.occurrence.id, pieces, gain, at });
    },
    stop,
    drop: (run) => void runs.delete(run),
    has: (occurrence) => [...runs.values()].some((one) => one.occurrence.id === occurrence),
    count: () => runs.size,
    given: () => [...runs.values()].map(givenOf),
    live: () =>
      [...runs.values()].flatMap((one) =>
        one.begun ? liveOf(one.occurrence.id, one.pieces, one.starts) : [],
      ),
    async stopAll(why) {
      for (const run of [...runs.keys()]) stop(run, { why });
      for (let waits = 0; runs.size > 0 && waits < 20; waits++) {
        await new Promise<void>((resolve) => deps.timers.after(MOMENT, "last sound", resolve));
      }
    },
  };
}

const heardOf = (
  one: Running,
  { frames, spans }: Pick<Ended, "frames" | "spans">,
): PlayedPart[] => [...one.before, ...partsOf(one.pieces, one.starts, frames, spans)];

function givenOf({ run, occurrence, stretch, starts, begun, stopped }: Running): Given {
  const start = starts[0] ?? stretch.start;
  const end = later(start, milliseconds(stretch.end - stretch.start));
  return { run, occurrence: occurrence.id, start, end, begun, stopping: stopped !== undefined };
}
