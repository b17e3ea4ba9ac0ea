import type { AgentConfig } from "../../contract/agent-config.ts";
import type { Facts } from "../../contract/facts.ts";
import type { Document, Occurrence } from "../../contract/plan.ts";
import type { Receipt, Report } from "../../contract/receipt.ts";
import { createAmplifier } from "../../edge-agent/amplifier/amplifier.service.ts";
import type { Row } from "../../edge-agent/outbox/rows.ts";
import { factsOf } from "../../edge-agent/plan/history.ts";
import type { Prove } from "../../edge-agent/player/endings.service.ts";
import { type Conductor, createConductor } from "../../edge-agent/player/player.service.ts";
import { createRuns, type Runs } from "../../edge-agent/player/runs.service.ts";
import { occurrenceOf, SCOPE } from "./small-centre.ts";
import { VirtualPlayer } from "./virtual-player.ts";
import { VirtualTime } from "./virtual-time.ts";

type Fields = Partial<Record<keyof Occurrence, unknown>> & { id: string };
export const audio = (seconds: number) => ({
  kind: "audio",
  role: "message",
  audio: { sha256: "a".repeat(64), bytes: 10, length: seconds * 1_000 },
});

/** A board without link and cache: documents are put, audio is said to be there. */
export class Board {
  readonly time = new VirtualTime();
  readonly reports: Receipt[] = [];
  readonly rows: Row[] = [];
  readonly relay: boolean[] = [];
  documents: Document[] = [];
  sure = true;
  warmUp = 0;
  prove: Prove | undefined;
  config = {
    cluster: {
      id: "k1",
      province: "51",
      commune: "21024",
      hamlets: [],
      tags: [],
      languages: ["vie"],
      exercise: false,
      sessions: [],
      quiet: [],
      caps: {},
      volume: [],
    },
    soundsPerHour: 100,
  } as unknown as AgentConfig;
  player!: VirtualPlayer;
  conductor!: Conductor;
  #runs!: Runs;
  #start = this.time.now();

  constructor() {
    this.boot();
  }

  boot(rows: readonly Row[] = []): void {
    this.player = new VirtualPlayer(this.time);
    const relay = {
      warmUp: this.warmUp as never,
      set: async (closed: boolean) => void this.relay.push(closed),
      close: async () => undefined,
    };
    const amplifier = createAmplifier({
      relay,
      clock: this.time,
      timers: this.time,
      isBusy: () => runs.count() > 0,
      report: async () => undefined,
    });
    const runs = createRuns({
      player: this.player,
      amplifier,
      clock: this.time,
      timers: this.time,
      now: () => this.time.now(),
    });
    this.#runs = runs;
    this.conductor = createConductor({
      runs,
      timers: this.time,
      config: () => this.config,
      documents: () => this.documents,
      trouble: () => undefined,
      time: () => ({ now: this.time.now(), sure: this.sure }),
      report: async (report) => this.report(report),
      note: async (row) => void this.rows.push(row),
      ...(this.prove ? { prove: this.prove } : {}),
    });
    for (const row of rows) this.conductor.restore(row);
  }

  report(report: Report): void {
    const receipt = {
      ...report,
      sequence: this.reports.length + 1,
      at: this.time.now(),
      monotonic: this.time.monotonic(),
      clock: {},
    } as unknown as Receipt;
    const row = { k: "receipt", boot: "b", link: "l", receipt } as unknown as Row;
    this.rows.push(row);
    this.reports.push(receipt);
    this.conductor.learn(row);
  }

  /** What this board knows now, as it asks its timeline with it. */
  facts(): Facts {
    const wanted = this.conductor.wanted();
    const lives = new Map(wanted.map(({ id }) => [id, this.conductor.lifeOf(id)]));
    return factsOf(lives, wanted, this.#runs.live(), this.time.now(), "sure");
  }

  /** Seconds from the start of the test. */
  at(seconds: number): number {
    return this.#start + seconds * 1_000;
  }

  order(fields: Fields): Occurrence {
    return occurrenceOf({
      issued: this.at(-60),
      notBefore: this.at(-60),
      notAfter: this.at(600),
      placement: { kind: "at", at: this.at(10) },
      parts: [audio(5)],
      ...fields,
    });
  }

  alarm(fields: Fields): Occurrence {
    return this.order({
      level: "emergency",
      placement: { kind: "now", at: this.time.now() },
      notBefore: this.time.now(),
      ...fields,
    });
  }

  plan(...occurrences: Occurrence[]): void {
    this.put({ kind: "plan", horizon: { from: 0, to: this.at(1e6) }, occurrences, tombstones: [] });
  }
  urgent(emergencies: Occurrence[], stops: object[] = []): void {
    this.put({ kind: "urgent", emergencies, stops });
  }
  put(fields: object): void {
    const document = {
      scope: SCOPE,
      epoch: 1,
      revision: this.documents.length + 1,
      issued: this.time.now(),
      ...fields,
    } as unknown as Document;
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
      if (
        !("occurrence" in receipt) ||
        receipt.occurrence !== occurrence ||
        receipt.kind === "armed"
      )
        return [];
      const word = receipt.kind === "ended" ? receipt.as : receipt.kind;
      return "reason" in receipt && receipt.reason ? [`${word} ${receipt.reason}`] : [word];
    });
  }
  ended(occurrence: string) {
    const found = this.reports.find((one) => one.kind === "ended" && one.occurrence === occurrence);
    return found?.kind === "ended" ? found : undefined;
  }
}
