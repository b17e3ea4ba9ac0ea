import { realpathSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BootId } from "../contract/ids.ts";
import type { SoundForm } from "../contract/sound-forms.ts";
import { type Clock, seconds, type Timers } from "../contract/time.ts";
import { boards } from "../firmware-config/boards.ts";
import { type Agent, type AgentDeps, boardRoom, createAgent, enrolBoard } from "./agent.ts";
import { findProfile, openBoard, type SerialSettings } from "./amplifier/board.adapter.ts";
import { noRelay } from "./amplifier/relay.ts";
import { ballastIn } from "./ballast.adapter.ts";
import { openAudioStore } from "./cache/download.adapter.ts";
import type { AudioStore } from "./cache/store.ts";
import { systemChance } from "./chance.adapter.ts";
import { systemClock, systemTimers } from "./clock.adapter.ts";
import { CALIBRATION, ownTails } from "./doctor/calibration.ts";
import { runDoctor } from "./doctor/doctor.adapter.ts";
import { type AgentEvent, eventJson, eventSentence } from "./events.ts";
import { threadEar } from "./evidence/ear.adapter.ts";
import { openFiles } from "./files.adapter.ts";
import type { Files } from "./files.ts";
import { sha256Of } from "./hash.adapter.ts";
import { sampleBoard } from "./health/sample.adapter.ts";
import { backoff } from "./link/backoff.ts";
import { nodeHttp } from "./link/http.adapter.ts";
import { fetchText } from "./link/http.ts";
import { FIRST_CONFIG, type Identity } from "./link/identity.ts";
import { type BoardKey, jwsVerify, makeBoardKey, signAs } from "./link/jws.adapter.ts";
import { mqttWire } from "./link/mqtt.adapter.ts";
import type { WireSettings } from "./link/wire.ts";
import { lockFolder } from "./lock.adapter.ts";
import { machineHere } from "./machine.adapter.ts";
import { openJournal } from "./outbox/journal.adapter.ts";
import type { Player } from "./player/player.ts";
import { threadPlayer } from "./player/threads.adapter.ts";
import { createReadOnly } from "./read-only.ts";
import type { Ballast, Room } from "./room.ts";
import { type AgentSettings, parseSettings } from "./settings.ts";
import { findDecoders } from "./stream/decoders.adapter.ts";
import { VERSION } from "./version.ts";

/** Milliseconds that a clean stop may take. */
const STOP_WITHIN = 1_900;
/** Seconds. */
const KEEPALIVE = 30;

/** The time that the program lives in; an accelerated run brings another, with a loudspeaker that understands it. */
export interface Clockwork {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly machine: AgentDeps["machine"];
  readonly fit: (player: Player) => Player;
}
const realTime: Clockwork = {
  clock: systemClock,
  timers: systemTimers,
  machine: machineHere(),
  fit: (player) => player,
};

type Print = (line: string) => void;
type Environment = Readonly<Record<string, string | undefined>>;

/** Runs until it is told to stop; the answer is the exit code. `env` has `VANGXA_KEEPALIVE` (seconds) and `VANGXA_FFMPEG`. */
export async function runAgent(
  argv: readonly string[],
  env: Environment,
  print: Print,
  time: Clockwork = realTime,
): Promise<number> {
  const parsed = parseSettings(argv);
  if (!parsed.ok) {
    print(parsed.vi);
    return parsed.code === "help" ? 0 : 2;
  }
  const { settings } = parsed;
  const tell = (event: AgentEvent): void => {
    const line = settings.json ? eventJson(event) : eventSentence(event);
    if (line) print(line);
  };
  const fail = (code: string, vi: string): number => {
    print(settings.json ? JSON.stringify({ event: "error", code, vi }) : vi);
    return 1;
  };
  const lock = await lockFolder(settings.data).catch(() => undefined);
  if (!lock)
    return fail(
      "data",
      `Thư mục ${settings.data} không dùng được, hoặc một thiết bị khác đang chạy trên nó.`,
    );
  try {
    return await runIn(settings, env, tell, fail, time);
  } finally {
    await lock();
  }
}

