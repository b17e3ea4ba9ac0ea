import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MqttClient } from "mqtt";
import { startBroker } from "../../controller/broker/broker.adapter.ts";
import { hashSecret, newSecret } from "../../controller/broker/secret.adapter.ts";
import { composeMachine, type MachineSide } from "../../controller/compose-machine.ts";
import type { Foundation } from "../../controller/compose-people.ts";
import { systemClock, systemTimers } from "../../controller/clock.adapter.ts";
import { keyFolder } from "../../controller/dispatch/keys.adapter.ts";
import type { EventKind } from "../../controller/http/events.ts";
import { inboundFilters } from "../../controller/link/inbound.service.ts";
import { jwsVerifier, signWith } from "../../controller/link/jws.adapter.ts";
import { pipeWire } from "../../controller/link/mqtt.adapter.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import { openStore, type Store } from "../../controller/store/sqlite.adapter.ts";
import { firstLink, links } from "../../contract/chain.ts";
import { type Body, type ChannelName, channels, matchTopic, topic } from "../../contract/channels.ts";
import { decode, encode } from "../../contract/codec.ts";
import {
  type AgentId,
  type BootId,
  bootId,
  type ClusterId,
  clusterId,
  type OccurrenceId,
  type PersonId,
} from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import type { Receipt, Report } from "../../contract/receipt.ts";
import type { Sign } from "../../contract/signed.ts";
import { type Clock, type Duration, hours, type Instant, instant, minutes } from "../../contract/time.ts";

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
  readonly logged: { readonly level: string; readonly text: string; readonly fields: object }[];
  /** The time on the wall, as tests move it. */
  readonly time: { now: Instant };
  agentPipe(): import("node:stream").Duplex;
  close(): Promise<void>;
}

export const COMMUNE = "21024";
export const CLUSTERS = ["cum-1", "cum-2", "cum-3"] as const;

