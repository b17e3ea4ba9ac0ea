import type { AgentConfig } from "../../contract/agent-config.ts";
import type { Refusal } from "../../contract/facts.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import { ordersFor } from "../../contract/orders.ts";
import type { Document, Occurrence } from "../../contract/plan.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { EndedAs, PlayedPart, Report } from "../../contract/receipt.ts";
import { minuteOfDay } from "../../contract/station-time.ts";
import {
  type Cancel,
  days,
  earlier,
  hours,
  type Instant,
  lastOf,
  later,
  seconds,
  type Timers,
} from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import type { Row } from "../outbox/rows.ts";
import { astray } from "../plan/astray.ts";
import { factsOf, type Life, learn, lifeOf } from "../plan/history.ts";
import { next, type Stretch, waitUntil, withoutDoubts } from "../plan/next.ts";
import type { ReadOnly } from "../read-only.ts";
import {
  endOfBegun,
  fateOf,
  figures,
  gainAt,
  isPlayed,
  lackOf,
  piecesOf,
  placeAtStart,
  reachesEnd,
} from "./account.ts";
import { createEndings, type Prove } from "./endings.service.ts";
import type { Ended, Running, Runs } from "./runs.service.ts";

export interface ConductorDeps {
  readonly runs: Runs;
  readonly timers: Timers;
  /** Corrected time, and whether it may be trusted. */
  readonly time: () => { readonly now: Instant; readonly sure: boolean };
  readonly config: () => AgentConfig | undefined;
  readonly documents: () => readonly Document[];
  /** Why the audio of an occurrence is not here, if a cause is known. */
  readonly trouble: (occurrence: Occurrence) => Reason | undefined;
  readonly report: (report: Report) => Promise<void>;
  readonly note: (row: Exclude<Row, { k: "receipt" }>) => Promise<void>;
  /** What the board's senses say about what sounded; left out where it has none. */
  readonly prove?: Prove;
  readonly readOnly?: ReadOnly | undefined;
}

/** Plays the timeline: asks it what sounds when, gives that to the player, and reports what came of it. */
export interface Conductor {
  /** What the journal of earlier boots says; before `start`. */
  restore(row: Row): void;
  learn(row: Row): void;
  start(): void;
  /** Something changed: documents, audio, clock. */
  look(): void;
  wanted(): readonly Occurrence[];
  lifeOf(occurrence: OccurrenceId): Life;
  stop(): Promise<void>;
}

/** An emergency that the device would not take is tried so often. */
const ATTEMPTS = 5;
const AGAIN = seconds(2);

