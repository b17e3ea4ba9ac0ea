import type { Static } from "typebox";
import type { ClockState } from "../../contract/receipt.ts";
import { type Clock, type Duration, type Instant, minutes } from "../../contract/time.ts";
import {
  type BoardClock,
  clockState,
  correction,
  isSure,
  keptOf,
  type Look,
  learnFloor,
  learnKeeping,
  learnOffset,
  startClock,
  timeOf,
  watchSteps,
} from "./board-clock.ts";
import type { Offset } from "./clock-offset.ts";
import { type Machine, readKept } from "./kept-time.ts";

export interface BoardTimeDeps {
  readonly clock: Clock;
  /** What an earlier run kept. */
  readonly stored: string | undefined;
  readonly keep: (kept: string) => void;
  /** Left out where the machine's boots cannot be told apart. */
  readonly machine?: (() => Machine) | undefined;
  /** The wall clock jumped, or a signed time showed by how much it had been wrong. */
  readonly onStep: (step: Duration) => void;
}

/** The board's corrected time: pure rules (board-clock.ts) with its clocks and what it keeps on disk. */
export interface BoardTime {
  now(): Instant;
  sure(): boolean;
  state(): Static<typeof ClockState>;
  learnIssued(issued: Instant): void;
  /** What the signed configuration says of the wall clock. */
  learnKeeping(keepsTime: boolean | undefined): void;
  learnOffset(offset: Offset): void;
  /** Looks for a step of the wall clock, every few seconds; true when the corrected time is not what it was. */
  watch(): boolean;
}

/** So often what is known is taken down; a flash disk bears it for decades. */
const KEEP_EVERY = minutes(5);

export function createBoardTime(deps: BoardTimeDeps): BoardTime {
  const { clock } = deps;
  const look = (): Look => ({ wall: clock.now(), monotonic: clock.monotonic() });
  let board = startClock(readKept(deps.stored), look(), deps.machine?.());
  let keptAt = clock.monotonic();

  function keep(): void {
    keptAt = clock.monotonic();
    deps.keep(JSON.stringify(keptOf(board, look(), deps.machine?.())));
  }
  /** What makes a difference after a restart is taken down at once. */
  function become(next: BoardClock): void {
    const before = board;
    board = next;
    const matters =
      before.floor !== next.floor ||
      before.source !== next.source ||
      before.unconfirmed !== next.unconfirmed ||
      before.keepsTime !== next.keepsTime;
    if (matters) keep();
  }

  return {
    now: () => timeOf(board, look()),
    sure: () => isSure(board),
    state: () => clockState(board, look()),
    learnIssued: (issued) => become(learnFloor(board, issued, look())),
    learnKeeping: (keepsTime) => become(learnKeeping(board, keepsTime, look())),
    learnOffset(offset) {
      const before = board;
      become(learnOffset(board, offset, look()));
      const step = correction(before, board, look());
      if (step !== undefined) deps.onStep(step);
    },
    watch() {
      const before = board;
      const watched = watchSteps(board, look());
      become(watched.clock);
      if (watched.step !== undefined) {
        keep();
        deps.onStep(watched.step);
      } else if (isSure(board) && clock.monotonic() - keptAt >= KEEP_EVERY) keep();
      return before.offset !== board.offset || before.source !== board.source;
    },
  };
}
