import { Worker } from "node:worker_threads";
import type { StationDate } from "../../contract/station-time.ts";
import type { LunarDate, PublicHoliday } from "./holiday.ts";

/** What the thread is asked; it answers in the order of asking. */
export interface Question {
  readonly id: number;
  readonly ask: { readonly year: number } | { readonly dates: readonly StationDate[] };
}
export interface Answer {
  readonly id: number;
  readonly found: readonly PublicHoliday[] | readonly LunarDate[];
}

interface Open {
  resolve(found: Answer["found"]): void;
  reject(error: unknown): void;
}

/** The library's tables of every country are in memory while the thread lives. */
const IDLE = 10 * 60_000;
const open = new Map<number, Open>();
const years = new Map<number, Promise<readonly PublicHoliday[]>>();
let thread: Worker | undefined;
let goodbye: NodeJS.Timeout | undefined;
let count = 0;

/** The lunar days of calendar days, in the same order. */
export const lunarOf = (dates: readonly StationDate[]): Promise<readonly LunarDate[]> =>
  asked({ dates }) as Promise<readonly LunarDate[]>;

export function holidaysIn(year: number): Promise<readonly PublicHoliday[]> {
  const known = years.get(year);
  if (known !== undefined) return known;
  const found = asked({ year }) as Promise<readonly PublicHoliday[]>;
  years.set(year, found);
  found.catch(() => years.delete(year));
  return found;
}

/**
 * Loading the library and the astronomy of a year take tenths of a second each; beside a thread that must answer for an emergency at
 * once they have no place, so they have a thread of their own.
 */
function asked(ask: Question["ask"]): Promise<Answer["found"]> {
  thread ??= started();
  clearTimeout(goodbye);
  count += 1;
  const question: Question = { id: count, ask };
  const found = new Promise<Answer["found"]>((resolve, reject) => {
    open.set(question.id, { resolve, reject });
  });
  thread.ref();
  thread.postMessage(question);
  return found;
}

function started(): Worker {
  const made = new Worker(new URL("./almanac-from-source.mjs", import.meta.url));
  made.on("message", ({ id, found }: Answer) => {
    open.get(id)?.resolve(found);
    open.delete(id);
    if (open.size > 0) return;
    made.unref();
    goodbye = setTimeout(() => {
      thread = undefined;
      void made.terminate();
    }, IDLE).unref();
  });
  let why: unknown = new Error("the almanac ended");
  made.on("error", (error) => {
    why = error;
  });
  made.on("exit", () => {
    // One that was sent home owes nothing; what is open by now is asked of its successor.
    if (thread !== made) return;
    thread = undefined;
    for (const one of open.values()) one.reject(why);
    open.clear();
  });
  return made;
}