async function runIn(
  settings: AgentSettings,
  env: Environment,
  tell: (event: AgentEvent) => void,
  fail: (code: string, vi: string) => number,
  time: Clockwork,
): Promise<number> {
  const audio = await openAudioStore(join(settings.data, "audio"), nodeHttp);
  const ballast = ballastIn(settings.data);
  const room = boardRoom({ ballast, audio });
  const files = openFiles(settings.data, room.make);
  const profile = settings.serial && (await findProfile(settings.serial.board));
  if (settings.serial && !profile) {
    const names = Object.keys(boards).join(", ");
    return fail(
      "board",
      `Không biết loại bo mạch "${settings.serial.board}". Chọn: ${names}, hoặc một tệp .json mô tả bo mạch.`,
    );
  }
  const serial = settings.serial && profile && { path: settings.serial.path, profile };
  const enrolled = await enrolBoard({
    files,
    http: nodeHttp,
    makeKey: makeBoardKey,
    controller: settings.controller,
    claim: settings.claim,
    about: {
      version: VERSION,
      host: hostname(),
      platform: `${process.platform}-${process.arch}`,
      node: process.version,
    },
  });
  if (!enrolled.ok) return fail(enrolled.code, enrolled.vi);
  const { identity, key } = enrolled;
  if (enrolled.fresh) tell({ event: "enrolled", agent: identity.agent });

  const end = untilEnd();
  const agent = await compose(settings, env, {
    ...{ files, audio, ballast, room, identity, key, serial, tell, time },
    onBroken: end.broken,
  });
  await agent.start();
  tell({ event: "ready", agent: identity.agent });
  const error = await end.reached;
  const late = new Promise((resolve) => setTimeout(resolve, STOP_WITHIN).unref());
  await Promise.race([agent.stop().catch(() => undefined), late]);
  tell({ event: "stopped" });
  return error === undefined ? 0 : fail("broken", `Thiết bị phải dừng vì lỗi: ${String(error)}`);
}

/** Until a signal asks for the end, or something breaks; the value is what broke. */
function untilEnd(): { reached: Promise<unknown>; broken: (error: unknown) => void } {
  let finish: (error: unknown) => void = () => undefined;
  const reached = new Promise<unknown>((resolve) => {
    finish = resolve;
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => finish(undefined));
  return { reached, broken: (error) => finish(error ?? new Error("unknown")) };
}

interface Parts {
  readonly files: Files;
  readonly audio: AudioStore;
  readonly ballast: Ballast;
  readonly room: Room;
  readonly identity: Identity;
  readonly key: BoardKey;
  readonly serial: SerialSettings | undefined;
  readonly time: Clockwork;
  readonly tell: (event: AgentEvent) => void;
  readonly onBroken: (error: unknown) => void;
}

async function compose(settings: AgentSettings, env: Environment, parts: Parts): Promise<Agent> {
  const { files, audio, ballast, room, identity, key, serial, time, tell, onBroken } = parts;
  const { data, controller } = settings;
  const readOnly = createReadOnly();
  const journal = await openJournal({
    folder: join(data, "journal"),
    readOnly,
    onFull: async () => {
      if (!(await room.make())) throw new Error("the disk is full");
    },
  });
  await ballast.load();
  const player = threadPlayer({
    sink: settings.sink,
    pathOf: audio.pathOf,
    controller,
    ffmpeg: env["VANGXA_FFMPEG"],
    input: settings.input,
    onCrash: onBroken,
  });
  let decoders: SoundForm[] | undefined;
  // Not waited for: the first heartbeats may leave it out, a start must not be late for it.
  void findDecoders(env["VANGXA_FFMPEG"] ?? "ffmpeg").then((found) => {
    decoders = found;
  });
  const tails = ownTails(await files.read(CALIBRATION));
  const ear = settings.listen && threadEar({ where: settings.listen, pathOf: audio.pathOf, tails });
  const line = serial ? await openBoard(serial) : { relay: noRelay };
  return createAgent({
    identity,
    version: VERSION,
    controller,
    firstConfig: await files.read(FIRST_CONFIG),
    clock: time.clock,
    machine: time.machine,
    timers: time.timers,
    chance: systemChance,
    files,
    journal,
    audio,
    player: time.fit(player),
    playerAbout: () => decoders && { decoders },
    ...line,
    ear,
    sign: await signAs(identity.agent, key),
    verify: jwsVerify(),
    hash: sha256Of,
    sample: sampleBoard(data),
    room,
    readOnly,
    boot: systemChance.name() as BootId,
    fetchText: (url) => fetchText(nodeHttp, url),
    wire: (will) => mqttWire(wireSettings(identity, env, will)),
    onEvent: tell,
    onBroken,
  });
}

function wireSettings(
  identity: Identity,
  env: Environment,
  will: WireSettings["will"],
): WireSettings {
  const { mqtt } = identity;
  let waits = backoff(systemChance.unit, seconds(1), seconds(60));
  return {
    ...mqtt,
    clientId: identity.agent,
    keepalive: Number(env["VANGXA_KEEPALIVE"] ?? KEEPALIVE) || KEEPALIVE,
    will,
    waits: {
      next: () => waits.next().value,
      connected: () => {
        waits = backoff(systemChance.unit, seconds(1), seconds(60));
      },
    },
  };
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** For `vangxa agent`. */
export const agentMain = (argv: readonly string[]): Promise<number> =>
  runAgent(argv, process.env, print);

/** For `vangxa doctor agent`. */
export const doctorMain = (argv: readonly string[]): Promise<number> => runDoctor(argv, print);

const startedDirectly = (): boolean =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);

if (startedDirectly()) {
  const [verb, ...rest] = process.argv.slice(2);
  process.exit(await (verb === "doctor" ? doctorMain(rest) : agentMain(process.argv.slice(2))));
}
