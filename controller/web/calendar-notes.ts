import type { Static } from "typebox";
import type { AgendaItem } from "../schedule/agenda-api.ts";
import type { DayList } from "../schedule/calendar-api.ts";
import type { TimelineView } from "../schedule/schedule-api.ts";
import { dayOf, ms } from "./station.ts";

/** What is to be known about one day of the week: its lunar date, its holidays, and how much of it has no room. */
export interface DayNote {
  readonly lunar: string;
  readonly names: readonly string[];
  readonly off: boolean;
  /** Whole minutes that were ordered and find no room on the cluster that is looked at. */
  readonly over: number;
}

/** Why an occurrence will not or did not sound on a cluster, by occurrence. */
export const refusalsOf = (
  line: Pick<Static<typeof TimelineView>, "refusals"> | undefined,
): ReadonlyMap<string, string> =>
  new Map((line?.refusals ?? []).map((one) => [one.occurrence, one.reasonText]));

/** Reasons that say that more was ordered than fits. */
const full = ["no-session", "over-cap", "displaced"];

export function overbooked(
  line: Pick<Static<typeof TimelineView>, "refusals"> | undefined,
  items: readonly Pick<AgendaItem, "occurrence" | "plannedAt" | "seconds">[],
  day: number,
): number {
  const without = new Set(
    (line?.refusals ?? []).filter((one) => full.includes(one.reason)).map((one) => one.occurrence),
  );
  const seconds = items
    .filter((item) => without.has(item.occurrence) && dayOf(ms(item.plannedAt)) === day)
    .reduce((sum, item) => sum + item.seconds, 0);
  return Math.ceil(seconds / 60);
}

/** `date` as the API writes it. */
export function dayNote(known: DayList | undefined, date: string, over: number): DayNote {
  const day = known?.days.find((one) => one.date === date);
  const names = (known?.items ?? []).filter((one) => one.date === date).map((one) => one.name);
  return { lunar: day?.lunar.text ?? "", names, off: day?.off === true, over };
}

/** The list with one of its lines a place higher (-1) or lower (1). */
export function swapped<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const next = [...list];
  const [one] = next.splice(at, 1);
  if (one !== undefined) next.splice(at + by, 0, one);
  return next;
}
