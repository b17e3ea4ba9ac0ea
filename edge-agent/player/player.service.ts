import type { AgentConfig } from "../../contract/agent-config.ts";
import type { Sounded } from "../../contract/facts.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import { ordersFor } from "../../contract/orders.ts";
import type { Document, Occurrence } from "../../contract/plan.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { EndedAs, PlayedPart, Report } from "../../contract/receipt.ts";
import { minuteOfDay } from "../../contract/station-time.ts";
import {
  type Cancel, type Clock, days, type Duration, earlier, hours, type Instant, instant, later, minutes, seconds, type Timers,
} from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import type { AmplifierService } from "../amplifier/amplifier.service.ts";
import type { Row } from "../outbox/rows.ts";
import { factsOf, learn, type Life, lifeOf } from "../plan/history.ts";
import { type Given, next, type Stretch, waitUntil } from "../plan/next.ts";
import { endOf, figures, gainAt, goesToTheEnd, isPlayed, liveOf, partsOf, piecesOf } from "./account.ts";
import type { Piece, Player, PlayerEvent } from "./player.ts";

export interface ConductorDeps {
  readonly player: Player;
  readonly amplifier: AmplifierService;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Corrected time, and whether it may be trusted. */
  readonly time: () => { readonly now: Instant; readonly sure: boolean };
  readonly config: () => AgentConfig | undefined;
  readonly documents: () => readonly Document[];
  readonly trouble: (occurrence: Occurrence) => Reason | undefined;
  readonly report: (report: Report) => Promise<void>;
  readonly note: (row: Exclude<Row, { k: "receipt" }>) => Promise<void>;
}

export interface Conductor {
  /** What the journal of earlier boots says; before `start`. */
  restore(row: Row): void;
  learn(row: Row): void;
  start(): Promise<void>;
  /** Something changed: documents, audio, clock. */
  look(): void;
  wanted(): readonly Occurrence[];
  lifeOf(occurrence: OccurrenceId): Life;
  isBusy(): boolean;
  stop(): Promise<void>;
}

/** One run that the player has, and what becomes of it. */
interface Running {
  readonly run: number;
  readonly occurrence: Occurrence;
  readonly stretch: Stretch;
  readonly pieces: readonly Piece[];
  readonly starts: (Instant | undefined)[];
  /** What of it sounded before this run. */
  readonly before: readonly PlayedPart[];
  readonly repeat: boolean;
  readonly whole: boolean;
  planned: Instant;
  sent: boolean;
  begun: boolean;
  stopping?: { readonly why: "cut" | Reason; readonly by?: OccurrenceId };
}

/** An emergency that the device would not take is tried so often. */
const ATTEMPTS = 5;
const AGAIN = seconds(2);

