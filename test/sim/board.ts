// One board with its pole: the real agent on a virtual disk, clock and loudspeaker, and the ear that hears it in true time.
import { createHash } from "node:crypto";
import type { BootId, Sha256 } from "../../contract/ids.ts";
import type { Receipt } from "../../contract/receipt.ts";
import type { Duration, Instant } from "../../contract/time.ts";
import { type Agent, createAgent, enrolBoard } from "../../edge-agent/agent.ts";
import type { AudioStore } from "../../edge-agent/cache/store.ts";
import type { Chance } from "../../edge-agent/chance.ts";
import { FIRST_CONFIG } from "../../edge-agent/link/identity.ts";
import type { Player } from "../../edge-agent/player/player.ts";
import type { Dice } from "../support/dice.ts";
import type { Sound } from "../support/invariants.ts";
import { VirtualPlayer } from "../support/virtual-player.ts";
import type { Centre } from "./centre.ts";
import { type Disk, filesOn, journalOn, newDisk, type Trap } from "./disk.ts";
import { describe, type Stretch, soundsOf, writtenOn } from "./heard.ts";
import type { Kernel, Life } from "./kernel.ts";
import type { Net } from "./net.ts";
import { seededKey, signNow, verifyNow } from "./seeded-keys.ts";

/** What a planted fault does to the loudspeaker: the agent knows nothing of it. */
export interface Levers {
  /** Sounds the next item a second time, a while later. */
  double?: boolean;
  /** Holds the next item back by so many milliseconds and says that it began at its time. */
  late?: number;
  /** Stays silent for the next item and says that it played. */
  mute?: boolean;
  /** Does not obey the next stop. */
  deaf?: boolean;
}

export interface Told {
  readonly at: Instant;
  readonly receipt: Receipt;
  readonly boot: string;
}

export interface Board {
  readonly name: string;
  readonly cluster: string;
  readonly disk: Disk;
  readonly levers: Levers;
  /** Milliseconds by which the wall clock is off. */
  wall: number;
  /** Bytes a second that the way to the audio carries. */
  speed: number;
  agent(): string;
  up(): boolean;
  /** Spans in which the program ran. */
  readonly ran: { from: Instant; to: Instant | undefined }[];
  readonly told: Told[];
  readonly broken: string[];
  readonly relay: { at: Instant; closed: boolean }[];
  sounds(): Sound[];
  /** The highest receipt of each boot that reached the disk. */
  written(): ReadonlyMap<string, number>;
  start(): void;
  /** Power goes. */
  crash(): void;
  trap(how: Trap): void;
}

const sha256 = (data: string | Uint8Array): Sha256 =>
  createHash("sha256").update(data).digest("hex") as Sha256;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export interface BoardDeps {
  readonly world: Kernel;
  readonly net: Net;
  readonly centre: Centre;
  readonly chance: Dice;
  readonly name: string;
  readonly cluster: string;
  readonly claim: string;
}

