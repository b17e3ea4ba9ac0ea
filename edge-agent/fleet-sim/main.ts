import { hostname } from "node:os";
import { join } from "node:path";
import type { BootId } from "../../contract/ids.ts";
import type { Ack } from "../../contract/receipt.ts";
import type { Sign } from "../../contract/signed.ts";
import { seconds } from "../../contract/time.ts";
import { type Agent, createAgent, enrolBoard } from "../agent.ts";
import { noRelay } from "../amplifier/relay.ts";
import { systemChance } from "../chance.adapter.ts";
import { systemClock, systemTimers } from "../clock.adapter.ts";
import { openFiles } from "../files.adapter.ts";
import type { Files } from "../files.ts";
import { sha256Of } from "../hash.adapter.ts";
import { backoff } from "../link/backoff.ts";
import { nodeHttp } from "../link/http.adapter.ts";
import { fetchText } from "../link/http.ts";
import { FIRST_CONFIG, type Identity } from "../link/identity.ts";
import { jwsVerify, makeBoardKey, signAs } from "../link/jws.adapter.ts";
import { mqttWire } from "../link/mqtt.adapter.ts";
import type { Wire, WireSettings } from "../link/wire.ts";
import { lockFolder } from "../lock.adapter.ts";
import { openJournal } from "../outbox/journal.adapter.ts";
import type { Journal } from "../outbox/journal.ts";
import { VERSION } from "../version.ts";
import { claimsOf } from "./claims.adapter.ts";
import { memoryFiles, memoryJournal } from "./memory.ts";
import { type Gate, gate, passingStore } from "./passing-store.adapter.ts";
import { type FleetSettings, parseFleet } from "./settings.ts";
import { type SharedJournal, sharedJournal } from "./shared-journal.ts";
import { silentPlayer } from "./silent-player.ts";
import { type BoardTally, type FleetTally, fleetTally } from "./tally.ts";

/** Whoever reads the list of boards or a receipt sees at once that nothing sounds here. */
export const FLEET_VERSION = `${VERSION}-fleet-sim`;
/** Seconds. */
const KEEPALIVE = 60;
const DOWNLOADS = 32;
/** Boards that begin or say goodbye at a time. */
const TOGETHER = 50;
/** Enrolments at a time: each costs the controller a hash, rows and a signature, and one that waits too long is lost with its code. */
const ENROLMENTS = 8;
const PROGRESS = 5_000;
/** Milliseconds that acks may still take at the end. */
const LAST_ACKS = 5_000;

type Print = (line: string) => void;
type Environment = Readonly<Record<string, string | undefined>>;

export interface FleetIo {
  /** The summary. */
  readonly print: Print;
  /** Progress and faults. */
  readonly tell: Print;
  readonly env: Environment;
  /** Resolves when somebody asks for the end. */
  readonly interrupted: Promise<void>;
}

/** Runs until its minutes are over or it is interrupted; the answer is the exit code: 1 where a board could not begin. */
export async function runFleet(argv: readonly string[], io: FleetIo): Promise<number> {
  const parsed = parseFleet(argv);
  if (!parsed.ok) {
    (parsed.code === "help" ? io.print : io.tell)(parsed.vi);
    return parsed.code === "help" ? 0 : 2;
  }
  const { settings } = parsed;
  const lock =
    settings.data === undefined ? async () => undefined : await lockFolder(settings.data);
  try {
    return await runIn(settings, io);
  } catch (error) {
    io.tell(error instanceof Error ? error.message : String(error));
    if (settings.json) io.print(JSON.stringify({ error: String(error) }));
    return 1;
  } finally {
    await lock();
  }
}

interface Shared {
  readonly settings: FleetSettings;
  readonly tally: FleetTally;
  readonly downloads: Gate;
  readonly enrolments: Gate;
  readonly journals: SharedJournal | undefined;
  readonly verify: ReturnType<typeof jwsVerify>;
  readonly onBytes: (bytes: number) => void;
  readonly tell: Print;
}

