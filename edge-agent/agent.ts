import type { BootId, OccurrenceId, Sha256 } from "../contract/ids.ts";
import type { PlayerAbout } from "../contract/presence.ts";
import type { Report } from "../contract/receipt.ts";
import type { Sign, Verify } from "../contract/signed.ts";
import { minuteOfDay } from "../contract/station-time.ts";
import { type Cancel, type Clock, minutes, seconds, type Timers } from "../contract/time.ts";
import { createAmplifier } from "./amplifier/amplifier.service.ts";
import type { Meter } from "./amplifier/meter.ts";
import type { Relay } from "./amplifier/relay.ts";
import { createCache } from "./cache/cache.service.ts";
import type { AudioStore } from "./cache/store.ts";
import type { Chance } from "./chance.ts";
import type { AgentEvent } from "./events.ts";
import type { Ear } from "./evidence/ear.ts";
import { watchSound } from "./evidence/idle-sound.service.ts";
import { createProof } from "./evidence/proof.service.ts";
import { watchPower } from "./evidence/watch.service.ts";
import type { Files } from "./files.ts";
import { startHealth } from "./health/health.service.ts";
import type { Sample } from "./health/health.ts";
import { receive } from "./inbound.service.ts";
import { createBoardTime } from "./link/board-time.service.ts";
import { type EnrolDeps, type Enrolment, enrol } from "./link/enrol.service.ts";
import type { Identity } from "./link/identity.ts";
import type { Machine } from "./link/kept-time.ts";
import { createLink, createSession } from "./link/link.service.ts";
import type { Wire } from "./link/wire.ts";
import type { Journal } from "./outbox/journal.ts";
import { openOutbox } from "./outbox/outbox.service.ts";
import type { EndReport, Row } from "./outbox/rows.ts";
import { asTold } from "./outbox/simulated.ts";
import { createDocuments } from "./plan/documents.service.ts";
import { isHungry } from "./plan/hunger.ts";
import { gainAt } from "./player/account.ts";
import { createConductor } from "./player/player.service.ts";
import type { Player } from "./player/player.ts";
import { createRuns } from "./player/runs.service.ts";
import type { ReadOnly } from "./read-only.ts";
import { createRoom, type RoomDeps } from "./room.service.ts";
import type { Room } from "./room.ts";

/** Who this board is; see `enrol`. */
export const enrolBoard = (deps: EnrolDeps): Promise<Enrolment> => enrol(deps);

/** What gives way where the disk is full; see `createRoom`. */
export const boardRoom = (deps: RoomDeps): Room => createRoom(deps);

/** Everything outside the program, as the program needs it. */
export interface AgentDeps {
  readonly identity: Identity;
  /** Names this run of the program. */
  readonly boot: BootId;
  readonly version: string;
  /** No loudspeaker: every play that is told says so. */
  readonly simulated?: true | undefined;
  readonly controller: string;
  /** Where the enrolment left the first configuration. */
  readonly firstConfig: string | undefined;
  readonly clock: Clock;
  /** Tells a restart of the program from one of the machine; see board-clock.ts. */
  readonly machine?: (() => Machine) | undefined;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly files: Files;
  readonly journal: Journal;
  readonly audio: AudioStore;
  readonly player: Player;
  /** What it can play, once that is known. */
  readonly playerAbout?: (() => PlayerAbout | undefined) | undefined;
  readonly relay: Relay;
  /** A microphone, where the cluster has one. */
  readonly ear?: Ear | undefined;
  /** What measures the amplifier's power, where the board has it. */
  readonly meter?: Meter | undefined;
  readonly sign: Sign;
  readonly verify: Verify;
  readonly hash: (data: string | Uint8Array) => Sha256;
  readonly sample: Sample;
  /** Makes room where the disk is full. */
  readonly room?: Room | undefined;
  readonly readOnly?: ReadOnly | undefined;
  /** The text under an address, at most so long; `undefined` when there is none now. */
  readonly fetchText: (url: string) => Promise<string | undefined>;
  /** Makes the wire; `will` gives the last words of the next connection. */
  readonly wire: (will: () => { topic: string; bytes: Uint8Array }) => Wire;
  readonly onEvent: (event: AgentEvent) => void;
  /** Something broke that only a restart can mend. */
  readonly onBroken: (error: unknown) => void;
}

