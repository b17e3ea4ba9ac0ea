import { beforeEach, describe, expect, test } from "vitest";
import type { AgentConfig } from "../../../contract/agent-config.ts";
import type { Document, Occurrence } from "../../../contract/plan.ts";
import type { Receipt, Report } from "../../../contract/receipt.ts";
import { minutes } from "../../../contract/time.ts";
import { createAmplifier } from "../../../edge-agent/amplifier/amplifier.service.ts";
import type { Row } from "../../../edge-agent/outbox/rows.ts";
import { type Conductor, createConductor } from "../../../edge-agent/player/player.service.ts";
import { createRuns } from "../../../edge-agent/player/runs.service.ts";
import { occurrenceOf, SCOPE } from "../../support/small-centre.ts";
import { VirtualPlayer } from "../../support/virtual-player.ts";
import { VirtualTime } from "../../support/virtual-time.ts";

type Fields = Partial<Record<keyof Occurrence, unknown>> & { id: string };
const audio = (seconds: number) => ({
  kind: "audio", role: "message", audio: { sha256: "a".repeat(64), bytes: 10, length: seconds * 1_000 },
});

/** A board without link and cache: documents are put, audio is said to be there. */
class Board {
  readonly time = new VirtualTime();
  readonly reports: Receipt[] = [];
  readonly rows: Row[] = [];
  readonly relay: boolean[] = [];
  documents: Document[] = [];
  sure = true;
  warmUp = 0;
  config = {
    cluster: {
      id: "k1", province: "51", commune: "21024", hamlets: [], tags: [], languages: ["vie"], exercise: false, sessions: [],
      quiet: [], caps: {}, volume: [],
    },
    soundsPerHour: 100,
  } as unknown as AgentConfig;
  player!: VirtualPlayer;
  conductor!: Conductor;
  #start = this.time.now();

  constructor() {
    this.boot();
  }

  boot(rows: readonly Row[] = []): void {
    this.player = new VirtualPlayer(this.time);
    const relay = { warmUp: this.warmUp as never, set: async (closed: boolean) => void this.relay.push(closed), close: async () => undefined };
    const amplifier = createAmplifier({
      relay, clock: this.time, timers: this.time, isBusy: () => runs.count() > 0, report: async () => undefined,
    });
    const runs = createRuns({ player: this.player, amplifier, clock: this.time, timers: this.time, now: () => this.time.now() });
    this.conductor = createConductor({
      runs, timers: this.time, config: () => this.config, documents: () => this.documents, trouble: () => undefined,
      time: () => ({ now: this.time.now(), sure: this.sure }),
      report: async (report) => this.report(report),
      note: async (row) => void this.rows.push(row),
    });
    for (const row of rows) this.conductor.restore(row);
  }

  report(report: Report): void {
    const receipt = { ...report, sequence: this.reports.length + 1, at: this.time.now(), monotonic: this.time.monotonic(), clock: {} } as unknown as Receipt;
    const row = { k: "receipt", boot: "b", link: "l", receipt } as unknown as Row;
    this.rows.push(row);
    this.reports.push(receipt);
    this.conductor.learn(row);
  }

  /** Seconds from the start of the test. */
  at(seconds: number): number {
    return this.#start + seconds * 1_000;
  }

  order(fields: Fields): Occurrence {
    return occurrenceOf({
      issued: this.at(-60), notBefore: this.at(-60), notAfter: this.at(600), placement: { kind: "at", at: this.at(10) }, parts: [audio(5)],
      ...fields,
    });
  }

  alarm(fields: Fields): Occurrence {
    return this.order({ level: "emergency", placement: { kind: "now", at: this.time.now() }, notBefore: this.time.now(), ...fields });
  }

  plan(...occurrences: Occurrence[]): void {
    this.put({ kind: "plan", horizon: { from: 0, to: this.at(1e6) }, occurrences, tombstones: [] });
  }
  urgent(emergencies: Occurrence[], stops: object[] = []): void {
    this.put({ kind: "urgent", emergencies, stops });
  }
  put(fields: object): void {
    const document = { scope: SCOPE, epoch: 1, revision: this.documents.length + 1, issued: this.time.now(), ...fields } as unknown as Document;
    this.documents = [...this.documents.filter(({ kind }) => kind !== document.kind), document];
    this.conductor.look();
    for (const one of document.kind === "plan" ? document.occurrences : document.emergencies) {
      if (!this.conductor.lifeOf(one.id).armed) this.report({ kind: "armed", occurrence: one.id });
    }
    this.conductor.look();
  }

  /** Dies without a word and starts again with its journal. */
  crash(): void {
    this.player.die();
    const rows = this.rows.splice(0);
    this.conductor.stop().catch(() => undefined);
    this.rows.length = 0;
    this.rows.push(...rows);
    this.boot(rows);
    this.conductor.start();
  }

