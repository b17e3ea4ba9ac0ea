// Fourteen days of which all but the first one and a half are without a network, and what came of them.
import { days, hours, later, minutes } from "../../contract/time.ts";
import { heal } from "./faults.ts";
import { type Finding, judge } from "./judge.ts";
import { newWorld } from "./world.ts";

export interface Away {
  readonly days: number;
  readonly boards: number;
  /** Airings × boards that were due, and starts that the ear heard: all, and those on their second by true time. */
  readonly due: number;
  readonly heard: number;
  readonly onTime: number;
  /** What the log says before the network is back, and two hours after. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  /** Starts beyond one for each airing and board. */
  readonly doubled: number;
  readonly findings: readonly Finding[];
}

/** Station seconds of the day: 5:10 and 17:20. */
const TIMES = [
  ["05:10:00", 18_600],
  ["17:20:00", 62_400],
] as const;
const PUNCTUAL = 0.25;

export async function away(seed: number, agents: number, length = 14): Promise<Away> {
  const world = await newWorld(seed, { agents, wakeEvery: minutes(10) });
  try {
    const { kernel, staff, net, boards, start } = world;
    await kernel.until(later(start, minutes(5)));
    for (const [time] of TIMES) {
      const message = await staff.message(600);
      const when = { start: `2026-09-28T${time}+07:00`, rrule: `FREQ=DAILY;COUNT=${length}` };
      await staff.order("soan", { messageIds: [message], when });
    }
    await kernel.until(later(start, days(1.5)));
    for (const board of boards) {
      net.weather(board.name).up = false;
      net.cut(board.name);
    }
    await kernel.until(later(start, days(length)));
    const alone = await judge(world, false);
    await heal(world);
    await kernel.until(later(kernel.now(), hours(2)));
    const { findings, outcomes, run } = await judge(world, true);
    const firsts = run.sounds.filter(({ first }) => first);
    const isPunctual = (at: number): boolean => {
      const second = ((at + hours(7)) % days(1)) / 1_000;
      return TIMES.some(([, due]) => Math.abs(second - due) <= PUNCTUAL);
    };
    return {
      days: length,
      boards: agents,
      due: run.pairs.length,
      heard: firsts.length,
      onTime: firsts.filter(({ start: at }) => isPunctual(at)).length,
      before: alone.outcomes,
      after: outcomes,
      doubled:
        firsts.length -
        new Set(firsts.map(({ occurrence, cluster }) => `${occurrence} ${cluster}`)).size,
      findings: [...alone.findings, ...findings],
    };
  } finally {
    await world.close();
  }
}
