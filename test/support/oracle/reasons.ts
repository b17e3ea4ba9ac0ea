// A part of the slow and plain reading of docs/timeline.md (timeline-oracle.ts): nothing of the product's code is used here.
import type { Facts } from "../../../contract/facts.ts";
import { sec } from "./calendar.ts";
import { last, type One, runsOut } from "./orders.ts";
import type { Stage } from "./stage.ts";

/** Why something did not sound to its end. */
export class Reasons {
  readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  judge(it: One): { reason: string; at: number } | undefined {
    const ended = this.stage.facts.ended[it.id];
    if (ended) return this.word(ended);
    if (it.first !== undefined && this.stage.done(it)) return undefined;
    const bar = this.stage.bars.get(it);
    if (bar) return { reason: bar, at: it.planned };
    const found = it.first === undefined ? this.neverBegun(it) : this.leftOff(it);
    if (it.stop <= found.at) return { reason: "cancelled", at: it.stop };
    const doubtful = this.stage.facts.clock === "doubtful" && found.reason !== "cut-dropped";
    const soon = sec(this.stage.facts.now) + 0.001;
    return doubtful ? { ...found, at: Math.max(found.at, soon) } : found;
  }

  word(ended: Facts["ended"][string]): { reason: string; at: number } | undefined {
    const words: Record<string, string> = {
      partial: "unstated",
      preempted: "preempted",
      interrupted: "power-loss",
      cancelled: "cancelled",
      expired: "expired",
      failed: "unstated",
      refused: "unstated",
    };
    if (ended.as === "played") return undefined;
    return { reason: ended.reason ?? words[ended.as] ?? "", at: sec(ended.at) };
  }

  late(it: One): string {
    return it.end < sec(it.o.notAfter) ? "content-expired" : "expired";
  }

  soundsWithin(from: number, to: number, levels?: string[]): boolean {
    return this.stage.stretches.some(({ id, start, end }) => {
      if (end <= from || start >= to || end <= start) return false;
      return !levels || levels.includes(this.stage.levels.get(id) ?? "unknown");
    });
  }

  neverBegun(it: One): { reason: string; at: number } {
    const at = last(it);
    const doubtful = this.stage.facts.clock === "doubtful";
    const gone = it.due > at || it.due >= it.end || !this.stage.where(it, it.due);
    if (gone) return { reason: this.late(it), at };
    if (it.kind !== "emergency" && doubtful) return { reason: "clock-doubt", at };
    if (it.kind === "float" || it.kind === "priority") return this.noRoom(it);
    if (it.kind === "timed") {
      const free = this.stage.quietFree(it, it.due, at);
      if (free === undefined) return { reason: "quiet-hours", at: it.due };
      if (!this.stage.allowed(it, free) && !this.stage.allowed(it, at))
        return { reason: "over-cap", at };
    }
    return { reason: this.soundsWithin(it.due, at + 0.001) ? "displaced" : this.late(it), at };
  }

  noRoom(it: One): { reason: string; at: number } {
    const rooms: { from: number; to: number; free: number | undefined; latest: number }[] = [];
    for (let s = it.due; s < it.end; s += 1) {
      const session = this.stage.calendar.session(s);
      if (!session) continue;
      const to = Math.min(session.to, it.end);
      const need = this.stage.need(it, s);
      if (s + need <= to) {
        const latest = Math.max(s, to - need);
        rooms.push({ from: s, to, free: this.stage.quietFree(it, s, latest), latest });
      }
      s = session.to - 1;
    }
    if (rooms.length === 0) return { reason: "no-session", at: it.due };
    const free = rooms.filter((room) => room.free !== undefined);
    const at = free.at(-1)?.latest;
    if (at === undefined) return { reason: "quiet-hours", at: it.due };
    if (free.every((room) => !this.stage.allowed(it, room.latest))) {
      return { reason: "over-cap", at };
    }
    const higher = it.kind === "float" ? ["emergency", "priority"] : ["emergency"];
    if (free.some((room) => this.soundsWithin(room.from, room.to, higher))) {
      return { reason: "displaced", at };
    }
    const busy = free.some((room) => this.soundsWithin(room.from, room.to));
    return { reason: busy ? "no-session" : this.late(it), at };
  }

  leftOff(it: One): { reason: string; at: number } {
    const since = it.since ?? it.end;
    if (it.dropped) return { reason: "cut-dropped", at: since };
    if (since >= it.end) return { reason: this.late(it), at: it.end };
    let bound = it.end;
    if (it.kind === "float" || it.kind === "priority") {
      const close = this.stage.calendar.session(it.first ?? since)?.to ?? since;
      bound = Math.min(bound, close);
    }
    const rest = this.stage.lengthNow(it) - it.offset;
    const at = Math.max(since, runsOut(it) ? bound : bound - rest);
    const room = runsOut(it) ? since < bound : since + rest <= bound;
    if (room && it.kind !== "emergency") {
      if (this.stage.facts.clock === "doubtful") return { reason: "clock-doubt", at };
      let free = false;
      for (let s = since; s <= at; s += 1)
        free ||= this.stage.calendar.isFree(s, Math.max(1, rest));
      if (!free) return { reason: "quiet-hours", at: since };
      if (!this.stage.allowed(it, at)) return { reason: "over-cap", at };
    }
    const others = this.stage.stretches.some(
      ({ id, start, end }) =>
        id !== it.id && end > (it.first ?? since) && start <= at && end > start,
    );
    return { reason: others ? "displaced" : this.late(it), at };
  }
}