  heard(): [string, number, number][] {
    return this.player.heard.map(({ label, from, to }) => [label, from / 1_000, to / 1_000]);
  }
  said(occurrence: string): string[] {
    return this.reports.flatMap((receipt) => {
      if (!("occurrence" in receipt) || receipt.occurrence !== occurrence || receipt.kind === "armed") return [];
      const word = receipt.kind === "ended" ? receipt.as : receipt.kind;
      return "reason" in receipt && receipt.reason ? [`${word} ${receipt.reason}`] : [word];
    });
  }
  ended(occurrence: string) {
    const found = this.reports.find((one) => one.kind === "ended" && one.occurrence === occurrence);
    return found?.kind === "ended" ? found : undefined;
  }
}

let board: Board;
beforeEach(() => {
  board = new Board();
  board.conductor.start();
});

describe("an ordinary item", () => {
  test("sounds at its instant, once, and is told with its frames", async () => {
    board.plan(board.order({ id: "a", parts: [audio(3), { kind: "pause", length: 500 }, audio(2)] }));
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 15.5]]);
    expect(board.said("a")).toEqual(["started", "played"]);
    expect(board.ended("a")).toMatchObject({
      frames: 264_000, ofFrames: 264_000, heard: 5_500, start: board.at(10),
      parts: [{ part: 0, frames: 144_000, start: board.at(10) }, { part: 1, frames: 24_000, start: board.at(13) }, { part: 2, frames: 96_000, start: board.at(13.5) }],
    });
    await board.time.advance(3_600_000);
    expect(board.heard()).toHaveLength(1);
  });

  test("is followed by the next one without a gap", async () => {
    board.plan(board.order({ id: "a" }), board.order({ id: "b", placement: { kind: "at", at: board.at(12) } }));
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 15], ["b", 15, 20]]);
  });

  test("that was never armed is told when its time is over, with the reason", async () => {
    const one = board.order({ id: "a", notAfter: board.at(20) });
    board.documents = [{ kind: "plan", scope: SCOPE, epoch: 1, revision: 1, issued: board.time.now(), horizon: { from: 0, to: board.at(1e6) }, occurrences: [one], tombstones: [] } as unknown as Document];
    board.conductor.look();
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([]);
    expect(board.said("a")).toEqual(["expired not-armed"]);
  });

  test("armed too late for its instant begins then, inside its window", async () => {
    const one = board.order({ id: "a", notAfter: board.at(40) });
    board.documents = [{ kind: "plan", scope: SCOPE, epoch: 1, revision: 1, issued: board.time.now(), horizon: { from: 0, to: board.at(1e6) }, occurrences: [one], tombstones: [] } as unknown as Document];
    board.conductor.look();
    await board.time.advance(20_000);
    board.report({ kind: "armed", occurrence: one.id });
    board.conductor.look();
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 20, 25]]);
    expect(board.said("a")).toEqual(["started", "played"]);
  });

  test("waits for a trusted clock, and does not sound without one", async () => {
    board.sure = false;
    board.plan(board.order({ id: "a", notAfter: board.at(30) }));
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([]);
    expect(board.said("a")).toEqual(["refused clock-doubt"]);
  });

  test("whose window is over when the board learns of it is told as expired", async () => {
    board.plan(board.order({ id: "a", notBefore: board.at(-100), placement: { kind: "at", at: board.at(-90) }, notAfter: board.at(-50) }));
    await board.time.advance(1_000);
    expect([board.heard(), board.said("a")]).toEqual([[], ["expired"]]);
  });

  test("with a part that the board has no source for fails and says so", async () => {
    board.plan(board.order({ id: "a", parts: [{ kind: "relay", sources: ["http://x"], length: 5_000 }] }));
    await board.time.advance(60_000);
    expect(board.said("a")).toEqual(["failed source-lost"]);
  });

  test("that its device refuses is a failure with its reason, not a play", async () => {
    board.player.failNext("device-busy");
    board.plan(board.order({ id: "a" }));
    await board.time.advance(60_000);
    expect(board.said("a")).toEqual(["failed device-busy"]);
  });

  test("that the device drops while it sounds has failed with what was heard", async () => {
    board.plan(board.order({ id: "a" }));
    await board.time.advance(12_000);
    board.player.breakNow("device-stalled");
    await board.time.advance(60_000);
    expect(board.ended("a")).toMatchObject({ as: "failed", reason: "device-stalled", frames: 96_000 });
  });
});

