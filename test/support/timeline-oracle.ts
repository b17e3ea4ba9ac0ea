// The rules of docs/timeline.md once more, as slowly and plainly as possible: second by second, by looking at everything each
// time, with nothing of the product's code. It judges worlds in which all instants and lengths are whole seconds.
import type { Cluster } from "../../contract/agent-config.ts";
import type { Facts } from "../../contract/facts.ts";
import type { Document, Occurrence, Part } from "../../contract/plan.ts";

export interface Stretch {
  id: string;
  part: number;
  offset: number;
  start: number;
  end: number;
}

export interface Sentence {
  id: string;
  reason: string;
  at: number;
}

type Kind = "emergency" | "priority" | "timed" | "float";

interface One {
  id: string;
  o: Occurrence;
  kind: Kind;
  power: number;
  scope: number;
  order: number;
  planned: number;
  due: number;
  open: number;
  end: number;
  stop: number;
  parts: { length: number; live: boolean }[];
  total: number;
  // Where it is.
  part: number;
  offset: number;
  since: number | undefined;
  first: number | undefined;
  dropped: boolean;
  /** Sounded although its window has not opened: the clock stepped back. */
  early: boolean;
}

const DAY = 86_400;
const sec = (ms: number): number => ms / 1_000;
/** Station time is seven hours ahead. */
const local = (s: number) => new Date((s + 7 * 3_600) * 1_000);
const midnightOf = (s: number) => Math.floor((s + 7 * 3_600) / DAY) * DAY - 7 * 3_600;
const dateOf = (s: number) => local(s).toISOString().slice(0, 10);
const weekdayOf = (s: number) => local(s).getUTCDay() || 7;
const mondayOf = (s: number) => midnightOf(s) - (weekdayOf(s) - 1) * DAY;

const place = (scope: string) =>
  scope === "centre" ? 4 : scope.startsWith("p-") ? 3 : scope.startsWith("c-") ? 2 : 1;
const power = (o: Occurrence) => ["commune", "province", "centre"].indexOf(o.authority);
const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const first = (a: One, b: One) => b.power - a.power || a.o.issued - b.o.issued || text(a.id, b.id);

function ours(documents: readonly Document[], cluster: Cluster): Document[] {
  const mine = ["centre", `p-${cluster.province}`, `c-${cluster.commune}`];
  return documents.filter((document) => {
    if (!mine.includes(document.scope) && !document.scope.startsWith("a-")) return false;
    return !documents.some(
      (other) =>
        other.scope === document.scope &&
        other.kind === document.kind &&
        other !== document &&
        beats(other, document, documents),
    );
  });
}

function beats(a: Document, b: Document, all: readonly Document[]): boolean {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch;
  if (a.revision !== b.revision) return a.revision > b.revision;
  const order = text(JSON.stringify(a), JSON.stringify(b));
  return order < 0 || (order === 0 && all.indexOf(a) < all.indexOf(b));
}

function collect(documents: Document[], cluster: Cluster, facts: Facts): One[] {
  const sorted = [...documents].sort(
    (a, b) =>
      place(b.scope) - place(a.scope) ||
      b.epoch - a.epoch ||
      b.revision - a.revision ||
      text(b.kind, a.kind) ||
      text(a.scope, b.scope),
  );
  const found: One[] = [];
  const seen = new Set<string>();
  for (const document of sorted) {
    for (const o of document.kind === "plan" ? document.occurrences : document.emergencies) {
      if (seen.has(o.id)) continue;
      seen.add(o.id);
      if (meant(o, cluster)) found.push(one(o, place(document.scope), facts));
    }
  }
  for (const it of found) {
    for (const document of documents) {
      if (place(document.scope) < it.scope) continue;
      if (document.kind === "plan") {
        for (const t of document.tombstones) {
          if (t.occurrence === it.id) it.stop = Math.min(it.stop, sec(t.at));
        }
      } else {
        for (const s of document.stops) {
          const covers = s.occurrence === undefined ? it.o.issued < s.at : s.occurrence === it.id;
          if (covers && it.o.notBefore < s.until) it.stop = Math.min(it.stop, sec(s.at));
        }
      }
    }
  }
  return found;
}

function meant(o: Occurrence, cluster: Cluster): boolean {
  const { all, communes, hamlets, clusters, tags, languages } = o.target;
  if (tags && !tags.some((tag) => cluster.tags.includes(tag))) return false;
  if (languages && !languages.some((language) => cluster.languages.includes(language)))
    return false;
  if (all || (!communes && !hamlets && !clusters)) return true;
  const names = [...(communes ?? []), ...(hamlets ?? []), ...(clusters ?? [])] as string[];
  return [cluster.commune, cluster.id, ...cluster.hamlets].some((name) => names.includes(name));
}