export interface Agent {
  start(): Promise<void>;
  /** Farewell, silence, amplifier off, journal closed; twice is harmless. */
  stop(): Promise<void>;
}

const TIME = "clock.json";
const DATA_USED = "data-used.json";

export async function createAgent(deps: AgentDeps): Promise<Agent> {
  const { clock, timers, identity, chance } = deps;
  const { agent } = identity;
  const { boot } = deps;
  const began = clock.monotonic();
  const steady: Clock = {
    now: clock.now,
    monotonic: () => (clock.monotonic() - began) as ReturnType<Clock["monotonic"]>,
  };
  let stopping: Promise<void> | undefined;
  const cancels: Cancel[] = [];

  const time = createBoardTime({
    clock,
    machine: deps.machine,
    stored: await deps.files.read(TIME),
    // A disk that is broken or full shows at the journal; without this file the next start only doubts more.
    keep: (kept) => void deps.files.write(TIME, kept).catch(() => undefined),
    onStep: (step) => say({ kind: "alarm", alarm: "clock-step", detail: `${step} ms` }),
  });
  const { now } = time;

  // ---- what is told
  const outbox = openOutbox({
    agent,
    boot,
    version: deps.version,
    journal: deps.journal,
    hash: deps.hash,
    sign: deps.sign,
    clock: steady,
    timers,
    chance: chance.unit,
    time: () => ({ now: now(), state: time.state() }),
    publish: (topic, bytes) => link.publish(topic, bytes, 1),
    onReceipt: (receipt) => {
      conductor.learn({ k: "receipt", boot, previous: "" as Sha256, receipt });
      deps.onEvent({ event: "receipt", receipt });
    },
    onBroken: deps.onBroken,
  });
  const report = (what: Report): Promise<void> => outbox.report(asTold(what, deps.simulated));
  const say = (what: Report): void => void report(what).catch(() => undefined); // onBroken has been told

  // ---- what is ordered
  const fetchDocument = async (hash: Sha256): Promise<string | undefined> => {
    const text = await deps.fetchText(`${deps.controller}/documents/sha256/${hash}`);
    return text?.trim();
  };
  const documents = createDocuments({
    agent,
    root: identity.rootKey,
    files: deps.files,
    verify: deps.verify,
    hash: deps.hash,
    now,
    report,
    fetch: fetchDocument,
    onApplied: (issued) => {
      time.learnKeeping(documents.config()?.keepsTime);
      time.learnIssued(issued);
      conductor.look();
      cache.look();
      link.applied();
    },
  });

  const cache = createCache({
    store: deps.audio,
    timers,
    now,
    chance: chance.unit,
    report,
    bases: () => [deps.controller, ...(documents.config()?.audioBases ?? [])],
    occurrences: () => conductor.wanted().filter(({ id }) => !conductor.lifeOf(id).ended),
    isArmed: ({ id }) => conductor.lifeOf(id).armed !== undefined,
    dataPlan: () => documents.config() ?? {},
    counter: {
      read: () => deps.files.read(DATA_USED),
      write: (text) => deps.files.write(DATA_USED, text),
    },
    onArmed: () => conductor.look(),
  });

  deps.room?.listen({
    needed: cache.needed,
    gone: cache.gone,
    full: (detail) => say({ kind: "alarm", alarm: "disk-full", detail }),
  });

  // ---- what sounds
  const amplifier = createAmplifier({
    relay: deps.relay,
    clock,
    timers,
    report,
    isBusy: () => runs.count() > 0,
  });
  const runs = createRuns({ player: deps.player, amplifier, clock, timers, now });
  const watch =
    deps.meter &&
    watchPower({
      meter: deps.meter,
      clock,
      timers,
      state: () => amplifier.state().at,
      isBusy: () => runs.count() > 0,
      cut: amplifier.cut,
      report,
    });
  if (deps.ear) watchSound({ ear: deps.ear, clock, isBusy: () => runs.count() > 0, report });
  const gainOf = ({ occurrence: id, start }: EndReport): number => {
    const level = conductor.wanted().find((one) => one.id === id)?.level ?? "normal";
    return gainAt(documents.config()?.cluster.volume ?? [], minuteOfDay(start ?? now()), level);
  };
  const partsOf = (id: OccurrenceId) =>
    conductor.wanted().find((one) => one.id === id)?.parts ?? [];
  const conductor = createConductor({
    runs,
    timers,
    report,
    note: (row) => outbox.note(row),
    time: () => ({ now: now(), sure: time.sure() }),
    config: documents.config,
    documents: documents.current,
    trouble: cache.trouble,
    readOnly: deps.readOnly,
    ...(deps.ear || watch
      ? { prove: createProof({ clock, now, ear: deps.ear, watch, gainOf, partsOf }) }
      : {}),
  });

  // ---- the link
  const session = createSession(chance);
  const wire = deps.wire(() => ({
    topic: `vangxa/1/agent/${agent}/presence`,
    bytes: session.renew(),
  }));
  const link = createLink(
    {
      agent,
      wire,
      clock,
      timers,
      chance,
      heartbeat: () => documents.config()?.heartbeat ?? minutes(1),
      scopes: () => documents.config()?.scopes ?? [],
      alive: () => {
        const wanted = conductor
          .wanted()
          .filter(({ id, notAfter }) => notAfter > now() && !conductor.lifeOf(id).ended);
        const player = deps.playerAbout?.();
        return {
          boot,
          at: now(),
          version: deps.version,
          majors: [1],
          applied: [...documents.applied()],
          armed: wanted.filter(({ id }) => conductor.lifeOf(id).armed !== undefined).length,
          wanted: wanted.length,
          clock: time.state(),
          outbox: outbox.owed(),
          ...(player ? { player } : {}),
        };
      },
      isHungry: () => isHungry(documents.config()?.scopes ?? [], documents.current(), now()),
      onOffset: (offset) => {
        time.learnOffset(offset);
        conductor.look();
      },
      onLinked: (connected) => {
        outbox.linked(connected);
        deps.onEvent({ event: connected ? "connected" : "disconnected" });
      },
    },
    session,
  );
  const inbound = {
    agent,
    verify: deps.verify,
    documents,
    outbox,
    fetch: fetchDocument,
    timeKey: (kid: string) => timeKey(identity, documents.config(), kid),
    onTime: link.answered,
  };
  wire.onMessage((topic, bytes) => {
    receive(inbound, topic, bytes).catch(deps.onBroken);
  });

  async function start(): Promise<void> {
    for (const { json } of deps.journal.lines()) conductor.restore(JSON.parse(json) as Row);
    deps.journal.forgetLines();
    const previous = outbox.previous();
    const told = report({ kind: "boot", version: deps.version, ...(previous ? { previous } : {}) });
    await Promise.race([told, deps.readOnly?.whenTurned() ?? told]);
    if (deps.journal.lost > 0)
      say({ kind: "alarm", alarm: "crash", detail: `${deps.journal.lost} journal lines lost` });
    await documents.load(deps.firstConfig);
    conductor.start();
    await cache.start();
    cancels.push(
      timers.every(seconds(5), "clock", () => {
        if (time.watch()) conductor.look();
      }),
    );
    cancels.push(
      timers.every(minutes(1), "room", () => void deps.room?.refill().catch(() => undefined)),
    );
    cancels.push(
      startHealth({
        agent,
        timers,
        now,
        sample: deps.sample,
        dataUsed: cache.dataUsed,
        readOnly: deps.readOnly,
        publish: (topic, bytes) =>
          link.connected() ? link.publish(topic, bytes, 0) : Promise.resolve(),
      }),
    );
    link.start();
  }

  async function stop(): Promise<void> {
    for (const cancel of cancels) cancel();
    watch?.stop();
    await conductor.stop();
    await Promise.all([deps.player.close(), amplifier.stop(), link.stop(), cache.stop()]);
    outbox.stop();
    await deps.ear?.close();
    await deps.journal.close();
  }

  return {
    start,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function timeKey(
  { rootKey }: Identity,
  config: { keys: readonly { kid: string; x: string }[]; revoked: readonly string[] } | undefined,
  kid: string,
): string | undefined {
  if (config?.revoked.includes(kid)) return undefined;
  return kid === rootKey.kid ? rootKey.x : config?.keys.find((key) => key.kid === kid)?.x;
}
