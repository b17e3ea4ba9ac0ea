import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcp } from "node:net";
import { type Duplex, duplexPair } from "node:stream";
import { Aedes } from "aedes";
import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK } from "jose";
import type { AgentConfig } from "../../contract/agent-config.ts";
import { matchTopic, topic } from "../../contract/channels.ts";
import type { AgentId, Sha256 } from "../../contract/ids.ts";
import type { Document, Occurrence, Plan, Urgent } from "../../contract/plan.ts";
import type { Receipt, ReceiptBatch } from "../../contract/receipt.ts";
import { close, listen } from "./listening.ts";

export const sha256 = (bytes: Uint8Array | string): Sha256 =>
  createHash("sha256").update(bytes).digest("hex") as Sha256;

export interface TestKey {
  readonly kid: string;
  readonly x: string;
  sign(typ: string, payload: string): Promise<string>;
}

export async function testKey(kid: string): Promise<TestKey> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const { x } = await exportJWK(privateKey);
  return {
    kid,
    x: x as string,
    sign: (typ, payload) =>
      new CompactSign(new TextEncoder().encode(payload))
        .setProtectedHeader({ alg: "EdDSA", kid, typ })
        .sign(privateKey),
  };
}

type Loose<T> = Partial<{ [K in keyof T]: unknown }>;

/** A whole occurrence from the few fields that a test cares about. */
export function occurrenceOf(fields: Loose<Occurrence> & { id: string }): Occurrence {
  const now = Date.now();
  return {
    broadcast: "b1",
    level: "normal",
    authority: "commune",
    status: "actual",
    title: "t",
    issued: now,
    notBefore: now - 60_000,
    notAfter: now + 600_000,
    placement: { kind: "at", at: now },
    target: { all: true },
    parts: [],
    onCut: "resume",
    approvedBy: ["p1", "p2"],
    ...(fields.level === "emergency"
      ? { emergency: { orderGiver: "g", orderNumber: "1", hazard: "h", area: "a" } }
      : {}),
    ...fields,
  } as unknown as Occurrence;
}

/**
 * What an agent needs around it, and no more: keys, a broker, enrolment, audio by hash, and somebody who acknowledges receipts.
 * It keeps every receipt that was verified with the board's own key.
 */
export interface SmallCentre {
  readonly root: TestKey;
  readonly key: TestKey;
  readonly http: string;
  readonly receipts: Receipt[];
  readonly batches: ReceiptBatch[];
  readonly presence: { state: string; [k: string]: unknown }[];
  readonly enrolments: number;
  readonly audioRequests: { url: string; range: string | undefined }[];
  /** Off = receipts are heard and not acknowledged. */
  acking: boolean;
  config(fields?: Loose<AgentConfig>): Promise<string>;
  addAudio(bytes: Uint8Array): Sha256;
  addDocument(jws: string, hash: Sha256): void;
  plan(occurrences: readonly Occurrence[], fields?: Loose<Plan>): Promise<void>;
  urgent(emergencies: readonly Occurrence[], fields?: Loose<Urgent>): Promise<void>;
  signed(document: Document, by?: TestKey): Promise<string>;
  publish(
    name: Parameters<typeof topic>[0],
    id: string,
    text: string,
    retain?: boolean,
  ): Promise<void>;
  /** Into the broker's memory without a message: as if the live one was lost. */
  retainOnly(name: Parameters<typeof topic>[0], id: string, text: string): Promise<void>;
  /** A connection without a socket. */
  pipe(): Duplex;
  cut(): void;
  stop(): Promise<void>;
}

export const SCOPE = "c-21024";
export const AGENT = "board-1" as AgentId;