describe("a cancel", () => {
  test("before the start leaves silence", async () => {
    const one = board.order({ id: "a" });
    board.plan(one);
    await board.time.advance(9_000);
    board.put({ kind: "plan", horizon: { from: 0, to: board.at(1e6) }, occurrences: [one], tombstones: [{ occurrence: "a", at: board.at(9), until: board.at(900) }] });
    await board.time.advance(60_000);
    expect([board.heard(), board.said("a")]).toEqual([[], ["cancelled"]]);
  });

  test("while it sounds cuts it off at once, and is told with what was heard", async () => {
    const one = board.order({ id: "a" });
    board.plan(one);
    await board.time.advance(12_000);
    board.urgent([], [{ occurrence: "a", at: board.at(12), until: board.at(900) }]);
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 12]]);
    expect(board.ended("a")).toMatchObject({ as: "cancelled", frames: 96_000, ofFrames: 240_000 });
  });

  test("of everything silences everything that was ordered before it", async () => {
    board.plan(board.order({ id: "a" }), board.order({ id: "b", placement: { kind: "at", at: board.at(30) } }));
    await board.time.advance(12_000);
    board.urgent([], [{ at: board.at(12), until: board.at(900) }]);
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 12]]);
    expect([board.said("a"), board.said("b")]).toEqual([["started", "cancelled"], ["cancelled"]]);
  });
});

describe("an emergency", () => {
  test("sounds at once in an idle board", async () => {
    await board.time.advance(1_000);
    board.urgent([board.alarm({ id: "e" })]);
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["e", 1, 6]]);
    expect(board.said("e")).toEqual(["started", "played"]);
  });

  test("cuts in, and what it cut goes on at the very frame", async () => {
    board.plan(board.order({ id: "a", onCut: "resume" }));
    await board.time.advance(12_000);
    board.urgent([board.alarm({ id: "e" })]);
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 12], ["e", 12, 17], ["a", 17, 20]]);
    expect(board.said("a")).toEqual(["started", "started", "played"]);
    expect(board.reports.filter((one) => one.kind === "started" && one.occurrence === "a").map((one) => one.kind === "started" && one.resumed)).toEqual([false, true]);
    expect(board.ended("a")).toMatchObject({ frames: 240_000, heard: 5_000, parts: [{ offset: 0, frames: 96_000 }, { offset: 2_000, frames: 144_000 }] });
  });

  test("ends for good what shall be dropped when it is cut", async () => {
    board.plan(board.order({ id: "a", onCut: "drop" }));
    await board.time.advance(12_000);
    board.urgent([board.alarm({ id: "e" })]);
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 12], ["e", 12, 17]]);
    expect(board.ended("a")).toMatchObject({ as: "preempted", reason: "cut-dropped", by: "e", frames: 96_000 });
  });

  test("passes the doubt of the clock", async () => {
    board.sure = false;
    board.urgent([board.alarm({ id: "e" })]);
    await board.time.advance(10_000);
    expect(board.said("e")).toEqual(["started", "played"]);
  });

  test("that the device refuses is tried again, and a failure only in the end", async () => {
    board.player.failNext("device-busy");
    board.urgent([board.alarm({ id: "e" })]);
    await board.time.advance(30_000);
    expect(board.heard()).toEqual([["e", 2, 7]]);
    for (let n = 0; n < 5; n++) board.player.failNext("device-busy");
    board.urgent([board.alarm({ id: "f" })]);
    await board.time.advance(60_000);
    expect(board.said("f")).toEqual(["failed device-busy"]);
  });

  test("of the centre goes before one of the commune, which follows", async () => {
    board.urgent([board.alarm({ id: "low", authority: "commune" })]);
    await board.time.advance(2_000);
    const low = board.documents.flatMap((one) => (one.kind === "urgent" ? one.emergencies : []));
    board.urgent([...low, board.alarm({ id: "high", authority: "centre" })]);
    await board.time.advance(60_000);
    expect(board.heard().map(([label]) => label)).toEqual(["low", "high", "low"]);
    expect([board.said("low").at(-1), board.said("high").at(-1)]).toEqual(["played", "played"]);
  });
});