const lengthOf = (part: Part) => sec(part.kind === "audio" ? part.audio.length : part.length);

function one(o: Occurrence, scope: number, facts: Facts): One {
  let from = sec(o.notBefore);
  let end = sec(o.notAfter);
  for (const part of o.parts) {
    if (part.kind !== "audio") continue;
    if (part.validFrom !== undefined) from = Math.max(from, sec(part.validFrom));
    if (part.validTo !== undefined) end = Math.min(end, sec(part.validTo));
  }
  const planned = o.placement.kind === "session" ? from : Math.max(from, sec(o.placement.at));
  const released = facts.released[o.id];
  const kind: Kind =
    o.level !== "normal" ? o.level : o.placement.kind === "session" ? "float" : "timed";
  const due = released === undefined ? planned : Math.max(planned, sec(released));
  const parts = o.parts.map((part) => ({
    length: lengthOf(part),
    live: part.kind === "relay" || part.kind === "live" || part.kind === "local",
  }));
  return {
    id: o.id,
    o,
    kind,
    power: power(o),
    scope,
    order: o.placement.kind === "session" ? o.placement.order : 0,
    planned,
    due,
    open: from,
    end,
    stop: Number.POSITIVE_INFINITY,
    parts,
    total: parts.reduce((sum, part) => sum + part.length, 0),
    part: 0,
    offset: 0,
    since: kind !== "timed" ? undefined : o.placement.kind === "at" ? planned : due,
    first: undefined,
    dropped: false,
    early: false,
  };
}

const runsOut = (it: One) => it.kind === "emergency" || it.o.onCut === "rejoin";
const last = (it: One) => (runsOut(it) ? it.end : it.end - it.total);

function forbidden(it: One, cluster: Cluster): string | undefined {
  const { o } = it;
  if (o.status !== "actual") {
    const [start] = o.parts;
    const says = start?.kind === "audio" && start.role === "exercise-notice";
    if (!cluster.exercise || !says) return "not-actual";
  }
  if (o.secrecy === "state-secret") return "state-secret";
  if (new Set(o.approvedBy).size < (it.kind === "emergency" ? 2 : 1)) return "not-approved";
  if (it.total === 0) return "malformed";
  if (it.planned < it.end && it.planned <= last(it)) return undefined;
  const from = Math.max(sec(o.notBefore), o.placement.kind === "session" ? 0 : sec(o.placement.at));
  const room = sec(o.notAfter) - from;
  return room > 0 && (runsOut(it) || room >= it.total) ? "content-expired" : "outside-window";
}

/** The regulation, painted second by second. */
class Calendar {
  readonly session = new Map<number, number>();
  readonly quiet = new Set<number>();
  constructor(cluster: Cluster, from: number, to: number) {
    for (let day = midnightOf(from) - DAY; day < to; day += DAY) {
      const spans = cluster.sessions
        .filter((rule) => holds(rule, day))
        .map((rule) => spanOf(rule, day))
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      let name = 0;
      let until = Number.NEGATIVE_INFINITY;
      for (const [a, b] of spans) {
        if (a >= until) name = a;
        until = Math.max(until, b);
        for (let s = Math.max(a, from - DAY); s < b; s += 1) {
          if (!this.session.has(s)) this.session.set(s, name);
        }
      }
      for (const rule of cluster.quiet) {
        if (!holds(rule, day)) continue;
        const [a, b] = spanOf(rule, day);
        for (let s = a; s < b; s += 1) this.quiet.add(s);
      }
    }
  }
  /** When the session of this second ends. */
  sessionEnd(s: number): number {
    let end = s;
    while (this.session.get(end) === this.session.get(s)) end += 1;
    return end;
  }
  isFree(from: number, length: number): boolean {
    for (let s = from; s < from + length; s += 1) if (this.quiet.has(s)) return false;
    return true;
  }
}

type Rule = { start: number; end: number; weekdays?: number[]; from?: string; to?: string };
const holds = (rule: Rule, day: number) =>
  (!rule.weekdays || rule.weekdays.includes(weekdayOf(day))) &&
  (!rule.from || dateOf(day) >= rule.from) &&
  (!rule.to || dateOf(day) <= rule.to);
const spanOf = ({ start, end }: Rule, day: number): [number, number] => [
  day + start * 60,
  day + (end > start ? end : end + 1_440) * 60,
];