async function runIn(settings: FleetSettings, io: FleetIo): Promise<number> {
  const { data } = settings;
  let audio = 0;
  const shared: Shared = {
    settings,
    tally: fleetTally(),
    downloads: gate(DOWNLOADS),
    enrolments: gate(ENROLMENTS),
    journals: data === undefined ? undefined : sharedJournal(await journalIn(data)),
    verify: jwsVerify(),
    onBytes: (bytes) => {
      audio += bytes;
    },
    tell: io.tell,
  };
  const began = systemClock.monotonic();
  const figures = () => ({
    ...shared.tally.summary(settings.agents),
    audioBytes: audio,
    seconds: Math.round((systemClock.monotonic() - began) / 1_000),
    cpuSeconds: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1e5) / 10,
    residentMegabytes: Math.round(process.memoryUsage.rss() / 1_048_576),
  });
  let over = false;
  const end = endOf(settings, io.interrupted).then(() => {
    over = true;
  });
  io.tell(
    `Đội thiết bị mô phỏng: ${settings.agents} thiết bị, không có loa; bộ điều khiển không tính là đã phát.`,
  );
  const progress = setInterval(() => io.tell(progressOf(figures())), PROGRESS);
  const agents = await beginAll(shared, io.env, () => over)
    .then(async (begun) => {
      io.tell(progressOf(figures()));
      await end;
      return begun;
    })
    .finally(() => clearInterval(progress));
  await lastAcks(shared.tally, settings.agents);
  for (let from = 0; from < agents.length; from += TOGETHER)
    await Promise.all(agents.slice(from, from + TOGETHER).map((agent) => agent.stop()));
  await shared.journals?.close();
  const summary = figures();
  io.tell(progressOf(summary));
  if (settings.json) io.print(JSON.stringify(summary));
  return agents.length < settings.agents && !over ? 1 : 0;
}

const journalIn = (data: string): Promise<Journal> =>
  openJournal({
    folder: join(data, "journal"),
    onFull: async () => {
      throw new Error("the disk is full");
    },
  });

function endOf({ minutes }: FleetSettings, interrupted: Promise<void>): Promise<void> {
  if (minutes === undefined) return interrupted;
  const time = new Promise<void>((done) => setTimeout(done, minutes * 60_000).unref());
  return Promise.race([interrupted, time]);
}

/** What was made a moment ago is still on its way; what stays owed after this is told. */
async function lastAcks(tally: FleetTally, asked: number): Promise<void> {
  const until = systemClock.monotonic() + LAST_ACKS;
  while (tally.summary(asked).receipts.owed > 0 && systemClock.monotonic() < until)
    await new Promise((again) => setTimeout(again, 100));
}

const progressOf = ({
  agents,
  documents,
  receipts,
  plays,
}: ReturnType<FleetTally["summary"]>): string =>
  `${agents.connectedNow}/${agents.asked} thiết bị nối · ${documents.applied} tài liệu áp dụng · ` +
  `biên nhận ${receipts.acked}/${receipts.made} đã xác nhận · ${plays["started"] ?? 0} lượt bắt đầu (mô phỏng)`;

/** Starts the boards at the asked pace; one that cannot begin is told and left out. */
async function beginAll(shared: Shared, env: Environment, isOver: () => boolean): Promise<Agent[]> {
  const { settings, tally } = shared;
  const folders = Array.from({ length: settings.agents }, (_, n) => filesOf(settings.data, n + 1));
  const claims = await claimsOf(settings, env, await strangers(folders));
  const agents: Agent[] = [];
  const starting = new Set<Promise<void>>();
  const began = systemClock.monotonic();
  for (const [at, files] of folders.entries()) {
    const due = began + (at / settings.rate) * 1_000;
    await new Promise((go) => setTimeout(go, Math.max(0, due - systemClock.monotonic())));
    if (starting.size >= TOGETHER) await Promise.race(starting);
    if (isOver()) break;
    const begun: Promise<void> = begin(shared, at + 1, files, claims.get(at))
      .then((agent) => void (agent && agents.push(agent)))
      .catch((error: unknown) => {
        tally.error("start");
        shared.tell(`Thiết bị ${at + 1} không bắt đầu được: ${String(error)}`);
      })
      .finally(() => starting.delete(begun));
    starting.add(begun);
  }
  await Promise.all(starting);
  return agents;
}

const IDENTITY = ["key.json", "identity.json", FIRST_CONFIG];
const filesOf = (data: string | undefined, n: number): Files =>
  data === undefined
    ? memoryFiles()
    : memoryFiles((name) => IDENTITY.includes(name), openFiles(join(data, "boards", String(n))));