export function newBoard(deps: BoardDeps): Board {
  const { world, net, centre, chance, name } = deps;
  const disk = newDisk();
  const heard: Stretch[] = [];
  const chanceOf: Chance = {
    unit: chance.unit,
    name: () => Array.from({ length: 26 }, () => chance.pick([...LETTERS])).join(""),
  };
  let agentId = "";
  let running: { life: Life; agent?: Agent; player: VirtualPlayer; from: Instant } | undefined;

  const board: Board = {
    name,
    cluster: deps.cluster,
    disk,
    levers: {},
    wall: 0,
    speed: 200_000,
    agent: () => agentId,
    up: () => running !== undefined,
    ran: [],
    told: [],
    broken: [],
    relay: [],
    sounds: () => soundsOf(deps.cluster, heard),
    written: () => writtenOn(disk),
    start: () => {
      if (running) return;
      boot().catch((error: unknown) => board.broken.push(String(error)));
    },
    crash: die,
    trap: (how) => {
      disk.trap = how;
      disk.onTrap = die;
    },
  };

  function die(): void {
    if (!running) return;
    const { life, player } = running;
    player.die();
    collect(player, running.from);
    life.kill();
    running = undefined;
    disk.trap = undefined;
    const last = board.ran.at(-1);
    if (last) last.to = world.now();
    net.cut(name);
    world.tell(name, "died");
  }

  function collect(player: VirtualPlayer, from: Instant): void {
    for (const one of player.heard.splice(0)) {
      heard.push({
        label: one.label,
        from: (from + one.from) as Instant,
        to: (from + one.to) as Instant,
        pieces: one.pieces,
      });
    }
  }

  async function boot(): Promise<void> {
    const life = world.life(() => board.wall);
    const files = filesOn(world, life, disk, chance);
    const player = new VirtualPlayer(life);
    running = { life, player, from: world.now() };
    board.ran.push({ from: world.now(), to: undefined });
    world.tell(name, "up");
    const enrolled = await enrolBoard({
      files,
      http: {
        get: async () => {
          throw new Error("not here");
        },
        post: async (url, json) => {
          if (!net.reaches(name)) throw new Error("no way");
          const reply = await centre.open("POST", new URL(url).pathname, JSON.parse(json));
          return { status: reply.status, text: reply.raw.toString() };
        },
      },
      makeKey: async () => seededKey(chance),
      controller: "http://sim",
      claim: deps.claim,
      about: {},
    });
    if (!life.alive()) return;
    if (!enrolled.ok) throw new Error(`${name}: ${enrolled.vi}`);
    const { identity, key } = enrolled;
    agentId = identity.agent;
    const bootName = chanceOf.name() as BootId;
    const agent = await createAgent({
      identity,
      boot: bootName,
      version: "sim",
      controller: "http://sim",
      firstConfig: await files.read(FIRST_CONFIG),
      clock: life,
      timers: life,
      chance: chanceOf,
      files,
      journal: journalOn(world, life, disk, chance),
      audio: audioFor(life),
      player: leversOn(player, life),
      relay: {
        warmUp: 300 as Duration,
        set: async (closed) => {
          if (life.alive()) board.relay.push({ at: world.now(), closed });
        },
        close: async () => undefined,
      },
      sign: signNow({ kid: identity.agent, ...key }),
      verify: verifyNow(),
      hash: sha256,
      sample: async () => ({}),
      fetchText: async (url) => {
        if (!net.reaches(name)) return undefined;
        const reply = await centre.open("GET", new URL(url).pathname);
        return reply.status === 200 ? reply.raw.toString() : undefined;
      },
      wire: (will) => net.wire(name, life, will),
      onEvent: (event) => {
        if (event.event !== "receipt" || !life.alive()) return;
        const { receipt } = event;
        board.told.push({ at: world.now(), receipt, boot: bootName });
        world.tell(name, describe(receipt));
      },
      onBroken: (error) => {
        if (!life.alive()) return;
        board.broken.push(String(error));
        // As the service manager would: the program ends and is started again, ever more slowly.
        die();
        world.after(60_000 + 30_000 * Math.min(60, board.broken.length), () => board.start());
      },
    });
    if (!running || running.life !== life) return;
    running.agent = agent;
    await agent.start();
  }

  /** Audio comes as fast as the way allows, goes on where it stopped, and lies on the disk once it is whole. */
  function audioFor(life: Life): AudioStore {
    const parts = new Map<string, number>();
    return {
      list: async () =>
        [...disk.audio].map(([hash, bytes]) => ({
          sha256: hash as Sha256,
          bytes,
          usedAt: 0 as Instant,
        })),
      pathOf: (hash) => hash,
      remove: async (hash) => void disk.audio.delete(hash),
      free: async () => (disk.full ? 0 : 1e9),
      fetch: async (_base, hash, bytes) => {
        const fail = (code: "unreachable" | "absent" | "disk-full", received = 0) =>
          ({ ok: false, code, received }) as const;
        if (!net.reaches(name)) return fail("unreachable");
        if (disk.full) return fail("disk-full");
        if ((await centre.sizeOf(hash)) !== bytes) return fail("absent");
        const have = parts.get(hash) ?? 0;
        const wait = Math.round(((bytes - have) / board.speed) * 1_000) + chance.whole(20, 200);
        const cutAt = chance.unit() < 0.1 ? wait * chance.unit() : wait;
        await new Promise<void>((done) => world.after(cutAt, done));
        if (!life.alive()) return new Promise(() => undefined);
        if (cutAt < wait || !net.reaches(name)) {
          const got = Math.floor(((bytes - have) * cutAt) / wait);
          parts.set(hash, have + got);
          return fail("unreachable", got);
        }
        disk.audio.set(hash, bytes);
        return { ok: true, received: bytes - have };
      },
    };
  }

  /** The loudspeaker as it hangs on the pole. */
  function leversOn(player: VirtualPlayer, life: Life): Player {
    const { levers } = board;
    const later = () => collectSoon(player);
    player.onEvent((event) => {
      if (event.kind !== "ended") return;
      const sounding = player.heard.at(-1);
      if (sounding && levers.double && sounding.to - sounding.from > 1_000) {
        levers.double = false;
        const shift = sounding.to - sounding.from + 20_000;
        player.heard.push({ ...sounding, from: sounding.from + shift, to: sounding.to + shift });
      }
      if (sounding && levers.mute) {
        levers.mute = false;
        player.heard.pop();
      }
      if (sounding && levers.late !== undefined) {
        const by = levers.late;
        delete levers.late;
        player.heard[player.heard.length - 1] = {
          ...sounding,
          from: sounding.from + by,
          to: sounding.to + by,
        };
      }
      later();
    });
    return {
      play: (run) => life.alive() && player.play(run),
      stop: (run) => {
        if (!life.alive()) return;
        if (levers.deaf) {
          levers.deaf = false;
          player.stop(run);
          const cut = player.heard.at(-1);
          if (cut) player.heard[player.heard.length - 1] = { ...cut, to: cut.to + 5_000 };
        } else player.stop(run);
      },
      onEvent: (listen) => player.onEvent(listen),
      close: () => player.close(),
    };
  }

  function collectSoon(player: VirtualPlayer): void {
    if (running?.player === player) collect(player, running.from);
  }

  return board;
}
