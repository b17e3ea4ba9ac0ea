// A board as far as its receipts go, over a real socket: it signs, sends until it is acknowledged, and remembers what was.
import { generateKeyPairSync } from "node:crypto";
import mqtt from "mqtt";
import { firstLink, links } from "../../contract/chain.ts";
import { topic } from "../../contract/channels.ts";
import { encode } from "../../contract/codec.ts";
import type { AgentId, BootId } from "../../contract/ids.ts";
import type { Receipt, Report } from "../../contract/receipt.ts";
import { signWith } from "../../controller/link/jws.adapter.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import type { Api } from "../../demo/api.ts";

export interface SigningBoard {
  readonly agent: AgentId;
  readonly boot: BootId;
  /** Signed batches of three receipts, in order; `last` = the sequence that an ack of it names. */
  readonly batches: readonly { readonly bytes: Uint8Array; readonly last: number }[];
  /** The highest sequence that the controller ever acknowledged. */
  acked(): number;
  connect(address: string): Promise<void>;
  /** Sends the batch and waits; false when no ack came in time. */
  deliver(at: number, patience: number): Promise<boolean>;
  leave(): Promise<void>;
  /** The same board with the same batches that has heard no ack yet. */
  again(): SigningBoard;
}

/** Enrols at the cluster and makes one batch an occurrence. */
export async function signingBoard(
  admin: Api,
  cluster: string,
  occurrences: readonly string[],
): Promise<SigningBoard> {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const { code } = await admin.post<{ code: string }>(`/api/clusters/${cluster}/claim`, {});
  const enrolled = await admin.post<{
    agent: string;
    mqtt: { username: string; password: string };
  }>("/api/enrol", { claimCode: code, publicKey: x, about: { serial: cluster } });
  const agent = enrolled.agent as AgentId;
  const boot = `boot-${cluster}` as BootId;
  const batches = await signedBatches(
    agent,
    boot,
    await signWith({ kid: agent, x: x as string, d: d as string }),
    occurrences,
  );
  return boardOf({ agent, boot, batches, credential: enrolled.mqtt });
}

interface Known extends Pick<SigningBoard, "agent" | "boot" | "batches"> {
  readonly credential: { readonly username: string; readonly password: string };
}

function boardOf(known: Known): SigningBoard {
  const { agent, boot, batches, credential } = known;
  let through = 0;
  let client: mqtt.MqttClient | undefined;
  const listeners = new Set<() => void>();
  return {
    again: () => boardOf(known),
    agent,
    boot,
    batches,
    acked: () => through,
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
        if (ack.boot === boot) through = Math.max(through, ack.through);
        for (const listen of listeners) listen();
      });
      await client.subscribeAsync(topic("agent/{agent}/ack", agent), { qos: 1 });
    },
    deliver(at, patience) {
      const batch = batches[at];
      if (!batch || !client) return Promise.resolve(false);
      const { bytes, last } = batch;
      client.publish(topic("agent/{agent}/receipts", agent), bytes as Buffer, { qos: 1 });
      return new Promise((resolve) => {
        const timer = setTimeout(() => finish(false), patience);
        const finish = (acked: boolean) => {
          clearTimeout(timer);
          listeners.delete(look);
          resolve(acked);
        };
        const look = () => through >= last && finish(true);
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

async function signedBatches(
  agent: AgentId,
  boot: BootId,
  sign: Awaited<ReturnType<typeof signWith>>,
  occurrences: readonly string[],
) {
  let previous = firstLink(sha256Of, agent, boot);
  const batches: { bytes: Uint8Array; last: number }[] = [];
  for (const [n, occurrence] of occurrences.entries()) {
    const first = n * 3 + 1;
    const receipts = playOf(occurrence).map(
      (report, at) =>
        ({
          sequence: first + at,
          at: Date.now(),
          monotonic: (first + at) * 1_000,
          clock: { source: "ntp", offset: 0, uncertainty: 5 },
          ...report,
        }) as Receipt,
    );
    const body = { kind: "receipts" as const, agent, boot, first, previous, receipts };
    const texts = receipts.map((one) => JSON.stringify(one));
    previous = links(sha256Of, previous, texts).at(-1) ?? previous;
    const jws = await sign.sign("vangxa-receipts+jws", encode("agent/{agent}/receipts", body));
    batches.push({ bytes: new TextEncoder().encode(jws), last: first + 2 });
  }
  return batches;
}

function playOf(occurrence: string): Report[] {
  const now = Date.now();
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