/** Places in the row of those that have not enrolled yet. */
async function strangers(folders: readonly Files[]): Promise<number[]> {
  const held = await Promise.all(folders.map((files) => files.read("identity.json")));
  return held.flatMap((text, at) => (text === undefined ? [at] : []));
}

async function begin(
  shared: Shared,
  n: number,
  files: Files,
  claim: string | undefined,
): Promise<Agent | undefined> {
  const { settings, tally, tell } = shared;
  const asked = {
    files,
    http: nodeHttp,
    makeKey: makeBoardKey,
    controller: settings.controller,
    claim,
    about: {
      version: FLEET_VERSION,
      host: hostname(),
      platform: `${process.platform}-${process.arch}`,
      node: process.version,
      simulated: "fleet-sim",
    },
  };
  const enrolled = await shared.enrolments.through(() => enrolBoard(asked));
  if (!enrolled.ok) {
    tally.error(`enrol:${enrolled.code}`);
    tell(`Thiết bị ${n}: ${enrolled.vi}`);
    return undefined;
  }
  tally.enrolled();
  const { identity, key } = enrolled;
  const boot = systemChance.name() as BootId;
  const watched = tally.board(boot);
  const sign = await signAs(identity.agent, key);
  const agent = await createAgent({
    identity,
    boot,
    version: FLEET_VERSION,
    simulated: true,
    controller: settings.controller,
    firstConfig: await files.read(FIRST_CONFIG),
    clock: systemClock,
    timers: systemTimers,
    chance: systemChance,
    files,
    journal: shared.journals?.view(n) ?? memoryJournal(),
    audio: passingStore(nodeHttp, shared.downloads, shared.onBytes),
    playerAbout: () => ({ decoders: ["ogg-opus", "wav"], simulated: true }),
    player: silentPlayer({ ...systemClock, ...systemTimers }),
    relay: noRelay,
    sign: watchedSign(sign, watched),
    verify: shared.verify,
    hash: sha256Of,
    // This machine's heat and disk are no board's.
    sample: async () => ({}),
    fetchText: (url) => fetchText(nodeHttp, url),
    wire: (will) => watchedWire(mqttWire(wireSettings(identity, will)), watched),
    onEvent: (event) => {
      if (event.event === "receipt") watched.made(event.receipt, systemClock.monotonic());
      if (event.event === "connected" || event.event === "disconnected")
        watched.linked(event.event === "connected");
    },
    onBroken: (error) => {
      tally.error("broken");
      tell(`Thiết bị ${n} hỏng: ${String(error)}`);
    },
  });
  await agent.start();
  return agent;
}

/** Counts what leaves in signed batches. */
const watchedSign = (sign: Sign, board: BoardTally): Sign => ({
  sign: (typ, payload) => {
    if (typ === "vangxa-receipts+jws") {
      const { boot, first, receipts } = JSON.parse(new TextDecoder().decode(payload));
      board.sent(boot, first, receipts.length);
    }
    return sign.sign(typ, payload);
  },
});

function watchedWire(wire: Wire, board: BoardTally): Wire {
  wire.onMessage((topic, bytes) => {
    if (!topic.endsWith("/ack")) return;
    const { boot, through } = JSON.parse(new TextDecoder().decode(bytes)) as Ack;
    board.acked(boot, through, systemClock.monotonic());
  });
  return wire;
}

function wireSettings({ mqtt, agent }: Identity, will: WireSettings["will"]): WireSettings {
  const anew = () => backoff(systemChance.unit, seconds(1), seconds(60));
  let waits = anew();
  return {
    ...mqtt,
    clientId: agent,
    keepalive: KEEPALIVE,
    will,
    waits: {
      next: () => waits.next().value,
      connected: () => {
        waits = anew();
      },
    },
  };
}

/** For `vangxa fleet-sim`. */
export function fleetMain(argv: readonly string[]): Promise<number> {
  const interrupted = new Promise<void>((stop) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop());
  });
  return runFleet(argv, {
    print: (line) => void process.stdout.write(`${line}\n`),
    tell: (line) => void process.stderr.write(`${line}\n`),
    env: process.env,
    interrupted,
  });
}
