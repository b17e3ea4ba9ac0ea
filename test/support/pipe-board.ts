import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BootId } from "../../contract/ids.ts";
import { type Clock, seconds } from "../../contract/time.ts";
import { type Agent, type AgentDeps, createAgent, enrolBoard } from "../../edge-agent/agent.ts";
import { noRelay } from "../../edge-agent/amplifier/relay.ts";
import { openAudioStore } from "../../edge-agent/cache/download.adapter.ts";
import { systemChance } from "../../edge-agent/chance.adapter.ts";
import { systemClock, systemTimers } from "../../edge-agent/clock.adapter.ts";
import type { AgentEvent } from "../../edge-agent/events.ts";
import { openFiles } from "../../edge-agent/files.adapter.ts";
import { sha256Of } from "../../edge-agent/hash.adapter.ts";
import { sampleBoard } from "../../edge-agent/health/sample.adapter.ts";
import { backoff } from "../../edge-agent/link/backoff.ts";
import { nodeHttp } from "../../edge-agent/link/http.adapter.ts";
import { fetchText } from "../../edge-agent/link/http.ts";
import { FIRST_CONFIG } from "../../edge-agent/link/identity.ts";
import { jwsVerify, makeBoardKey, signAs } from "../../edge-agent/link/jws.adapter.ts";
import { mqttWire } from "../../edge-agent/link/mqtt.adapter.ts";
import { openJournal } from "../../edge-agent/outbox/journal.adapter.ts";
import { createReadOnly } from "../../edge-agent/read-only.ts";
import type { SmallCentre } from "./small-centre.ts";
import { VirtualPlayer } from "./virtual-player.ts";

/** A whole agent in this process: real disk, real MQTT.js over a pipe, a loudspeaker without sound. */
export interface PipeBoard {
  readonly player: VirtualPlayer;
  readonly agent: Agent;
  readonly events: AgentEvent[];
  readonly broken: unknown[];
  /** Connections are refused while this is false. */
  online: boolean;
  /** Dies without a word: the data stays. */
  die(): Promise<void>;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), "pipe-board-"));
export const dropFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true });

export async function startBoard(
  centre: SmallCentre,
  folder: string,
  clock: Clock = systemClock,
  online = true,
  senses: (player: VirtualPlayer) => Partial<AgentDeps> = () => ({}),
): Promise<PipeBoard> {
  const files = openFiles(folder);
  const enrolled = await enrolBoard({
    files,
    http: nodeHttp,
    makeKey: makeBoardKey,
    controller: centre.http,
    claim: "good-code",
    about: {},
  });
  if (!enrolled.ok) throw new Error(enrolled.vi);
  const { identity, key } = enrolled;
  const audio = await openAudioStore(join(folder, "audio"), nodeHttp);
  const readOnly = createReadOnly();
  const journal = await openJournal({
    readOnly,
    folder: join(folder, "journal"),
    onFull: async () => {
      throw new Error("full");
    },
  });
  const player = new VirtualPlayer({ ...systemClock, ...systemTimers });
  const waits = backoff(Math.random, seconds(0.05), seconds(0.2));
  const board = { player, events: [] as AgentEvent[], broken: [] as unknown[], online };
  const agent = await createAgent({
    identity,
    boot: systemChance.name() as BootId,
    version: "test",
    controller: centre.http,
    firstConfig: await files.read(FIRST_CONFIG),
    clock,
    timers: systemTimers,
    chance: systemChance,
    files,
    journal,
    audio,
    player,
    relay: noRelay,
    sign: await signAs(identity.agent, key),
    verify: jwsVerify(),
    hash: sha256Of,
    sample: sampleBoard(folder),
    readOnly,
    fetchText: (url) => fetchText(nodeHttp, url),
    wire: (will) =>
      mqttWire(
        {
          ...identity.mqtt,
          clientId: identity.agent,
          keepalive: 30,
          will,
          waits: { next: () => waits.next().value, connected: () => undefined },
        },
        () => {
          const pipe = centre.pipe();
          if (!board.online) setImmediate(() => pipe.destroy());
          return pipe;
        },
      ),
    onEvent: (event) => void board.events.push(event),
    onBroken: (error) => void board.broken.push(error),
    ...senses(player),
  });
  await agent.start();
  return Object.assign(board, {
    agent,
    async die() {
      board.online = false;
      player.die();
      centre.cut();
      await agent.stop();
    },
  });
}
