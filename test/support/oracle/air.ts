// A part of the slow and plain reading of docs/timeline.md (timeline-oracle.ts): nothing of the product's code is used here.
import { midnightOf, mondayOf, sec } from "./calendar.ts";
import { messages, type One } from "./orders.ts";
import type { Stage, Stretch } from "./stage.ts";

const sum = (chosen: Stretch[]) => chosen.reduce((n, { start, end }) => n + end - start, 0);

/** Whether the caps let it sound, by what started before this second. */
export function allowed(it: One, s: number, stage: Stage): boolean {
  const { perDay, perSession, sessionsPerDay } = stage.cluster.caps;
  const before = stage.stretches.filter(({ id, start, end }) => {
    const kind = stage.find(id)?.kind;
    return start < s && end > start && kind !== undefined && kind !== "emergency";
  });
  const need = it.first === undefined ? it.total : stage.lengthNow(it) - it.offset;
  const today = before.filter(({ start }) => midnightOf(start) === midnightOf(s));
  if (perDay !== undefined && sum(today) + need > sec(perDay)) return false;
  if (tooOften(it, s, stage)) return false;
  const session = stage.calendar.session(s);
  if (!session) return true;
  const inside = before.filter(({ start }) => stage.calendar.session(start) === session);
  if (perSession !== undefined && sum(inside) + need > sec(perSession)) return false;
  if (sessionsPerDay === undefined || inside.length > 0) return true;
  const opened = before
    .map(({ start }) => stage.calendar.session(start))
    .filter((one) => one && midnightOf(one.from) === midnightOf(session.from));
  return new Set(opened).size < sessionsPerDay;
}

function tooOften(it: One, s: number, { all, cluster }: Stage): boolean {
  const most = cluster.caps.repeatsPerWeek;
  if (most === undefined || it.first !== undefined) return false;
  const begun = all.filter(
    (other) =>
      other.kind !== "emergency" &&
      other.first !== undefined &&
      other.first < s &&
      mondayOf(other.first) === mondayOf(s),
  );
  return messages(it).some(
    (message) => begun.filter((other) => messages(other).includes(message)).length >= most,
  );
}