describe("after a crash", () => {
  test("an ordinary item that sounded is interrupted and never sounds again", async () => {
    board.plan(board.order({ id: "a", parts: [audio(20)] }));
    await board.time.advance(17_000);
    board.crash();
    await board.time.advance(600_000);
    expect(board.said("a")).toEqual(["started", "interrupted power-loss"]);
    expect(board.heard()).toEqual([]);
    expect(board.ended("a")).toMatchObject({ frames: 240_000, start: board.at(10) });
  });

  test("just after the intent was written, nobody knows: it does not sound again either", async () => {
    board.plan(board.order({ id: "a" }));
    await board.time.advance(9_990);
    const rows = board.rows.splice(0);
    board.player.die();
    await board.time.advance(20);
    board.boot(rows);
    board.conductor.start();
    await board.time.advance(60_000);
    expect([board.heard(), board.said("a")]).toEqual([[], ["interrupted power-loss"]]);
  });

  test("before its instant it sounds as ordered", async () => {
    board.plan(board.order({ id: "a" }));
    await board.time.advance(9_000);
    board.crash();
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 15]]);
    expect(board.said("a")).toEqual(["started", "played"]);
  });

  test("an emergency sounds once more, marked as a repeat, and not a third time", async () => {
    board.urgent([board.alarm({ id: "e", parts: [audio(20)] })]);
    await board.time.advance(7_000);
    board.crash();
    await board.time.advance(5_000);
    const starts = board.reports.filter((one) => one.kind === "started");
    expect(starts.map((one) => one.kind === "started" && [one.repeat, one.resumed])).toEqual([[false, false], [true, false]]);
    board.crash();
    await board.time.advance(600_000);
    expect(board.said("e")).toEqual(["started", "started", "interrupted power-loss"]);
  });

  test("an emergency whose window passed meanwhile is interrupted", async () => {
    board.urgent([board.alarm({ id: "e", parts: [audio(20)], notAfter: board.at(30) })]);
    await board.time.advance(10_000);
    const rows = board.rows.splice(0);
    board.player.die();
    await board.time.advance(60_000);
    board.boot(rows);
    board.conductor.start();
    await board.time.advance(1_000);
    expect([board.heard(), board.said("e")]).toEqual([[], ["started", "interrupted power-loss"]]);
  });

  test("what was played is not played again", async () => {
    board.plan(board.order({ id: "a" }));
    await board.time.advance(30_000);
    board.crash();
    await board.time.advance(60_000);
    expect([board.heard(), board.said("a")]).toEqual([[], ["started", "played"]]);
  });
});

describe("a clean stop", () => {
  test("fades out and tells an ordinary item as interrupted", async () => {
    board.plan(board.order({ id: "a" }));
    await board.time.advance(12_000);
    const stopped = board.conductor.stop();
    await board.time.advance(500);
    await stopped;
    expect(board.said("a")).toEqual(["started", "interrupted power-loss"]);
    await board.conductor.stop();
  });

  test("leaves an emergency open, for the next start", async () => {
    board.urgent([board.alarm({ id: "e", parts: [audio(60)] })]);
    await board.time.advance(7_000);
    const stopped = board.conductor.stop();
    await board.time.advance(500);
    await stopped;
    expect(board.said("e")).toEqual(["started"]);
  });
});

test("a storm of orders is held by the board's own cap, with an alarm", async () => {
  board.config = { ...board.config, soundsPerHour: 3 };
  board.plan(...[1, 2, 3, 4, 5].map((n) => board.order({ id: `o${n}`, placement: { kind: "at", at: board.at(n * 20) } })));
  await board.time.advance(200_000);
  expect(board.heard().map(([label]) => label)).toEqual(["o1", "o2", "o3"]);
  expect(board.said("o4")).toEqual(["refused sound-cap"]);
  expect(board.reports.filter((one) => one.kind === "alarm" && one.alarm === "sound-cap")).toHaveLength(2);
  board.plan(board.order({ id: "o9", placement: { kind: "at", at: board.at(3_700) }, notAfter: board.at(4_000) }));
  await board.time.advance(3_700_000);
  expect(board.said("o9")).toEqual(["started", "played"]);
});

test("gain follows the cluster's curve", async () => {
  const volume = [{ start: 0, gain: -3 }] as AgentConfig["cluster"]["volume"];
  board.config = { ...board.config, cluster: { ...board.config.cluster, volume } };
  board.plan(board.order({ id: "a" }));
  await board.time.advance(60_000);
  expect(board.player.heard[0]?.gain).toBe(-3);
});

test("the amplifier is on exactly while an item is coming, sounds or has just ended, with its warm-up before", async () => {
  board.warmUp = 400;
  board.boot();
  board.conductor.start();
  board.plan(board.order({ id: "a" }));
  await board.time.advance(9_500);
  expect(board.relay).toEqual([]);
  await board.time.advance(200);
  expect(board.relay).toEqual([true]);
  await board.time.advance(10_000);
  expect(board.heard()).toEqual([["a", 10, 15]]);
  expect(board.relay.at(-1)).toBe(false);
  await board.time.advance(minutes(5));
  expect(board.relay.at(-1)).toBe(false);
});

test("an emergency waits for a cold amplifier to warm", async () => {
  board.warmUp = 400;
  board.boot();
  board.conductor.start();
  board.urgent([board.alarm({ id: "e" })]);
  await board.time.advance(60_000);
  expect(board.heard()).toEqual([["e", 0.4, 5.4]]);
});
