// A board as far as its receipts go, over a real socket: it signs, sends until it is acknowledged, and remembers what was.
import { generateKeyPairSync } from "node:crypto";
import mqtt from "mqtt";
import { firstLink, links } from "../../contract/chain.ts";
import { topic } from "../../contract/channels.ts";
import { encode } from "../../contract/codec.ts";
import type { AgentId, BootId, Sha256 } from "../../contract/ids.ts";
import type { Receipt, Report } from "../../contract/receipt.ts";
import { signWith } from "../../controller/link/jws.adapter.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import type { Api } from "../../demo/api.ts";

export interface SigningBoard {
  readonly agent: AgentId;
  /** Signed batches of a play each, in order; `last` = the sequence that an ack of it names. */
  readonly batches: readonly SignedBatch[];
  /** The highest sequence of a boot that the controller ever acknowledged. */
  acked(boot: BootId): number;
  connect(address: string): Promise<void>;
  /** Sends the batch and does not wait. */
  send(at: number): void;
  /** Sends the batch and waits; false when no ack came in time. */
  deliver(at: number, patience: number): Promise<boolean>;
  leave(): Promise<void>;
  /** The same board with the same batches that has heard no ack yet. */
  again(): SigningBoard;
}

export interface SignedBatch {
  readonly boot: BootId;
  readonly bytes: Uint8Array;
  readonly last: number;
}

/** How many boots the plays are spread over, and by how much the clock is off at the n-th, milliseconds. */
export interface Wish {
  readonly boots?: number;
  readonly skew?: (n: number) => number;
}

/** Enrols at the cluster and makes one batch an occurrence. */
export async function signingBoard(
  admin: Api,
  cluster: string,
  occurrences: readonly string[],
  wish: Wish = {},
): Promise<SigningBoard> {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const { code } = await admin.post<{ code: string }>(`/api/clusters/${cluster}/claim`, {});
  const enrolled = await admin.post<{
    agent: string;
    mqtt: { username: string; password: string };
  }>("/api/enrol", { claimCode: code, publicKey: x, about: { serial: cluster } });
  const agent = enrolled.agent as AgentId;
  const sign = await signWith({ kid: agent, x: x as string, d: d as string });
  const batches = await signedBatches({ agent, sign, occurrences, wish });
  return boardOf({ agent, batches, credential: enrolled.mqtt });
}

interface Known extends Pick<SigningBoard, "agent" | "batches"> {
  readonly credential: { readonly username: string; readonly password: string };
}

function boardOf(known: Known): SigningBoard {
  const { agent, batches, credential } = known;
  const acks = new Map<string, number>();
  const acked = (boot: string): number => acks.get(boot) ?? 0;
  let client: mqtt.MqttClient | undefined;
  const listeners = new Set<() => void>();
  return {
    again: () => boardOf(known),
    agent,
    batches,
    acked,
    async connect(address) {
      client = await mqtt.connectAsync(address, {
        username: credential.username,
        password: credential.password,
        clientId: agent,
        protocolVersion: 4,
        reconnectPeriod: 0,
        connectTimeout: 4_000,
      });
      client.on("error", () => undefined);
      client.on("message", (_, bytes) => {
        const ack = JSON.parse(String(bytes)) as { boot: string; through: number };
        acks.set(ack.boot, Math.max(acked(ack.boot), ack.through));
        for (const listen of listeners) listen();
      });
      await client.subscribeAsync(topic("agent/{agent}/ack", agent), { qos: 1 });
    },
    send(at) {
      const bytes = batches[at]?.bytes;
      if (bytes)
        client?.publish(topic("agent/{agent}/receipts", agent), bytes as Buffer, { qos: 1 });
    },
    deliver(at, patience) {
      const batch = batches[at];
      if (!batch || !client) return Promise.resolve(false);
      const { boot, bytes, last } = batch;
      client.publish(topic("agent/{agent}/receipts", agent), bytes as Buffer, { qos: 1 });
      return new Promise((resolve) => {
        const timer = setTimeout(() => finish(false), patience);
        const finish = (acked: boolean) => {
          clearTimeout(timer);
          listeners.delete(look);
          resolve(acked);
        };
        const look = () => acked(boot) >= last && finish(true);
        listeners.add(look);
        look();
      });
    },
    leave: async () => {
      await client?.endAsync(true).catch(() => undefined);
      client = undefined;
    },
  };
}

interface Telling {
  readonly agent: AgentId;
  readonly sign: Awaited<ReturnType<typeof signWith>>;
  readonly occurrences: readonly string[];
  readonly wish: Wish;
}

/** One batch an occurrence, boot after boot; each boot names where the one before it ended. */
async function signedBatches({ agent, sign, occurrences, wish }: Telling) {
  const { boots = 1, skew = () => 0 } = wish;
  const batches: { boot: BootId; bytes: Uint8Array; last: number }[] = [];
  let left: { boot: BootId; sequence: number; link: Sha256 } | undefined;
  const share = Math.ceil(occurrences.length / boots);
  for (let run = 0; run < boots; run += 1) {
    const boot = `boot-${run + 1}-${agent}` as BootId;
    let previous = firstLink(sha256Of, agent, boot);
    let sequence = 0;
    for (const [n, occurrence] of occurrences.slice(run * share, (run + 1) * share).entries()) {
      const off = skew(run * share + n);
      const begin = n === 0 && boots > 1 ? [bootOf(left)] : [];
      const receipts = [...begin, ...playOf(occurrence, off)].map((report) => {
        sequence += 1;
        return { sequence, monotonic: sequence * 2_000, ...stamp(off), ...report } as Receipt;
      });
      const first = sequence - receipts.length + 1;
      const body = { kind: "receipts" as const, agent, boot, first, previous, receipts };
      const texts = receipts.map((one) => JSON.stringify(one));
      previous = links(sha256Of, previous, texts).at(-1) ?? previous;
      const jws = await sign.sign("vangxa-receipts+jws", encode("agent/{agent}/receipts", body));
      batches.push({ boot, bytes: new TextEncoder().encode(jws), last: sequence });
    }
    left = { boot, sequence, link: previous };
  }
  return batches;
}

const bootOf = (previous: object | undefined) =>
  ({ kind: "boot", version: "1", ...(previous ? { previous } : {}) }) as Report;

/** A clock that was stepped says that it has no source any more. */
const stamp = (off: number) => ({
  at: Date.now() + off,
  clock: {
    source: off === 0 ? "ntp" : "none",
    offset: 0,
    uncertainty: off === 0 ? 5 : Math.abs(off),
  },
});

function playOf(occurrence: string, off: number): Report[] {
  const now = Date.now() + off;
  return [
    { kind: "armed", occurrence },
    { kind: "started", occurrence, planned: now, start: now, repeat: false, resumed: false },
    {
      kind: "ended",
      occurrence,
      as: "played",
      start: now,
      heard: 1_000,
      frames: 48_000,
      ofFrames: 48_000,
      parts: [{ part: 0, offset: 0, frames: 48_000 }],
    },
  ] as unknown as Report[];
}