export async function smallCentre(agent: string = AGENT): Promise<SmallCentre> {
  const broker = await Aedes.createBroker();
  const root = await testKey("root-1");
  const key = await testKey("centre-1");
  const audio = new Map<string, Uint8Array>();
  const documents = new Map<string, string>();
  const pipes = new Set<Duplex>();
  const sockets = new Set<Duplex>();
  const seen = new Set<string>();
  let boardKey = "";
  let revision = 0;
  let enrolments = 0;

  const centre = {
    root,
    key,
    acking: true,
    receipts: [] as Receipt[],
    batches: [] as ReceiptBatch[],
    presence: [] as { state: string }[],
    audioRequests: [] as { url: string; range: string | undefined }[],
    get enrolments() {
      return enrolments;
    },
  };

  broker.on("publish", (packet, client) => {
    if (!client) return;
    const match = matchTopic(packet.topic);
    if (match?.name === "agent/{agent}/receipts")
      void takeReceipts(match.id, packet.payload.toString());
    if (/\/(presence|health)$/.test(match?.name ?? ""))
      centre.presence.push(JSON.parse(packet.payload.toString()));
    if (match?.name === "agent/{agent}/time/ask")
      void answerTime(match.id, packet.payload.toString());
  });

  async function takeReceipts(from: string, jws: string): Promise<void> {
    const board = await importJWK({ kty: "OKP", crv: "Ed25519", x: boardKey }, "EdDSA");
    const { payload } = await compactVerify(jws, board, { algorithms: ["EdDSA"] });
    const batch = JSON.parse(new TextDecoder().decode(payload)) as ReceiptBatch;
    centre.batches.push(batch);
    for (const receipt of batch.receipts) {
      const name = `${batch.boot} ${receipt.sequence}`;
      if (!seen.has(name)) centre.receipts.push(receipt);
      seen.add(name);
    }
    if (!centre.acking) return;
    const through = batch.first + batch.receipts.length - 1;
    await publish("agent/{agent}/ack", from, JSON.stringify({ boot: batch.boot, through }), false);
  }

  async function answerTime(from: string, text: string): Promise<void> {
    const { nonce } = JSON.parse(text) as { nonce: string };
    const now = Date.now();
    const body = JSON.stringify({ kind: "time", agent: from, nonce, received: now, answered: now });
    await publish(
      "agent/{agent}/time/answer",
      from,
      await key.sign("vangxa-time+jws", body),
      false,
    );
  }

  const publish = (
    name: Parameters<typeof topic>[0],
    id: string,
    text: string,
    retain = true,
  ): Promise<void> =>
    new Promise((resolve, reject) =>
      broker.publish(
        {
          cmd: "publish",
          topic: topic(name, id),
          payload: Buffer.from(text),
          qos: 1,
          retain,
          dup: false,
        },
        (error) => (error ? reject(error) : resolve()),
      ),
    );

  async function config(fields: Loose<AgentConfig> = {}): Promise<string> {
    revision += 1;
    const body = {
      kind: "config",
      agent,
      epoch: 1,
      revision,
      issued: Date.now() - 1_000,
      scopes: [SCOPE],
      cluster: {
        id: "cluster-1",
        province: "51",
        commune: "21024",
        hamlets: ["h1"],
        tags: [],
        languages: ["vie"],
        exercise: false,
        sessions: [],
        quiet: [],
        caps: {},
        volume: [],
      },
      keys: [
        {
          kid: key.kid,
          x: key.x,
          scopes: [SCOPE],
          authority: "centre",
          notBefore: 0,
          notAfter: 7_000_000_000_000,
        },
      ],
      revoked: [],
      heartbeat: 60_000,
      soundsPerHour: 100,
      audioBases: [],
      localInput: false,
      ...fields,
    };
    return root.sign("vangxa-config+jws", JSON.stringify(body));
  }

  const signed = (document: Document, by: TestKey = key): Promise<string> =>
    by.sign(`vangxa-${document.kind}+jws`, JSON.stringify(document));

  const head = (fields: object) => {
    revision += 1;
    return { scope: SCOPE, epoch: 1, revision, issued: Date.now(), ...fields };
  };

  const server = createServer((request, reply) => {
    const url = request.url ?? "";
    if (request.method === "POST" && url === "/api/enrol") {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const { claimCode, publicKey } = JSON.parse(body);
        reply.setHeader("content-type", "application/json");
        if (claimCode !== "good-code") {
          reply.statusCode = 403;
          return reply.end(
            JSON.stringify({ code: "claim-unknown", detail: "Mã đăng ký không đúng." }),
          );
        }
        enrolments += 1;
        boardKey = publicKey;
        void config().then((signedConfig) =>
          reply.end(
            JSON.stringify({
              agent,
              mqtt: {
                url: `mqtt://127.0.0.1:${(tcp.address() as AddressInfo).port}`,
                username: agent,
                password: "secret",
              },
              rootKey: { kid: root.kid, x: root.x },
              config: signedConfig,
              controllerTime: Date.now(),
            }),
          ),
        );
        return undefined;
      });
      return;
    }
    const found = /^\/audio\/sha256\/([0-9a-f]{64})$/.exec(url);
    if (found) centre.audioRequests.push({ url, range: request.headers.range });
    const bytes = found && audio.get(found[1] ?? "");
    const document = /^\/documents\/sha256\/([0-9a-f]{64})$/.exec(url);
    const text = document && documents.get(document[1] ?? "");
    if (text) return void reply.end(text);
    if (!bytes) {
      reply.statusCode = 404;
      return void reply.end();
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (from > 0) reply.statusCode = 206;
    reply.end(Buffer.from(bytes.subarray(from)));
  });
  const tcp = createTcp((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    broker.handle(socket);
  });
  await listen(server);
  await listen(tcp);

  return Object.assign(centre, {
    http: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    config,
    signed,
    publish,
    async retainOnly(name: Parameters<typeof topic>[0], id: string, text: string) {
      type Held = { persistence: { storeRetained(packet: object): Promise<void> } };
      const held = (broker as unknown as Held).persistence;
      const payload = Buffer.from(text);
      await held.storeRetained({ topic: topic(name, id), payload, qos: 1, retain: true });
    },
    addAudio(bytes: Uint8Array) {
      const name = sha256(bytes);
      audio.set(name, bytes);
      return name;
    },
    addDocument: (jws: string, hash: Sha256) => void documents.set(hash, jws),
    async plan(occurrences: readonly Occurrence[], fields: object = {}) {
      const horizon = { from: Date.now() - 86_400_000, to: Date.now() + 14 * 86_400_000 };
      const body = {
        kind: "plan",
        ...head(fields),
        horizon,
        occurrences,
        tombstones: [],
        ...fields,
      };
      await publish("scope/{scope}/plan", SCOPE, await signed(body as unknown as Plan));
    },
    async urgent(emergencies: readonly Occurrence[], fields: object = {}) {
      const body = { kind: "urgent", ...head(fields), emergencies, stops: [], ...fields };
      await publish("scope/{scope}/urgent", SCOPE, await signed(body as unknown as Urgent));
    },
    pipe() {
      const [ours, theirs] = duplexPair();
      pipes.add(ours);
      broker.handle(theirs);
      return ours;
    },
    cut() {
      for (const one of [...pipes, ...sockets]) one.destroy();
      pipes.clear();
    },
    async stop() {
      for (const one of [...pipes, ...sockets]) one.destroy();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await Promise.all([close(server), close(tcp)]);
    },
  }) as unknown as SmallCentre;
}

/** Waits until something is true, looking often; gives up with what it waited for. */
export async function until(what: string, isTrue: () => boolean, within = 10_000): Promise<void> {
  for (let waited = 0; !isTrue(); waited += 20) {
    if (waited > within) throw new Error(`waited ${within} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