export function createConductor(deps: ConductorDeps): Conductor {
  const lives = new Map<string, Life>();
  const runs = new Map<number, Running>();
  /** Who cut what, until it is known how it ends. */
  const cutBy = new Map<string, OccurrenceId | undefined>();
  /** Emergencies that a crash cut; they may sound once more. */
  const crashed = new Set<string>();
  const failures = new Map<string, number>();
  const resting = new Set<string>();
  let starts: Instant[] = [];
  let lastRun = 0;
  let cancel: Cancel = () => undefined;
  let running = false;
  let wanted: readonly Occurrence[] = [];

  deps.player.onEvent((event) => {
    const one = runs.get(event.run);
    if (one) hear(one, event);
  });

  const toInstant = (monotonic: Duration): Instant =>
    instant(deps.time().now - (deps.clock.monotonic() - monotonic));
  const toMonotonic = (at: Instant): Duration =>
    (deps.clock.monotonic() + (at - deps.time().now)) as Duration;

  function say(report: Report): void {
    deps.report(report).catch(() => undefined); // a broken journal ends the program by itself
  }

  function note(row: Exclude<Row, { k: "receipt" }>): Promise<void> {
    learn(lives, row);
    return deps.note(row);
  }

  // ---- what the player says

  function hear(one: Running, event: PlayerEvent): void {
    const { id } = one.occurrence;
    switch (event.kind) {
      case "started":
        one.begun = true;
        one.starts[0] = toInstant(event.at);
        begun(one, one.starts[0]);
        break;
      case "piece":
        one.starts[event.piece] = toInstant(event.at);
        break;
      case "progress":
        // For the journal only: what this program knows of a run that sounds is in the run.
        deps.note({ k: "heard", occurrence: id, parts: heardBy(one, event.frames) }).catch(() => undefined);
        return;
      case "ended":
        runs.delete(one.run);
        over(one, event);
        if (runs.size === 0) deps.amplifier.idle();
    }
    look();
  }

  const heardBy = (one: Running, frames: readonly number[]): PlayedPart[] => [
    ...one.before,
    ...partsOf(one.pieces, one.starts, frames),
  ];

  function begun(one: Running, start: Instant): void {
    const { id } = one.occurrence;
    const resumed = !one.repeat && lifeOf(lives, id).begun > 0;
    deps.amplifier.sounds();
    starts = [...starts.filter((at) => at > earlier(start, hours(1))), start];
    say({ kind: "started", occurrence: id, planned: one.planned, start, repeat: one.repeat, resumed });
    crashed.delete(id);
  }

  function over(one: Running, event: Extract<PlayerEvent, { kind: "ended" }>): void {
    const { occurrence, stopping } = one;
    const { id } = occurrence;
    const parts = heardBy(one, event.frames);
    if (event.how === "failed") return failed(one, parts, event.reason ?? "device-stalled");
    if (!one.begun && lifeOf(lives, id).begun === 0) return; // nothing of it was heard
    if (event.how === "done" && one.whole) {
      return end(occurrence, isPlayed(occurrence, parts) ? { as: "played" } : { as: "partial", reason: "undecodable" }, parts);
    }
    // Stopped with the program: an emergency that was heard once may sound again after it.
    const again = occurrence.level === "emergency" && lifeOf(lives, id).begun < 2;
    if (stopping && stopping.why !== "cut" && !(stopping.why === "power-loss" && again)) return end(occurrence, endOf(stopping.why), parts, stopping.by);
    // Cut, or at the border of its window: the timeline says whether it goes on.
    if (stopping) cutBy.set(id, stopping.by);
    void note({ k: "heard", occurrence: id, parts }).catch(() => undefined);
  }

  function failed({ occurrence, begun: sounded }: Running, parts: PlayedPart[], reason: Reason): void {
    const { id, level } = occurrence;
    const attempts = (failures.get(id) ?? 0) + 1;
    failures.set(id, attempts);
    if (level === "emergency" && !sounded && attempts < ATTEMPTS) {
      resting.add(id);
      deps.timers.after(AGAIN, "emergency again", () => {
        resting.delete(id);
        look();
      });
      return;
    }
    end(occurrence, { as: "failed", reason }, parts);
  }

  function end(
    occurrence: Occurrence,
    how: { as: EndedAs; reason?: Reason },
    parts: readonly PlayedPart[],
    by?: OccurrenceId,
  ): void {
    const { id } = occurrence;
    const life = lifeOf(lives, id);
    say({
      kind: "ended",
      occurrence: id,
      as: how.as,
      ...(how.reason ? { reason: how.reason } : {}),
      ...(by ? { by } : {}),
      ...figures(occurrence, parts, life.start),
    });
    cutBy.delete(id);
    failures.delete(id);
  }

  // ---- what the timeline says

  function look(): void {
    const config = deps.config();
    if (!running || !config) return;
    cancel();
    const { now, sure } = deps.time();
    const documents = deps.documents();
    wanted = ordersFor(documents, config.cluster).ordered.map(({ occurrence }) => occurrence);
    const live: Sounded[] = [...runs.values()]
      .filter((one) => one.begun)
      .flatMap((one) => liveOf(one.occurrence.id, one.pieces, one.starts));
    const facts = factsOf(lives, wanted, live, now, sure ? "sure" : "doubtful");
    const window = { from: earlier(now, days(2)), to: later(now, days(2)) };
    const line = timeline(documents, config.cluster, facts, window);
    const todo = next(line, now, [...runs.values()].map(givenOf));
    for (const { run, ...how } of todo.stop) stopRun(run, how);
    settle(line.refusals, now);
    for (const stretch of todo.play) give(stretch, config, now);
    cancel = deps.timers.after(waitUntil(todo.wake, now), "next item", look);
  }

  const givenOf = ({ run, occurrence, stretch, begun: sounds, starts: [start], planned, stopping }: Running): Given => {
    const from = start ?? planned;
    const length = (stretch.end - stretch.start) as Duration;
    return { run, occurrence: occurrence.id, start: from, end: later(from, length), begun: sounds, stopping: stopping !== undefined };
  };

  function stopRun(run: number, how: NonNullable<Running["stopping"]>): void {
    const one = runs.get(run);
    if (!one || one.stopping) return;
    one.stopping = how;
    if (one.sent) deps.player.stop(run);
    else runs.delete(run);
  }

  /** Tells what the timeline refuses for good, once. */
  function settle(refusals: readonly { occurrence: OccurrenceId; reason: Reason; at: Instant }[], now: Instant): void {
    for (const { occurrence: id, reason, at } of refusals) {
      const life = lifeOf(lives, id);
      if (at > now || life.ended || [...runs.values()].some((one) => one.occurrence.id === id)) continue;
      const occurrence = wanted.find((one) => one.id === id);
      if (!occurrence) continue;
      if (life.begun > 0) end(occurrence, begunEnd(id, reason), life.parts, cutBy.get(id));
      else if (reason === "cancelled") end(occurrence, { as: "cancelled" }, []);
      else if (reason === "expired") end(occurrence, { as: "expired", ...lateBecause(occurrence, life) }, []);
      else say({ kind: "refused", occurrence: id, reason });
    }
  }

  function begunEnd(id: OccurrenceId, reason: Reason): { as: EndedAs; reason?: Reason } {
    if (crashed.has(id)) return { as: "interrupted", reason: "power-loss" };
    if (reason === "cancelled") return { as: "cancelled" };
    return cutBy.has(id) ? { as: "preempted", reason } : { as: "partial", reason };
  }

  function lateBecause(occurrence: Occurrence, life: Life): { reason?: Reason } {
    if (life.armed === undefined) return { reason: deps.trouble(occurrence) ?? "not-armed" };
    return deps.time().sure ? {} : { reason: "clock-doubt" };
  }

  // ---- giving an item to the player

  function give(stretch: Stretch, config: AgentConfig, now: Instant): void {
    const occurrence = wanted.find(({ id }) => id === stretch.occurrence);
    if (!occurrence || resting.has(stretch.occurrence)) return;
    const { id, level } = occurrence;
    const pieces = piecesOf(stretch, occurrence);
    if (!pieces) return end(occurrence, { as: "failed", reason: "source-lost" }, lifeOf(lives, id).parts);
    if (tooMany(config, now)) return refuseForCap(occurrence);
    lastRun += 1;
    const one: Running = {
      run: lastRun, occurrence, stretch, pieces, starts: [], before: lifeOf(lives, id).parts, repeat: crashed.has(id), whole: goesToTheEnd(stretch, occurrence),
      planned: stretch.start, sent: false, begun: false,
    };
    runs.set(one.run, one);
    const gain = gainAt(config.cluster.volume, minuteOfDay(stretch.start), level);
    // What is ordinary sounds at most once, so the intent must survive a crash; an emergency does not wait for the disk.
    if (level === "emergency" || lifeOf(lives, id).begun > 0) return send(one, gain);
    note({ k: "begin", occurrence: id, at: stretch.start }).then(
      () => one.stopping === undefined && running && send(one, gain),
      () => runs.delete(one.run),
    );
  }

  function send(one: Running, gain: number): void {
    const at = deps.amplifier.expect(toMonotonic(one.planned));
    one.sent = true;
    deps.player.play({ id: one.run, label: one.occurrence.id, pieces: one.pieces, gain, at });
  }

  function tooMany({ soundsPerHour }: AgentConfig, now: Instant): boolean {
    starts = starts.filter((at) => at > earlier(now, hours(1)));
    return starts.length + runs.size >= soundsPerHour;
  }

  function refuseForCap({ id }: Occurrence): void {
    say({ kind: "refused", occurrence: id, reason: "sound-cap" });
    say({ kind: "alarm", alarm: "sound-cap", detail: `more than the allowed sounds in one hour: ${id}` });
  }

  // ---- begin and end of the program

  /** What an earlier boot began and did not end: an ordinary item is not begun again, an emergency may sound once more. */
  function settleCrash(now: Instant): void {
    for (const occurrence of wanted) {
      const life = lifeOf(lives, occurrence.id);
      if (life.ended) continue;
      const intended = life.intended !== undefined && life.intended <= now;
      if (life.begun === 0 && !intended) continue;
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
    async start() {
      running = true;
      const config = deps.config();
      if (config) {
        wanted = ordersFor(deps.documents(), config.cluster).ordered.map(({ occurrence }) => occurrence);
        settleCrash(deps.time().now);
      }
      look();
    },
    look,
    wanted: () => wanted,
    lifeOf: (occurrence) => lifeOf(lives, occurrence),
    isBusy: () => runs.size > 0,
    async stop() {
      if (!running) return;
      running = false;
      cancel();
      for (const one of runs.values()) {
        one.stopping ??= { why: "power-loss" };
        if (one.sent) deps.player.stop(one.run);
        else runs.delete(one.run);
      }
      for (let waited = 0; runs.size > 0 && waited < 20; waited++) {
        await new Promise<void>((resolve) => deps.timers.after(minutes(0.0005), "last sound", resolve));
      }
    },
  };
}