export async function machineWorld(
  more: { folder?: string; now?: Instant; grace?: Duration; clusters?: number } = {},
): Promise<MachineWorld> {
  const folder = more.folder ?? mkdtempSync(join(tmpdir(), "vangxa-machine-"));
  const store = await openStore({ file: join(folder, "vangxa.db") });
  if (!more.folder) await somePlaces(store, more.clusters ?? CLUSTERS.length);
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
  let port = 0;
  let pipe: (() => import("node:stream").Duplex) | undefined;
  const base = { db: store.db, clock, timers: systemTimers, log, hash: sha256Of } as unknown as Foundation;
  const events = {
    emit: async (kind: EventKind, place: string, body: Record<string, unknown>) => {
      told.push({ kind, place, body });
    },
  };
  const side = await composeMachine(
    base,
    { events } as never,
    {
      keyFiles: await keyFolder(join(folder, "keys")),
      signWith,
      verify: jwsVerifier(),
      hashBytes: sha256Of,
      random: (bytes) => randomBytes(bytes),
      newSecret,
      hashSecret,
      openBrokerage: async (credential, onDenied) => {
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
    time,
    agentPipe: () => (pipe as () => import("node:stream").Duplex)(),
    close: async () => {
      await side.stop();
      await store.close();
      if (!more.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function somePlaces({ db }: Store, clusters: number): Promise<void> {
  const dated = { valid_from: "2025-07-01", valid_to: null };
  const named = (name: string) => ({ name, folded: name.toLowerCase(), ...dated });
  await db.insertInto("province").values({ code: "51", ...named("Quang Ngai") }).execute();
  await db.insertInto("commune").values({ code: COMMUNE, province: "51", ...named("Xa Mot") }).execute();
  for (let n = 1; n <= clusters; n++) {
    await db
      .insertInto("cluster")
      .values({
        id: `cum-${n}`, commune: COMMUNE, ...named(`Cum ${n}`), kind: "ip", latitude: null, longitude: null,
        tags: "[]", exercise: 0, volume: "[]",
      })
      .execute();
  }
}

/** A board as the controller meets it: enrolled, connected, signing. It plays nothing. */
export interface StandIn {
  readonly agent: AgentId;
  readonly cluster: ClusterId;
  readonly boot: BootId;
  readonly password: string;
  readonly sign: Sign;
  readonly client: MqttClient;
  readonly heard: { readonly name: ChannelName; readonly id: string; readonly payload: Uint8Array }[];
  /** The newest decoded body of a channel. */
  last<T extends ChannelName>(name: T, id?: string): Body<T> | undefined;
  /** A signed batch of these reports, continuing the chain; not sent yet. */
  batch(...reports: Report[]): Promise<Uint8Array>;
  send(bytes: Uint8Array): Promise<void>;
  say<T extends ChannelName>(name: T, body: Body<T>): Promise<void>;
  acked(): number;
  close(): Promise<void>;
}

const clockState = { source: "ntp", offset: 0, uncertainty: 5 } as never;

export async function standIn(world: MachineWorld, cluster: string = CLUSTERS[0]): Promise<StandIn> {
  const { code } = await world.enrol.newClaim(clusterId(cluster), "nguoi-1" as PersonId);
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const enrolled = await world.enrol.enrol({ claimCode: code, publicKey: x as string, about: { serial: "T-1" } });
  if (!enrolled.ok) throw new Error(enrolled.code);
  const { agent, mqtt } = enrolled.value;
  const sign = await signWith({ kid: agent, x: x as string, d: d as string });
  const boot = bootId(`b-${randomBytes(6).toString("hex")}`);
  const heard: { name: ChannelName; id: string; payload: Uint8Array }[] = [];
  const client = connect(world, agent, mqtt.password);
  client.on("message", (full, payload) => {
    const match = matchTopic(full);
    if (match) heard.push({ ...match, payload: payloadOf(match.name, payload) });
  });
  await connected(client);
  const mine = ["agent/{agent}/config", "agent/{agent}/ack", "agent/{agent}/refresh", "agent/{agent}/time/answer"] as const;
  const scopes = ["centre", "p-51", `c-${COMMUNE}`, `a-${agent}`];
  await client.subscribeAsync(
    [
      ...mine.map((name) => topic(name, agent)),
      ...scopes.flatMap((scope) => [topic("scope/{scope}/plan", scope), topic("scope/{scope}/urgent", scope)]),
    ],
    { qos: 1 },
  );
  let sequence = 0;
  let link = firstLink(sha256Of, agent, boot);
  const last = <T extends ChannelName>(name: T, id?: string): Body<T> | undefined => {
    const found = heard.filter((one) => one.name === name && (id === undefined || one.id === id)).at(-1);
    const read = found && decode(name, found.payload);
    return read?.ok ? read.body : undefined;
  };
  return {
    agent, cluster: clusterId(cluster), boot, password: mqtt.password, sign, client, heard, last,
    batch: async (...reports) => {
      const receipts = reports.map((report): Receipt => {
        sequence += 1;
        return { sequence, at: instant(world.time.now), monotonic: sequence as Duration, clock: clockState, ...report } as Receipt;
      });
      const body = { kind: "receipts" as const, agent, boot, first: sequence - receipts.length + 1, previous: link, receipts };
      link = links(sha256Of, link, receipts.map((one) => JSON.stringify(one))).at(-1) ?? link;
      const jws = await sign.sign("vangxa-receipts+jws", encode("agent/{agent}/receipts", body));
      return new TextEncoder().encode(jws);
    },
    send: async (bytes) => {
      await client.publishAsync(topic("agent/{agent}/receipts", agent), bytes as Buffer, { qos: 1 });
    },
    say: async (name, body) => {
      await client.publishAsync(topic(name, agent), encode(name, body) as Buffer, { qos: channels[name].qos });
    },
    acked: () => last("agent/{agent}/ack")?.through ?? 0,
    close: () => client.endAsync(true),
  };
}

function payloadOf(name: ChannelName, bytes: Uint8Array): Uint8Array {
  if (!channels[name].signed) return bytes;
  return Buffer.from(new TextDecoder().decode(bytes).split(".")[1] ?? "", "base64url");
}

export function connect(world: MachineWorld, id: string, password: string, more: object = {}): MqttClient {
  const client = new MqttClient(() => world.agentPipe() as never, {
    clientId: id, username: id, password, protocolVersion: 4, clean: true, keepalive: 60, reconnectPeriod: 0, ...more,
  });
  client.on("error", () => undefined);
  return client;
}

export const connected = (client: MqttClient): Promise<void> =>
  new Promise((resolve, reject) => {
    client.once("connect", () => resolve());
    client.once("error", reject);
    client.once("close", () => reject(new Error("closed")));
  });

let orders = 0;

/** Puts an approved order with one occurrence into the tables, as the schedule does. */
export async function order(
  world: MachineWorld,
  more: Partial<Occurrence> & { scope?: string; document?: "plan" | "urgent"; clusters?: readonly string[] } = {},
): Promise<OccurrenceId> {
  orders += 1;
  const { scope = `c-${COMMUNE}`, document = "plan", clusters = CLUSTERS, ...rest } = more;
  const now = world.time.now;
  const id = `occ-${orders}` as OccurrenceId;
  const body = {
    id, broadcast: `bc-${orders}`, level: document === "urgent" ? "emergency" : "normal", authority: "commune",
    status: "actual", title: "Chuyển đổi số", issued: now, notBefore: now, notAfter: (now + hours(1)) as Instant,
    placement: { kind: "at", at: now }, target: { all: true },
    parts: [{ kind: "audio", role: "message", audio: { sha256: "a".repeat(64), bytes: 1_000, length: 30_000 } }],
    onCut: "resume", approvedBy: ["Nguyễn Văn A"], ...rest,
  } as unknown as Occurrence;
  const { db } = world.store;
  await db
    .insertInto("broadcast")
    .values({
      id: body.broadcast, place: scope, title: body.title, theme: "chuyen-doi-so", level: body.level, authority: body.authority,
      status: body.status, spec: "{}", state: "active", author: "nguoi-1", created_at: now, content_hash: "", approvals: "[]",
      cancelled_at: null, cancelled_by: null, idempotency_key: null,
    })
    .execute();
  await db
    .insertInto("occurrence")
    .values({
      id, broadcast: body.broadcast, scope, document, level: body.level, not_before: body.notBefore, not_after: body.notAfter,
      body: JSON.stringify(body), created_at: now, cancelled_at: null, closed_at: null,
    })
    .execute();
  await db.insertInto("occurrence_cluster").values(clusters.map((cluster) => ({ occurrence: id, cluster }))).execute();
  return id;
}

export const cancel = async (world: MachineWorld, id: OccurrenceId): Promise<void> => {
  await world.store.db.updateTable("occurrence").set({ cancelled_at: world.time.now }).where("id", "=", id).execute();
};

export const ended = (occurrence: OccurrenceId, more: object = {}): Report =>
  ({
    kind: "ended", occurrence, as: "played", start: 1_760_000_000_000, heard: 30_000, frames: 1_440_000, ofFrames: 1_440_000,
    parts: [{ part: 0, offset: 0, frames: 1_440_000 }], ...more,
  }) as unknown as Report;

export async function until(what: () => boolean | Promise<boolean>, within = 5_000): Promise<void> {
  const end = performance.now() + within;
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`not within ${within} ms: ${what.toString()}`);
    await new Promise((go) => setTimeout(go, 5));
  }
}
