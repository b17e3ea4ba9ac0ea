// A part of the slow and plain reading of docs/timeline.md (timeline-oracle.ts): nothing of the product's code is used here.
import type { Cluster } from "../../../contract/agent-config.ts";
import type { Facts } from "../../../contract/facts.ts";
import { allowed } from "./air.ts";
import { type Calendar, sec } from "./calendar.ts";
import { first, forbidden, type Kind, last, type One, runsOut, text } from "./orders.ts";

export interface Stretch {
  id: string;
  part: number;
  offset: number;
  start: number;
  end: number;
}

/** Who sounds, second by second. */
export class Stage {
  readonly stretches: Stretch[] = [];
  readonly all: One[];
  readonly bars: ReadonlyMap<One, string | undefined>;
  readonly cluster: Cluster;
  readonly facts: Facts;
  readonly calendar: Calendar;
  readonly levels: ReadonlyMap<string, string>;
  current: One | undefined;

  constructor(
    all: One[],
    cluster: Cluster,
    facts: Facts,
    calendar: Calendar,
    levels: ReadonlyMap<string, string>,
  ) {
    this.levels = levels;
    this.all = all;
    this.bars = new Map(all.map((it) => [it, forbidden(it, cluster)]));
    this.cluster = cluster;
    this.facts = facts;
    this.calendar = calendar;
  }

  // --- the past -----------------------------------------------------------------------------

  remember(): void {
    for (const it of this.all) this.skipEmpty(it);
    for (const row of this.facts.sounded) {
      const it = this.all.find((candidate) => candidate.id === row.occurrence);
      const start = sec(row.start);
      const end = row.end === undefined ? sec(this.facts.now) : sec(row.end);
      this.stretches.push({
        id: row.occurrence,
        part: row.part,
        offset: sec(row.offset),
        start,
        end,
      });
      if (!it) continue;
      it.first ??= start;
      it.part = row.part;
      it.offset = sec(row.offset) + end - start;
      const whole = it.parts[it.part]?.length ?? 0;
      it.dropped = false;
      if (row.end === undefined && this.alive(it)) this.current = it;
      else if (it.offset >= whole) this.partOver(it, end);
      else this.cut(it, end);
    }
    if (this.current && this.current.offset >= this.lengthNow(this.current)) {
      this.partOver(this.current, sec(this.facts.now));
      this.current = undefined;
    }
  }

  alive(it: One): boolean {
    return !this.bars.get(it) && !this.facts.ended[it.id] && !it.dropped && !this.done(it);
  }

  done(it: One): boolean {
    return it.part >= it.parts.length;
  }

  lengthNow(it: One): number {
    return it.parts[it.part]?.length ?? 0;
  }

  skipEmpty(it: One): void {
    while (!this.done(it) && this.lengthNow(it) === 0) it.part += 1;
  }

  partOver(it: One, s: number): void {
    it.part += 1;
    it.offset = 0;
    it.since = s;
    this.skipEmpty(it);
  }

  cut(it: One, s: number): void {
    it.since = s;
    if (it.offset === 0) return;
    if (it.o.onCut === "restart") it.offset = 0;
    if (it.o.onCut === "drop" && it.kind !== "emergency") it.dropped = true;
  }

  // --- one second ---------------------------------------------------------------------------

  second(s: number): void {
    const was = this.current;
    if (was && this.mustEnd(was, s)) this.leave(was, s);
    if (!this.current) this.enter(this.choose(s), s);
    const it = this.current;
    if (!it) return;
    it.offset += 1;
    if (it.offset < this.lengthNow(it)) return;
    this.close(s + 1);
    this.partOver(it, s + 1);
    this.current = undefined;
  }

  mustEnd(it: One, s: number): boolean {
    if (s < it.open || s >= it.end || s >= it.stop) return true;
    if (it.kind !== "emergency" && this.calendar.isQuiet(s)) return true;
    return this.all.some(
      (other) =>
        other.kind === "emergency" &&
        other !== it &&
        this.maySoundNow(other, s) &&
        (it.kind !== "emergency" || other.power > it.power),
    );
  }

  leave(it: One, s: number): void {
    this.close(s);
    this.cut(it, s);
    this.current = undefined;
  }

  close(s: number): void {
    const stretch = this.stretches.at(-1);
    if (this.current && stretch) stretch.end = s;
  }

  enter(it: One | undefined, s: number): void {
    if (!it) return;
    const here = this.where(it, s);
    if (!here) throw new Error("chosen without anything left");
    it.part = here.part;
    it.offset = here.offset;
    it.first ??= s;
    this.stretches.push({ id: it.id, part: it.part, offset: it.offset, start: s, end: s });
    this.current = it;
  }

  /** Where it would go on at this second. */
  where(it: One, s: number): { part: number; offset: number } | undefined {
    let { part, offset } = it;
    const here = it.parts[part];
    if (!here) return undefined;
    if (it.o.onCut === "rejoin" && here.live && it.since !== undefined) {
      offset += Math.max(0, s - it.since);
      if (offset >= here.length) {
        part += 1;
        offset = 0;
        while (it.parts[part]?.length === 0) part += 1;
      }
    }
    return it.parts[part] ? { part, offset } : undefined;
  }

