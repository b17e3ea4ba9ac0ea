// The real controller on virtual time, over a real database that a crash leaves as a power cut would: what was committed stays.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sha256 } from "../../contract/ids.ts";
import { type Duration, seconds } from "../../contract/time.ts";
import { type Controller, createController } from "../../controller/app.ts";
import type { Backups } from "../../controller/backup.ts";
import type { Foundation } from "../../controller/compose-people.ts";
import { parseSettings } from "../../controller/config.ts";
import type { KeyRecord } from "../../controller/dispatch/keys.ts";
import { newStreamKey } from "../../controller/live/keys.adapter.ts";
import type { Machinery } from "../../controller/machinery.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import { openStore, type Store } from "../../controller/store/sqlite.adapter.ts";
import type { Dice } from "../support/dice.ts";
import { paperLibrary } from "../support/paper-library.ts";
import { paperSpool } from "../support/paper-spool.ts";
import {
  ADMIN_PASSWORD,
  type Asker,
  askers,
  foundation,
  type Reply,
  type Wire,
} from "../support/people-world.ts";
import type { Kernel, Life } from "./kernel.ts";
import type { Net } from "./net.ts";
import { seededKey, signNow, verifyNow } from "./seeded-keys.ts";

/** Where the next crash of the controller strikes: inside a transaction, or after its commit and before the ack leaves. */
export type CentreTrap = "in-transaction" | "before-ack";

/** Nobody in these stories copies the database. */
const noBackups: Backups = {
  make: () => Promise.reject(new Error("no backups here")),
  list: async () => [],
  read: () => new Blob([]).stream() as never,
};

export interface Centre {
  readonly file: string;
  readonly errors: string[];
  alive(): boolean;
  start(): Promise<void>;
  crash(): void;
  trap(where: CentreTrap | undefined): void;
  /** Asks as this person; logs in first where the old session is over. Status 0 = nobody answers. */
  ask(who: string, method: string, path: string, body?: unknown): Promise<Reply<Wire>>;
  /** For boards: no log-in. */
  open(method: string, path: string, body?: unknown): Promise<Reply<Wire>>;
  sizeOf(audio: Sha256): Promise<number | undefined>;
  db(): Store["db"];
  close(): Promise<void>;
}

export interface CentreDeps {
  readonly world: Kernel;
  readonly net: Net;
  readonly chance: Dice;
  /** How often the one wake-up comes. */
  readonly wakeEvery: number;
  readonly onCrash: () => void;
}

/** Looks that come every moment in life and find nothing in nearly all of them; here they were three quarters of all events. */
const SELDOM = seconds(15);

const patient = (life: Life): Life => ({
  ...life,
  every: (wait, name, run) => life.every(Math.max(wait, SELDOM) as Duration, name, run),
});

/** Syncs cost nothing in memory; what a process leaves behind is the same as on a disk. */
const MEMORY = "/dev/shm";

