import { generateKeyPairSync, randomBytes } from "node:crypto";
import { MqttClient } from "mqtt";
import { firstLink, links } from "../../contract/chain.ts";
import {
  type Body,
  type ChannelName,
  channels,
  matchTopic,
  topic,
} from "../../contract/channels.ts";
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
import type { Receipt, Report } from "../../contract/receipt.ts";
import type { Sign } from "../../contract/signed.ts";
import { type Duration, instant } from "../../contract/time.ts";
import { signWith } from "../../controller/link/jws.adapter.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";

import { CLUSTERS, COMMUNE, type MachineWorld } from "./machine-world.ts";

export interface StandIn {
  readonly agent: AgentId;
  readonly cluster: ClusterId;
  readonly boot: BootId;
  readonly password: string;
  readonly sign: Sign;
  readonly client: MqttClient;
  readonly heard: {
    readonly name: ChannelName;
    readonly id: string;
    readonly payload: Uint8Array;
  }[];
  /** The newest decoded body of a channel. */
  last<T extends ChannelName>(name: T, id?: string): Body<T> | undefined;
  /** A signed batch of these reports, continuing the chain; not sent yet. */
  batch(...reports: Report[]): Promise<Uint8Array>;
  send(bytes: Uint8Array): Promise<void>;
  say<T extends ChannelName>(name: T, body: Body<T>): Promise<void>;
  acked(): number;
  close(): Promise<void>;
  /** Another program with the same key: what a copied card makes. It begins a boot of its own. */
  twin(): Promise<StandIn>;
}

const clockState = { source: "ntp", offset: 0, uncertainty: 5 } as never;

export async function standIn(
  world: MachineWorld,
  cluster: string = CLUSTERS[0],
): Promise<StandIn> {
  const { code } = await world.enrol.newClaim(clusterId(cluster), {
    id: "nguoi-1" as PersonId,
    address: "127.0.0.1",
  });
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const asked = { claimCode: code, publicKey: x as string, about: { serial: "T-1" } };
  const enrolled = await world.enrol.enrol(asked, "127.0.0.1");
  if (!enrolled.ok) throw new Error(enrolled.code);
  const { agent, mqtt } = enrolled.value;
  const sign = await signWith({ kid: agent, x: x as string, d: d as string });
  return program(world, cluster, { agent, password: mqtt.password, sign });
}

interface Identity {
  readonly agent: AgentId;
  readonly password: string;
  readonly sign: Sign;
}

/** One run of a board's program. */
async function program(world: MachineWorld, cluster: string, identity: Identity): Promise<StandIn> {
  const { agent, password, sign } = identity;
  const boot = bootId(`b-${randomBytes(6).toString("hex")}`);
  const heard: { name: ChannelName; id: string; payload: Uint8Array }[] = [];
  const client = connect(world, agent, password);
  client.on("message", (full, payload) => {
    const match = matchTopic(full);
    if (match) heard.push({ ...match, payload: payloadOf(match.name, payload) });
  });
  await connected(client);
  const mine = [
    "agent/{agent}/config",
    "agent/{agent}/ack",
    "agent/{agent}/refresh",
    "agent/{agent}/time/answer",
  ] as const;
  const scopes = ["centre", "p-51", `c-${COMMUNE}`, `a-${agent}`];
  await client.subscribeAsync(
    [
      ...mine.map((name) => topic(name, agent)),
      ...scopes.flatMap((scope) => [
        topic("scope/{scope}/plan", scope),
        topic("scope/{scope}/urgent", scope),
      ]),
    ],
    { qos: 1 },
  );
  let sequence = 0;
  let link = firstLink(sha256Of, agent, boot);
  const last = <T extends ChannelName>(name: T, id?: string): Body<T> | undefined => {
    const found = heard
      .filter((one) => one.name === name && (id === undefined || one.id === id))
      .at(-1);
    const read = found && decode(name, found.payload);
    return read?.ok ? read.body : undefined;
  };
  return {
    agent,
    cluster: clusterId(cluster),
    boot,
    password,
    sign,
    client,
    heard,
    last,
    batch: async (...reports) => {
      const receipts = reports.map((report): Receipt => {
        sequence += 1;
        return {
          sequence,
          at: instant(world.time.now),
          monotonic: (sequence * 60_000) as Duration,
          clock: clockState,
          ...report,
        } as Receipt;
      });
      const body = {
        kind: "receipts" as const,
        agent,
        boot,
        first: sequence - receipts.length + 1,
        previous: link,
        receipts,
      };
      link =
        links(
          sha256Of,
          link,
          receipts.map((one) => JSON.stringify(one)),
        ).at(-1) ?? link;
      const jws = await sign.sign("vangxa-receipts+jws", encode("agent/{agent}/receipts", body));
      return new TextEncoder().encode(jws);
    },
    send: async (bytes) => {
      await client.publishAsync(topic("agent/{agent}/receipts", agent), bytes as Buffer, {
        qos: 1,
      });
    },
    say: async (name, body) => {
      await client.publishAsync(topic(name, agent), encode(name, body) as Buffer, {
        qos: channels[name].qos,
      });
    },
    acked: () => last("agent/{agent}/ack")?.through ?? 0,
    close: () => client.endAsync(true),
    twin: () => program(world, cluster, identity),
  };
}

function payloadOf(name: ChannelName, bytes: Uint8Array): Uint8Array {
  if (!channels[name].signed) return bytes;
  return Buffer.from(new TextDecoder().decode(bytes).split(".")[1] ?? "", "base64url");
}

export function connect(
  world: MachineWorld,
  id: string,
  password: string,
  more: object = {},
): MqttClient {
  const client = new MqttClient(() => world.agentPipe() as never, {
    clientId: id,
    username: id,
    password,
    protocolVersion: 4,
    clean: true,
    keepalive: 60,
    reconnectPeriod: 0,
    ...more,
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

export const ended = (occurrence: OccurrenceId, more: object = {}): Report =>
  ({
    kind: "ended",
    occurrence,
    as: "played",
    start: 1_760_000_000_000,
    heard: 30_000,
    frames: 1_440_000,
    ofFrames: 1_440_000,
    parts: [{ part: 0, offset: 0, frames: 1_440_000 }],
    ...more,
  }) as unknown as Report;