  /** How long it needs now: all of it when it has not begun, else the rest of its part. */
  need(it: One, s: number): number {
    const here = this.where(it, s);
    if (!here) return 0;
    let rest = (it.parts[here.part]?.length ?? 0) - here.offset;
    if (it.first === undefined) {
      for (const part of it.parts.slice(here.part + 1)) rest += part.length;
    }
    return runsOut(it) ? Math.min(rest, it.end - s) : rest;
  }

  partEnd(it: One, s: number): number {
    const here = this.where(it, s);
    return here ? s + (it.parts[here.part]?.length ?? 0) - here.offset : s;
  }

  maySoundNow(it: One, s: number): boolean {
    if (!this.alive(it) || s < it.open || s >= it.end || s >= it.stop) return false;
    if (!this.where(it, s)) return false;
    return it.first !== undefined && it.kind !== "emergency" ? true : s >= it.due;
  }

  fits(it: One, s: number): boolean {
    if (!this.maySoundNow(it, s) || this.facts.clock === "doubtful") return false;
    const need = this.need(it, s);
    if (s + need > it.end || !this.calendar.isFree(s, need)) return false;
    if (it.kind === "float" || it.kind === "priority") {
      const session = this.calendar.session(it.first ?? s);
      if (!session || s >= session.to || s + need > session.to) return false;
    }
    return this.allowed(it, s);
  }

  // --- who is next --------------------------------------------------------------------------

  choose(s: number): One | undefined {
    const emergencies = this.all
      .filter((it) => it.kind === "emergency" && this.maySoundNow(it, s))
      .sort(first);
    const [top] = emergencies;
    if (top) {
      return emergencies.find((it) => it.power === top.power && it.first !== undefined) ?? top;
    }
    const begunPriority = this.of("priority", true, s)[0];
    if (begunPriority) return begunPriority;
    const normal = this.normal(s);
    const [priority] = this.of("priority", false, s);
    return priority && !this.yields(priority, normal, s) ? priority : normal;
  }

  of(kind: Kind, begun: boolean, s: number): One[] {
    return this.all
      .filter((it) => it.kind === kind && (it.first !== undefined) === begun && this.fits(it, s))
      .sort(
        (a, b) => (kind === "timed" ? a.planned - b.planned : a.order - b.order) || first(a, b),
      );
  }

  normal(s: number): One | undefined {
    const timed = this.of("timed", true, s)[0] ?? this.of("timed", false, s)[0];
    if (timed) return timed;
    const free = (it: One) => !this.instantWithin(s, this.need(it, s));
    const begun = this.of("float", true, s);
    if (begun.some((it) => free(it) || this.mayGoOnLater(it, s))) return begun.find(free);
    return this.of("float", false, s).find(free);
  }

  /** It fits now and would fit a moment later too. */
  mayGoOnLater(it: One, s: number): boolean {
    const here = this.where(it, s);
    const part = here && it.parts[here.part];
    if (!here || !part) return false;
    const rest = part.length - here.offset;
    if (runsOut(it) && (part.live || s + rest >= it.end)) return true;
    const session = this.calendar.session(it.first ?? s)?.to ?? s;
    const inTime = s + rest < (runsOut(it) ? session : Math.min(session, it.end));
    return inTime && this.calendar.isFree(s, rest + 1);
  }

  /** The next timed item that could still sound and whose instant lies ahead. */
  ahead(s: number): One | undefined {
    if (this.facts.clock === "doubtful") return undefined;
    return this.all
      .filter((it) => it.kind === "timed" && it.first === undefined && it.due > s)
      .filter((it) => this.alive(it) && this.couldStart(it))
      .sort((a, b) => a.due - b.due || a.o.issued - b.o.issued || text(a.id, b.id))[0];
  }

  readonly starts = new Map<One, boolean>();

  couldStart(it: One): boolean {
    const known = this.starts.get(it);
    if (known !== undefined) return known;
    const free = () => this.quietFree(it, it.due, last(it)) !== undefined;
    const could = it.due < it.end && it.due < it.stop && free();
    this.starts.set(it, could);
    return could;
  }

  /** The first second at which it could start without a quiet hour in its way. */
  quietFree(it: One, from: number, to: number): number | undefined {
    for (let s = from; s <= to; s += 1) {
      if (!this.where(it, s)) return undefined;
      if (this.calendar.isFree(s, Math.max(1, this.need(it, s)))) return s;
    }
    return undefined;
  }

  instantWithin(s: number, length: number): boolean {
    const next = this.ahead(s);
    return next !== undefined && next.due < s + length;
  }

  yields(priority: One, normal: One | undefined, s: number): boolean {
    const need = this.need(priority, s);
    const starts = normal?.kind === "timed" && normal.first === undefined;
    if (!starts && !this.instantWithin(s, need)) return false;
    const ahead = this.ahead(s);
    const boundary = normal ? this.partEnd(normal, s) : ahead ? this.partEnd(ahead, ahead.due) : s;
    const session = this.calendar.session(s)?.to ?? s;
    const waiting = this.of("priority", false, s).reduce((sum, it) => sum + this.need(it, s), 0);
    return (
      boundary < session &&
      boundary + waiting <= session &&
      boundary < priority.end &&
      boundary + need <= priority.end &&
      this.calendar.isFree(boundary, Math.max(1, need))
    );
  }

  allowed(it: One, s: number): boolean {
    return allowed(it, s, this);
  }

  find(id: string): One | undefined {
    return this.all.find((it) => it.id === id);
  }
}