export function newCentre(deps: CentreDeps): Centre {
  const { world, net, chance } = deps;
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "vangxa-sim-"));
  const file = join(folder, "vangxa.db");
  const library = paperLibrary();
  const keys: KeyRecord[] = [];
  const errors: string[] = [];
  const tokens = new Map<string, string>();
  let ids = 0;
  let set: CentreTrap | undefined;
  let now: { life: Life; store: Store; controller: Controller; hot: boolean } | undefined;

  const random = (bytes: number): Uint8Array =>
    Uint8Array.from({ length: bytes }, () => chance.whole(0, 255));

  function die(): void {
    if (!now) return;
    const { life, store, controller } = now;
    now = undefined;
    set = undefined;
    life.kill();
    net.closeBroker();
    // The open transaction, if there is one, dies with the connection.
    void store.close().catch(() => undefined);
    void controller.server.app.close().catch(() => undefined);
    world.tell("centre", "died");
    deps.onCrash();
  }

  const trapped = (where: CentreTrap): boolean => {
    if (set !== where || now?.hot !== true) return false;
    die();
    return true;
  };

  function base(life: Life, store: Store): Foundation {
    const made = foundation(store).base;
    const note = (level: string) => (fields: object, what: string) => {
      if (level === "error" && life.alive()) {
        const error = (fields as { error?: unknown }).error;
        errors.push(`${what} ${error instanceof Error ? error.stack : JSON.stringify(fields)}`);
      }
    };
    return {
      ...made,
      clock: life,
      timers: life,
      log: { error: note("error"), warn: note("warn"), info: note("info"), debug: note("debug") },
      hash: (text) => {
        if (trapped("in-transaction")) throw new Error("killed");
        return sha256Of(text);
      },
      newId: (prefix) => {
        ids += 1;
        return `${prefix}-${String(ids).padStart(6, "0")}`;
      },
      audio: library.audio,
      files: library.store,
    };
  }

  function machinery(life: Life): Machinery {
    return {
      keyFiles: {
        load: async () => [...keys],
        save: async (key) => void keys.push(key),
        make: () => seededKey(chance),
      },
      signWith: async (key) => signNow(key),
      verify: verifyNow(),
      hashBytes: sha256Of as Machinery["hashBytes"],
      random,
      base64Url: (bytes) => Buffer.from(bytes).toString("base64url"),
      newSecret: () => Buffer.from(random(32)).toString("base64url"),
      hashSecret: async (secret) => `plain ${sha256Of(secret)}`,
      openBrokerage: async () => {
        const wire = net.openBroker(life);
        return {
          wire: {
            ...wire,
            publish: async (topic, bytes, how) => {
              if (topic.endsWith("/ack") && trapped("before-ack"))
                return new Promise<void>(() => undefined);
              return wire.publish(topic, bytes, how);
            },
          },
          address: "mqtt://sim:1883",
          disconnect: () => undefined,
          connected: () => 0,
          stop: async () => undefined,
        };
      },
    };
  }

  async function boot(): Promise<void> {
    const life = patient(world.life());
    const store = await openStore({ file });
    const parsed = parseSettings(
      [
        "--data",
        folder,
        "--http",
        "127.0.0.1:0",
        "--mqtt",
        "127.0.0.1:0",
        "--per-minute",
        "1000000",
      ],
      { VANGXA_ADMIN_PASSWORD: ADMIN_PASSWORD },
    );
    if (!parsed.ok) throw new Error(parsed.vi);
    const controller = await createController({
      liveParts: { newKey: newStreamKey, encoder: async () => undefined, spool: paperSpool() },
      settings: parsed.settings,
      version: "sim",
      listen: async () => ({ ok: false, why: "relay-unreachable", detail: "" }),
      web: { get: () => undefined },
      backups: noBackups,
      base: base(life, store),
      machinery: machinery(life),
      wake: {
        start: (wake) => void life.every(deps.wakeEvery as never, "wake", wake),
        stop: () => undefined,
      },
    });
    now = { life, store, controller, hot: false };
    tokens.clear();
    await controller.start();
    if (now?.life === life) now.hot = true;
    world.tell("centre", "up");
  }

  async function logIn(who: string): Promise<Asker | undefined> {
    if (!now) return undefined;
    const nobody = askers(now.controller.server)(undefined);
    const reply = await nobody.post("/api/session", { username: who, password: ADMIN_PASSWORD });
    // It may have died while it checked the password.
    if (!now) return undefined;
    if (reply.status !== 200) throw new Error(`${who}: ${JSON.stringify(reply.body)}`);
    tokens.set(who, reply.body.token);
    return askers(now.controller.server)(reply.body.token);
  }

  const nobodyThere: Reply<Wire> = {
    status: 0,
    headers: {},
    body: undefined,
    raw: Buffer.alloc(0),
  };

  async function ask(who: string, method: string, path: string, body?: unknown) {
    if (!now) return nobodyThere;
    const token = tokens.get(who);
    const first = token === undefined ? undefined : askers(now.controller.server)(token);
    const reply = await first?.ask(method, path, body);
    if (reply && reply.status !== 401) return reply;
    return (await (await logIn(who))?.ask<Wire>(method, path, body)) ?? nobodyThere;
  }

  return {
    file,
    errors,
    alive: () => now !== undefined,
    start: () => world.hold(boot()),
    crash: die,
    trap: (where) => {
      set = where;
    },
    ask: (...asked) => world.hold(ask(...asked)),
    open: (method, path, body) =>
      world.hold(
        now
          ? askers(now.controller.server)(undefined).ask(method, path, body)
          : Promise.resolve(nobodyThere),
      ),
    sizeOf: (audio) => library.store.size(audio),
    db: () => {
      if (!now) throw new Error("the controller is down");
      return now.store.db;
    },
    close: async () => {
      const last = now;
      now = undefined;
      last?.life.kill();
      await last?.controller.server.app.close();
      await last?.store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