export function oracle(
  documents: readonly Document[],
  cluster: Cluster,
  facts: Facts,
): { stretches: Stretch[]; sentences: Sentence[] } {
  const now = sec(facts.now);
  const all = collect(ours(documents, cluster), cluster, facts);
  const starts = facts.sounded.map((row) => sec(row.start));
  const earliest = Math.min(now, ...all.map((it) => Math.min(it.due, it.planned)), ...starts);
  const horizon = Math.max(now, ...all.map((it) => it.end)) + 1;
  const calendar = new Calendar(cluster, earliest - 3_600, horizon + 3_600);
  clearAll(all, cluster);
  const stage = new Stage(all, cluster, facts, calendar);
  stage.remember();
  for (let s = now; s < horizon; s += 1) stage.second(s);
  stage.close(horizon);
  const sentences = all.flatMap((it) => {
    const found = stage.judge(it);
    return found ? [{ id: it.id, ...found }] : [];
  });
  return {
    stretches: stage.stretches.filter((stretch) => stretch.end > stretch.start),
    sentences: sentences.sort((a, b) => a.at - b.at || text(a.id, b.id)),
  };
}

function clearAll(all: One[], cluster: Cluster): void {
  const clears = all
    .filter((it) => it.kind === "emergency" && it.o.emergency?.allClearOf)
    .filter((it) => !forbidden(it, cluster) && it.due < it.end && it.due < it.stop)
    .map((it) => ({ target: it.o.emergency?.allClearOf, scope: it.scope, at: it.due }));
  for (const clear of clears) {
    for (const it of all) {
      if (it.id === clear.target && clear.scope >= it.scope) it.stop = Math.min(it.stop, clear.at);
    }
  }
}

class Stage {
  readonly stretches: Stretch[] = [];
  readonly all: One[];
  readonly cluster: Cluster;
  readonly facts: Facts;
  readonly calendar: Calendar;
  current: One | undefined;

  constructor(all: One[], cluster: Cluster, facts: Facts, calendar: Calendar) {
    this.all = all;
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
      it.early = it.open > sec(this.facts.now);
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
    if (it.early) return false;
    return (
      !forbidden(it, this.cluster) && !this.facts.ended[it.id] && !it.dropped && !this.done(it)
    );
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
    if (s >= it.end || s >= it.stop) return true;
    if (it.kind !== "emergency" && this.calendar.quiet.has(s)) return true;
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
    if (!this.alive(it) || s >= it.end || s >= it.stop || !this.where(it, s)) return false;
    return it.first !== undefined && it.kind !== "emergency" ? true : s >= it.due;
  }

