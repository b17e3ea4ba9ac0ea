import type { Static } from "typebox";
import type { ClockState } from "../../contract/receipt.ts";
import type { Clock, Duration, Instant } from "../../contract/time.ts";
import {
  clockState,
  isSure,
  type Look,
  learnFloor,
  learnOffset,
  startClock,
  timeOf,
  watchSteps,
} from "./board-clock.ts";
import type { Offset } from "./clock-offset.ts";

export interface BoardTimeDeps {
  readonly clock: Clock;
  /** The floor that an earlier run kept. */
  readonly stored: string | undefined;
  readonly keep: (floor: string) => void;
  readonly onStep: (step: Duration) => void;
}

/** The board's corrected time: pure rules (board-clock.ts) with its clocks and its floor on disk. */
export interface BoardTime {
  now(): Instant;
  sure(): boolean;
  state(): Static<typeof ClockState>;
  learnIssued(issued: Instant): void;
  learnOffset(offset: Offset): void;
  /** Looks for a step of the wall clock, every few seconds; true when the corrected time is not what it was. */
  watch(): boolean;
}

export function createBoardTime({ clock, stored, keep, onStep }: BoardTimeDeps): BoardTime {
  const look = (): Look => ({ wall: clock.now(), monotonic: clock.monotonic() });
  const floor = Number(stored ?? 0);
  let board = startClock((Number.isSafeInteger(floor) ? floor : 0) as Instant, look());
  return {
    now: () => timeOf(board, look()),
    sure: () => isSure(board),
    state: () => clockState(board, look()),
    learnIssued(issued) {
      const before = board.floor;
      board = learnFloor(board, issued, look());
      if (board.floor > before) keep(String(board.floor));
    },
    learnOffset(offset) {
      board = learnOffset(board, offset, look());
    },
    watch() {
      const before = board;
      const watched = watchSteps(board, look());
      board = watched.clock;
      if (watched.step !== undefined) onStep(watched.step);
      return before.offset !== board.offset || before.source !== board.source;
    },
  };
}
