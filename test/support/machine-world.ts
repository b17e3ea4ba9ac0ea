import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import { type Clock, type Duration, hours, type Instant, minutes } from "../../contract/time.ts";
import type { Change } from "../../controller/access/audit.ts";
import { startBroker } from "../../controller/broker/broker.adapter.ts";
import { hashSecret, newSecret } from "../../controller/broker/secret.adapter.ts";
import { systemClock, systemTimers } from "../../controller/clock.adapter.ts";
import { composeMachine, type MachineSide } from "../../controller/compose-machine.ts";
import type { Foundation } from "../../controller/compose-people.ts";
import { keyFolder } from "../../controller/dispatch/keys.adapter.ts";
import type { EventKind } from "../../controller/http/events.ts";
import { inboundFilters } from "../../controller/link/inbound.service.ts";
import { jwsVerifier, signWith } from "../../controller/link/jws.adapter.ts";
import { pipeWire } from "../../controller/link/mqtt.adapter.ts";
import type { Brokerage } from "../../controller/machinery.ts";
import { ledgerThread } from "../../controller/playlog/ledger-thread.adapter.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import { openStore, type Store } from "../../controller/store/sqlite.adapter.ts";

export interface Told {
  readonly kind: EventKind;
  readonly place: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The machine side of a controller with the real store, broker, client and keys; one commune with three clusters. */
export interface MachineWorld extends MachineSide {
  readonly store: Store;
  readonly folder: string;
  readonly port: number;
  readonly told: Told[];
  /** What people changed. */
  readonly audited: readonly Change[];
  /** Finished audio by its hash, as far as it is still kept. */
  readonly sounds: Map<string, Buffer>;
  readonly logged: { readonly level: string; readonly text: string; readonly fields: object }[];
  /** The time on the wall, as tests move it. */
  readonly time: { now: Instant };
  agentPipe(): import("node:stream").Duplex;
  close(): Promise<void>;
}

export const COMMUNE = "21024";
export const CLUSTERS = ["cum-1", "cum-2", "cum-3"] as const;

export async function machineWorld(
  more: {
    folder?: string;
    now?: Instant;
    grace?: Duration;
    clusters?: number;
    /** Whether the places are made; without a word of it, in a folder of its own only. */
    places?: boolean;
    outside?: () => Promise<Brokerage>;
    /** Receipts are committed by a thread of its own, as in the program. */
    thread?: boolean;
  } = {},
): Promise<MachineWorld> {
  const folder = more.folder ?? mkdtempSync(join(tmpdir(), "vangxa-machine-"));
  const file = join(folder, "vangxa.db");
  const store = await openStore({ file });
  const ledger = more.thread
    ? ledgerThread({ file, alone: store.alone, onTrouble: (_, why) => store.distrust(why) })
    : undefined;
  if (more.places ?? !more.folder) await somePlaces(store, more.clusters ?? CLUSTERS.length);
  const time = { now: more.now ?? systemClock.now() };
  const frozen = more.now !== undefined;
  const clock: Clock = {
    now: () => (frozen ? time.now : systemClock.now()),
    monotonic: systemClock.monotonic,
  };
  const told: Told[] = [];
  const logged: { level: string; text: string; fields: object }[] = [];
  const log = Object.fromEntries(
    ["error", "warn", "info", "debug"].map((level) => [
      level,
      (fields: object, text: string) => logged.push({ level, text, fields }),
    ]),
  );
  const sounds = new Map<string, Buffer>();
  let port = 0;
  let pipe: (() => import("node:stream").Duplex) | undefined;
  const base = {
    db: store.db,
    clock,
    timers: systemTimers,
    log,
    hash: sha256Of,
    files: {
      size: async (sha256: string) => sounds.get(sha256)?.length,
      read: async function* (sha256: string) {
        yield sounds.get(sha256) as Buffer;
      },
    },
  } as unknown as Foundation;
  const events = {
    emit: async (kind: EventKind, place: string, body: Record<string, unknown>) => {
      told.push({ kind, place, body });
    },
  };
  const audited: Change[] = [];
  const audit = { record: async (change: Change) => void audited.push(change) };
  const side = await composeMachine(
    base,
    { events, audit } as never,
    {
      keyFiles: await keyFolder(join(folder, "keys")),
      signWith,
      verify: jwsVerifier(),
      hashBytes: sha256Of,
      base64Url: (bytes) => Buffer.from(bytes).toString("base64url"),
      random: (bytes) => randomBytes(bytes),
      newSecret,
      hashSecret,
      ...(ledger && { ledger }),
      openBrokerage: async (credential, onDenied) => {
        if (more.outside) {
          const outside = await more.outside();
          port = Number(new URL(outside.address).port);
          pipe = () => connectTcp(port, "127.0.0.1");
          return outside;
        }
        const broker = await startBroker({ host: "127.0.0.1", port: 0, credential, onDenied });
        port = broker.port;
        pipe = broker.agentPipe;
        return {
          wire: pipeWire(broker.controllerPipe, {
            clientId: "controller",
            filters: inboundFilters,
            wait: { first: 20, longest: 200 },
            chance: () => 0.5,
          }),
          address: `mqtt://127.0.0.1:${broker.port}`,
          disconnect: broker.disconnect,
          connected: broker.connected,
          stop: broker.stop,
        };
      },
    },
    more.grace ?? minutes(15),
  );
  await side.start();
  return {
    ...side,
    store,
    folder,
    port,
    told,
    logged,
    audited,
    sounds,
    time,
    agentPipe: () => (pipe as () => import("node:stream").Duplex)(),
    close: async () => {
      await side.stop();
      await ledger?.stop();
      await store.close();
      if (!more.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function somePlaces({ db }: Store, clusters: number): Promise<void> {
  const dated = { valid_from: "2025-07-01", valid_to: null };
  const named = (name: string) => ({ name, folded: name.toLowerCase(), ...dated });
  await db
    .insertInto("province")
    .values({ code: "51", ...named("Quang Ngai") })
    .execute();
  await db
    .insertInto("commune")
    .values({ code: COMMUNE, province: "51", ...named("Xa Mot") })
    .execute();
  for (let n = 1; n <= clusters; n++) {
    await db
      .insertInto("cluster")
      .values({
        id: `cum-${n}`,
        commune: COMMUNE,
        ...named(`Cum ${n}`),
        kind: "ip",
        latitude: null,
        longitude: null,
        tags: "[]",
        exercise: 0,
        volume: "[]",
      })
      .execute();
  }
}

/** A board as the controller meets it: enrolled, connected, signing. It plays nothing. */
let orders = 0;
export async function order(
  world: MachineWorld,
  more: Partial<Occurrence> & {
    scope?: string;
    document?: "plan" | "urgent";
    clusters?: readonly string[];
  } = {},
): Promise<OccurrenceId> {
  orders += 1;
  const { scope = `c-${COMMUNE}`, document = "plan", clusters = CLUSTERS, ...rest } = more;
  const now = world.time.now;
  const id = `occ-${orders}` as OccurrenceId;
  const body = {
    id,
    broadcast: `bc-${orders}`,
    level: document === "urgent" ? "emergency" : "normal",
    authority: "commune",
    status: "actual",
    title: "Chuyển đổi số",
    issued: now,
    notBefore: now,
    notAfter: (now + hours(1)) as Instant,
    placement: { kind: "at", at: now },
    target: { all: true },
    parts: [
      {
        kind: "audio",
        role: "message",
        audio: { sha256: "a".repeat(64), bytes: 1_000, length: 30_000 },
      },
    ],
    onCut: "resume",
    approvedBy: ["Nguyễn Văn A"],
    ...rest,
  } as unknown as Occurrence;
  const { db } = world.store;
  await db
    .insertInto("broadcast")
    .values({
      id: body.broadcast,
      place: scope,
      title: body.title,
      theme: "chuyen-doi-so",
      level: body.level,
      authority: body.authority,
      status: body.status,
      spec: "{}",
      state: "active",
      author: "nguoi-1",
      created_at: now,
      content_hash: "",
      approvals: "[]",
      cancelled_at: null,
      cancelled_by: null,
      idempotency_key: null,
    })
    .execute();
  await db
    .insertInto("occurrence")
    .values({
      id,
      broadcast: body.broadcast,
      scope,
      document,
      level: body.level,
      not_before: body.notBefore,
      not_after: body.notAfter,
      body: JSON.stringify(body),
      created_at: now,
      cancelled_at: null,
      closed_at: null,
    })
    .execute();
  await db
    .insertInto("occurrence_cluster")
    .values(clusters.map((cluster) => ({ occurrence: id, cluster })))
    .execute();
  return id;
}

export const cancel = async (world: MachineWorld, id: OccurrenceId): Promise<void> => {
  await world.store.db
    .updateTable("occurrence")
    .set({ cancelled_at: world.time.now })
    .where("id", "=", id)
    .execute();
};

export async function until(what: () => boolean | Promise<boolean>, within = 5_000): Promise<void> {
  const end = performance.now() + within;
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`not within ${within} ms: ${what.toString()}`);
    await new Promise((go) => setTimeout(go, 5));
  }
}
