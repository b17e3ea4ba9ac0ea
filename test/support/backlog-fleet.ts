// The boards of backlog.ts, in a process of their own: first the live ones alone, then all at once.
import type { BootId } from "../../contract/ids.ts";
import { livePlayId, playId } from "./backlog-plays.ts";
import { reportOfPlay } from "./planned-plays.ts";
import { type FleetBoard, type RawBoard, rawBoard } from "./receipt-fleet.ts";
import { spread } from "./spread.ts";

export interface FleetWish {
  readonly port: number;
  readonly password: string;
  /** Those with a backlog, then the live ones. */
  readonly boards: readonly FleetBoard[];
  readonly receiptsPerBoard: number;
  readonly liveBoards: number;
  readonly everyMs: number;
  readonly quietMs: number;
}

/** From sending a live receipt to its ack, milliseconds. */
export interface Delays {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

export interface FleetSaid {
  readonly live: number;
  readonly quiet: Delays;
  readonly during: Delays;
  readonly drainSeconds: number;
  readonly resent: number;
}

const AT_ONCE = 100;

function delays(all: readonly number[]): Delays {
  const { n: count, p50, p99, max: most } = spread(all);
  return { count, p50, p99, most };
}

const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

async function work(wish: FleetWish): Promise<FleetSaid> {
  const all: RawBoard[] = [];
  for (let at = 0; at < wish.boards.length; at += AT_ONCE)
    all.push(
      ...(await Promise.all(
        wish.boards
          .slice(at, at + AT_ONCE)
          .map((board) =>
            rawBoard(wish.port, board, wish.password, `boot-${board.agent}` as BootId),
          ),
      )),
    );
  const old = all.slice(0, -wish.liveBoards);
  const live = all.slice(-wish.liveBoards);
  const yesterday = Date.now() - 86_400_000;
  for (const board of old)
    board.owe(
      Array.from({ length: wish.receiptsPerBoard }, (_, n) =>
        reportOfPlay(n + 1, playId(Math.ceil((n + 1) / 3)), yesterday + n * 60_000),
      ),
    );
  const heard = { quiet: [] as number[], during: [] as number[] };
  let phase: keyof typeof heard = "quiet";
  let going = true;
  const alive = live.map(async (board, n) => {
    await pause((n * wish.everyMs) / live.length);
    for (let made = 1; going; made += 1) {
      const mine = phase;
      const began = performance.now();
      heard[mine].push(
        await board.live(reportOfPlay(made, livePlayId(Math.ceil(made / 3)), Date.now())),
      );
      await pause(Math.max(0, wish.everyMs - (performance.now() - began)));
    }
  });
  await pause(wish.quietMs);
  phase = "during";
  const began = performance.now();
  await Promise.all(old.map((board) => board.drain()));
  const drainSeconds = (performance.now() - began) / 1_000;
  going = false;
  await Promise.all(alive);
  const resent = all.reduce((sum, board) => sum + board.resent(), 0);
  for (const board of all) board.close();
  return {
    live: heard.quiet.length + heard.during.length,
    quiet: delays(heard.quiet),
    during: delays(heard.during),
    drainSeconds,
    resent,
  };
}

process.once("message", (wish) => {
  void work(wish as FleetWish).then((said) => process.send?.(said, () => process.disconnect()));
});