export function createConductor(deps: ConductorDeps): Conductor {
  const { runs } = deps;
  const lives = new Map<string, Life>();
  /** Who cut what, until it is known how it ends. */
  const cutBy = new Map<string, OccurrenceId | undefined>();
  /** Emergencies that a crash cut; they may sound once more. */
  const crashed = new Set<string>();
  const failures = new Map<string, number>();
  const resting = new Set<string>();
  /** Since when this run of the program knows of an occurrence. */
  const known = new Map<string, Instant>();
  const began = deps.time().now;
  let starts: Instant[] = [];
  let cancel: Cancel = () => undefined;
  let running = false;
  let wanted: readonly Occurrence[] = [];

  const endings = createEndings({
    now: () => deps.time().now,
    note,
    say: (report) => say(report),
    prove: deps.prove,
  });
  runs.listen({ begun, moved: look, progress, over });

  /** A broken journal ends the program by itself, so nobody waits for it here. */
  function forget(writing: Promise<void>): void {
    writing.catch(() => undefined);
  }
  const say = (report: Report): void => forget(deps.report(report));

  function begun(one: Running, start: Instant): void {
    const { id } = one.occurrence;
    const resumed = !one.repeat && lifeOf(lives, id).begun > 0;
    starts = [...starts, start];
    const planned = one.stretch.start;
    const place = placeAtStart(one.pieces, one.starts, start);
    say({ kind: "started", occurrence: id, planned, start, repeat: one.repeat, resumed, ...place });
    crashed.delete(id);
    look();
  }

  /** For the journal only: what this program knows of a run that sounds is in the run. */
  function progress(one: Running, parts: readonly PlayedPart[]): void {
    forget(deps.note({ k: "heard", occurrence: one.occurrence.id, parts }));
  }

  function over(one: Running, event: Ended, parts: readonly PlayedPart[]): void {
    if (event.how === "failed") failed(one, parts, event.reason ?? "device-stalled");
    else
      ended(one, parts, one.whole && (event.how === "done" || reachesEnd(one.occurrence, parts)));
    look();
  }

  function ended(one: Running, parts: readonly PlayedPart[], whole: boolean): void {
    const { occurrence, stopped } = one;
    const { id, level } = occurrence;
    const times = lifeOf(lives, id).begun;
    const cutter = cutBy.get(id);
    const fate = fateOf({
      heard: times > 0,
      whole,
      played: isPlayed(occurrence, parts, one.finished),
      lack: lackOf(occurrence, parts, cutter !== undefined),
      why: stopped?.why,
      mayRepeat: level === "emergency" && times < 2,
    });
    const by = stopped?.by ?? cutter;
    if (fate.kind === "end") end(occurrence, fate, parts, by, one.finished);
    if (fate.kind !== "goes-on") return;
    if (stopped) cutBy.set(id, stopped.by);
    note({ k: "heard", occurrence: id, parts });
  }

  function note(row: Exclude<Row, { k: "receipt" }>): void {
    learn(lives, row);
    forget(deps.note(row));
  }

  function failed(one: Running, parts: readonly PlayedPart[], reason: Reason): void {
    const { id, level } = one.occurrence;
    const attempts = (failures.get(id) ?? 0) + 1;
    failures.set(id, attempts);
    if (level !== "emergency" || one.begun || attempts >= ATTEMPTS) {
      end(one.occurrence, { as: "failed", reason }, parts);
      return;
    }
    resting.add(id);
    deps.timers.after(AGAIN, "emergency again", () => {
      resting.delete(id);
      look();
    });
  }

  function end(
    occurrence: Occurrence,
    { as, reason }: { readonly as: EndedAs; readonly reason?: Reason },
    parts: readonly PlayedPart[],
    by?: OccurrenceId,
    finished?: boolean,
  ): void {
    const { id } = occurrence;
    const { start, unconfirmed } = lifeOf(lives, id);
    endings.tell({
      kind: "ended",
      occurrence: id,
      as,
      ...(reason ? { reason } : {}),
      ...(by ? { by } : {}),
      ...(unconfirmed ? { unconfirmed } : {}),
      ...figures(occurrence, parts, start, finished),
    });
    cutBy.delete(id);
    failures.delete(id);
  }

  function look(): void {
    const config = deps.config();
    if (!running || !config) return;
    cancel();
    const { now, sure } = deps.time();
    const documents = deps.documents();
    wanted = ordersFor(documents, config.cluster).ordered.map(({ occurrence }) => occurrence);
    for (const { id } of wanted) if (!known.has(id)) known.set(id, now);
    const facts = factsOf(lives, wanted, runs.live(), now, sure ? "sure" : "doubtful");
    const window = { from: earlier(now, days(2)), to: later(now, days(2)) };
    const line = withoutDoubts(timeline(documents, config.cluster, facts, window), facts);
    const todo = next(line, now, runs.given());
    for (const { run, ...how } of todo.stop) runs.stop(run, how);
    settle(line.refusals, now);
    for (const { id } of astray(documents, config.cluster, now)) {
      if (!lifeOf(lives, id).ended)
        say({ kind: "refused", occurrence: id, reason: "not-for-this-cluster" });
    }
    for (const stretch of todo.play) give(stretch, config, now);
    cancel = deps.timers.after(waitUntil(todo.wake, now), "next item", look);
  }

  /** Tells what the timeline refuses for good, once. */
  function settle(refusals: readonly Refusal[], now: Instant): void {
    for (const { occurrence: id, reason, at } of refusals) {
      const life = lifeOf(lives, id);
      const occurrence = wanted.find((one) => one.id === id);
      if (at > now || life.ended || !occurrence || runs.has(id)) continue;
      if (life.begun > 0) {
        const fate = endOfBegun(reason, crashed.has(id), cutBy.has(id));
        end(occurrence, fate, life.parts, cutBy.get(id));
      } else if (reason === "cancelled") end(occurrence, { as: "cancelled" }, []);
      else if (reason === "expired") {
        end(occurrence, { as: "expired", ...lateBecause(occurrence, life, at) }, []);
      } else say({ kind: "refused", occurrence: id, reason });
    }
  }

  /** Its audio was missing; unless its time was over before this board heard of it. */
  function lateBecause(
    occurrence: Occurrence,
    life: Life,
    at: Instant,
  ): { readonly reason?: Reason } {
    if (life.armed !== undefined || (known.get(occurrence.id) ?? at) >= at) return {};
    return { reason: deps.trouble(occurrence) ?? "not-armed" };
  }

  function give(stretch: Stretch, config: AgentConfig, now: Instant): void {
    const occurrence = wanted.find(({ id }) => id === stretch.occurrence);
    if (!occurrence || resting.has(occurrence.id)) return;
    const { id, level } = occurrence;
    const before = lifeOf(lives, id).parts;
    const pieces = piecesOf(stretch, occurrence, config.localInput);
    starts = starts.filter((at) => at > earlier(now, hours(1)));
    if (typeof pieces === "string") {
      if (before.length > 0) end(occurrence, { as: "partial", reason: pieces }, before);
      else say({ kind: "refused", occurrence: id, reason: pieces });
    } else if (starts.length + runs.count() >= config.soundsPerHour) refuseForCap(occurrence);
    else {
      const gain = gainAt(config.cluster.volume, minuteOfDay(stretch.start), level);
      const repeat = crashed.has(id);
      begin(runs.add({ occurrence, stretch, pieces, before, gain, repeat }));
    }
  }

  /** What is ordinary sounds at most once, so the intent must survive a crash; an emergency does not wait for the disk. */
  function begin(one: Running): void {
    const { id, level } = one.occurrence;
    if (level === "emergency" || lifeOf(lives, id).begun > 0) runs.send(one);
    else void intend(one);
  }

  async function intend(one: Running): Promise<void> {
    const row: Row = { k: "begin", occurrence: one.occurrence.id, at: one.stretch.start };
    learn(lives, row);
    const noted = deps.note(row).then(() => true);
    try {
      if (await Promise.race([noted, unwritten(one)])) {
        if (running) runs.send(one);
        return;
      }
      runs.drop(one.run);
      end(one.occurrence, { as: "interrupted", reason: "power-loss" }, []);
      look();
    } catch {
      runs.drop(one.run);
    }
  }

  /** On a read-only disk: what was due only after this program began cannot have begun before it, so it may sound. */
  async function unwritten({ occurrence }: Running): Promise<boolean> {
    if (!deps.readOnly) return new Promise(() => undefined);
    await deps.readOnly.whenTurned();
    const { placement, notBefore } = occurrence;
    const due = placement.kind === "session" ? notBefore : lastOf(placement.at, notBefore);
    return due >= began;
  }

  function refuseForCap({ id }: Occurrence): void {
    say({ kind: "refused", occurrence: id, reason: "sound-cap" });
    say({
      kind: "alarm",
      alarm: "sound-cap",
      detail: `more sounds than allowed in one hour: ${id}`,
    });
  }

  /** What an earlier boot began and did not end: an ordinary item is not begun again, an emergency may sound once more. */
  function settleCrash(now: Instant): void {
    for (const { owed } of [...lives.values()]) if (owed) say(owed);
    for (const occurrence of wanted) {
      const life = lifeOf(lives, occurrence.id);
      const intended = life.intended !== undefined && life.intended <= now;
      if (life.ended || (life.begun === 0 && !intended)) continue;
      if (occurrence.level === "emergency" && life.begun === 1) {
        crashed.add(occurrence.id);
        lives.set(occurrence.id, { ...life, parts: [] });
      } else end(occurrence, { as: "interrupted", reason: "power-loss" }, life.parts);
    }
  }

  return {
    restore(row) {
      learn(lives, row);
      if (row.k === "receipt" && row.receipt.kind === "started") starts.push(row.receipt.start);
    },
    learn: (row) => learn(lives, row),
    start() {
      running = true;
      const config = deps.config();
      if (config) {
        wanted = ordersFor(deps.documents(), config.cluster).ordered.map(
          ({ occurrence }) => occurrence,
        );
        settleCrash(deps.time().now);
      }
      look();
    },
    look,
    wanted: () => wanted,
    lifeOf: (occurrence) => lifeOf(lives, occurrence),
    async stop() {
      if (!running) return;
      running = false;
      cancel();
      await runs.stopAll("power-loss");
      endings.flush();
    },
  };
}