  fits(it: One, s: number): boolean {
    if (!this.maySoundNow(it, s) || this.facts.clock === "doubtful") return false;
    const need = this.need(it, s);
    if (s + need > it.end || !this.calendar.isFree(s, need)) return false;
    if (it.kind === "float" || it.kind === "priority") {
      const session = it.first ?? s;
      if (this.calendar.session.get(session) === undefined) return false;
      const end = this.calendar.sessionEnd(session);
      if (s >= end || s + need > end) return false;
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
    const begun = this.of("float", true, s);
    const open = begun.length > 0 ? begun : this.of("float", false, s);
    return open.find((it) => !this.instantWithin(s, this.need(it, s)));
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
    const session = this.calendar.sessionEnd(s);
    const waiting = this.of("priority", false, s).reduce((sum, it) => sum + this.need(it, s), 0);
    return (
      boundary < session &&
      boundary + waiting <= session &&
      boundary < priority.end &&
      boundary + need <= priority.end &&
      this.calendar.isFree(boundary, Math.max(1, need))
    );
  }

  // --- caps ---------------------------------------------------------------------------------

  /** By what started before this second. */
  allowed(it: One, s: number): boolean {
    const { perDay, perSession, sessionsPerDay, repeatsPerWeek } = this.cluster.caps;
    const before = this.stretches
      .filter((stretch) => stretch.start < s && this.find(stretch.id)?.kind !== "emergency")
      .filter((stretch) => this.find(stretch.id) && stretch.end > stretch.start);
    const need = it.first === undefined ? it.total : this.lengthNow(it) - it.offset;
    const sum = (chosen: Stretch[]) => chosen.reduce((n, { start, end }) => n + end - start, 0);
    const today = before.filter(({ start }) => midnightOf(start) === midnightOf(s));
    if (perDay !== undefined && sum(today) + need > sec(perDay)) return false;
    if (repeatsPerWeek !== undefined && it.first === undefined) {
      for (const message of messages(it)) {
        const airings = this.all.filter(
          (other) =>
            other.kind !== "emergency" &&
            other.first !== undefined &&
            other.first < s &&
            mondayOf(other.first) === mondayOf(s) &&
            messages(other).includes(message),
        );
        if (airings.length >= repeatsPerWeek) return false;
      }
    }
    const session = this.calendar.session.get(s);
    if (session === undefined) return true;
    const named = before.map(({ start, end }) => ({
      start,
      end,
      name: this.calendar.session.get(start),
    }));
    const inside = named.filter(
      ({ name, start }) => name === session && this.sameSession(start, s),
    );
    const used = inside.reduce((n, { start, end }) => n + end - start, 0);
    if (perSession !== undefined && used + need > sec(perSession)) return false;
    if (sessionsPerDay === undefined || inside.length > 0) return true;
    const opened = new Set(
      named
        .filter(({ name }) => name !== undefined)
        .map(({ start }) => this.sessionStart(start))
        .filter((start) => midnightOf(start) === midnightOf(this.sessionStart(s))),
    );
    return opened.size < sessionsPerDay;
  }

  sessionStart(s: number): number {
    let start = s;
    while (this.calendar.session.get(start - 1) === this.calendar.session.get(s)) start -= 1;
    return start;
  }

  sameSession(a: number, b: number): boolean {
    return this.sessionStart(a) === this.sessionStart(b);
  }

  find(id: string): One | undefined {
    return this.all.find((it) => it.id === id);
  }

  // --- why not ------------------------------------------------------------------------------

  judge(it: One): { reason: string; at: number } | undefined {
    const ended = this.facts.ended[it.id];
    if (ended) return this.word(ended);
    if (it.first !== undefined && this.done(it)) return undefined;
    const bar = forbidden(it, this.cluster);
    if (bar) return { reason: bar, at: it.planned };
    const found = it.first === undefined ? this.neverBegun(it) : this.leftOff(it);
    return it.stop <= found.at ? { reason: "cancelled", at: it.stop } : found;
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
    return this.stretches.some(({ id, start, end }) => {
      if (end <= from || start >= to || end <= start) return false;
      return !levels || levels.includes(this.find(id)?.o.level ?? "unknown");
    });
  }

  neverBegun(it: One): { reason: string; at: number } {
    const at = last(it);
    const doubtful = this.facts.clock === "doubtful";
    if (it.due > at || it.due >= it.end) return { reason: this.late(it), at };
    if (it.kind !== "emergency" && doubtful) return { reason: "clock-doubt", at };
    if (it.kind === "float" || it.kind === "priority") return this.noRoom(it);
    if (it.kind === "timed") {
      const free = this.quietFree(it, it.due, at);
      if (free === undefined) return { reason: "quiet-hours", at: it.due };
      if (!this.allowed(it, free) && !this.allowed(it, at)) return { reason: "over-cap", at };
    }
    return { reason: this.soundsWithin(it.due, at + 0.001) ? "displaced" : this.late(it), at };
  }

  noRoom(it: One): { reason: string; at: number } {
    const rooms: { from: number; to: number; free: number | undefined; latest: number }[] = [];
    for (let s = it.due; s < it.end; s += 1) {
      if (this.calendar.session.get(s) === undefined) continue;
      const close = this.calendar.sessionEnd(s);
      const to = Math.min(close, it.end);
      const need = this.need(it, s);
      if (s + need <= to) {
        const latest = Math.max(s, to - need);
        rooms.push({ from: s, to, free: this.quietFree(it, s, latest), latest });
      }
      s = close - 1;
    }
    if (rooms.length === 0) return { reason: "no-session", at: it.due };
    const free = rooms.filter((room) => room.free !== undefined);
    const at = free.at(-1)?.latest;
    if (at === undefined) return { reason: "quiet-hours", at: it.due };
    if (free.every((room) => !this.allowed(it, room.free ?? 0) && !this.allowed(it, room.latest))) {
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
    if (it.early) return { reason: "outside-window", at: since };
    if (since >= it.end) return { reason: this.late(it), at: it.end };
    let bound = it.end;
    if (it.kind === "float" || it.kind === "priority") {
      const session = it.first ?? since;
      const close =
        this.calendar.session.get(session) === undefined
          ? since
          : this.calendar.sessionEnd(session);
      bound = Math.min(bound, close);
    }
    const rest = this.lengthNow(it) - it.offset;
    const at = Math.max(since, runsOut(it) ? bound : bound - rest);
    const room = runsOut(it) ? since < bound : since + rest <= bound;
    if (room && it.kind !== "emergency") {
      if (this.facts.clock === "doubtful") return { reason: "clock-doubt", at };
      let free = false;
      for (let s = since; s <= at; s += 1) free ||= this.calendar.isFree(s, Math.max(1, rest));
      if (!free) return { reason: "quiet-hours", at: since };
      if (!this.allowed(it, at)) return { reason: "over-cap", at };
    }
    return { reason: this.soundsWithin(since, at + 0.001) ? "displaced" : this.late(it), at };
  }
}

function messages(it: One): string[] {
  return it.o.parts.flatMap((part) =>
    part.kind === "audio" && part.role === "message" && part.message ? [part.message] : [],
  );
}
