import { minuteOfDay } from "../../contract/station-time.ts";
import type { AgendaItem } from "../schedule/agenda-api.ts";
import { dayOf, ms } from "./station.ts";

export const FIRST_MINUTE = 4 * 60;
export const LAST_MINUTE = 22 * 60;
const SNAP = 5;
const SHORTEST = 20;

/** A block of the week: where it begins, how high it is, and beside how many others it stands. */
export interface Block {
  readonly item: AgendaItem;
  readonly day: number;
  readonly minute: number;
  readonly minutes: number;
  readonly lane: number;
  readonly lanes: number;
}

/** The blocks of the seven days from `monday`; what overlaps stands side by side. */
export function blocksOf(items: readonly AgendaItem[], monday: number): Block[] {
  const all: Block[] = [];
  for (let day = monday; day < monday + 7; day += 1) {
    const mine = items
      .filter((item) => dayOf(ms(item.plannedAt)) === day)
      .map((item) => ({
        item,
        day,
        minute: Math.floor(minuteOfDay(ms(item.plannedAt))),
        minutes: Math.max(SHORTEST, Math.ceil(item.seconds / 60)),
      }))
      .sort((one, other) => one.minute - other.minute);
    all.push(...lanesOf(mine));
  }
  return all;
}

type Flat = Omit<Block, "lane" | "lanes">;

function lanesOf(sorted: readonly Flat[]): Block[] {
  const out: Block[] = [];
  let group: (Flat & { lane: number })[] = [];
  let end = -1;
  const close = () => {
    const lanes = Math.max(0, ...group.map((one) => one.lane)) + 1;
    out.push(...group.map((one) => ({ ...one, lanes })));
    group = [];
  };
  for (const one of sorted) {
    if (one.minute >= end) close();
    const busy = new Set(
      group.filter((other) => other.minute + other.minutes > one.minute).map((other) => other.lane),
    );
    let lane = 0;
    while (busy.has(lane)) lane += 1;
    group.push({ ...one, lane });
    end = Math.max(end, one.minute + one.minutes);
  }
  close();
  return out;
}

export interface Slot {
  readonly day: number;
  readonly minute: number;
}

const keep = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));

/** A slot moved by so many days and minutes, inside the week and the day that are shown, on five minutes. */
export const moved = (slot: Slot, monday: number, days: number, minutes: number): Slot => ({
  day: keep(slot.day + days, monday, monday + 6),
  minute: keep(
    minutes === 0 ? slot.minute : Math.round((slot.minute + minutes) / SNAP) * SNAP,
    FIRST_MINUTE,
    LAST_MINUTE - SNAP,
  ),
});

/** What an arrow key does to a block that is being moved: a quarter of an hour, or a day. */
export function step(key: string): readonly [days: number, minutes: number] | undefined {
  if (key === "ArrowUp") return [0, -15];
  if (key === "ArrowDown") return [0, 15];
  if (key === "ArrowLeft") return [-1, 0];
  return key === "ArrowRight" ? [1, 0] : undefined;
}
