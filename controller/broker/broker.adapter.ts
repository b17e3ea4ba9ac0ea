import { createServer, type Server, type Socket } from "node:net";
import { type Duplex, duplexPair } from "node:stream";
import {
  Aedes,
  type AedesOptions,
  type Client,
  type ConnectPacket,
  type PublishPacket,
} from "aedes";
import { type AgentId, agentId, type ScopeId } from "../../contract/ids.ts";
import {
  connackCode,
  type Denial,
  denyHello,
  mayPublish,
  maySubscribe,
  type Peer,
  type Said,
} from "./acl.ts";
import { type LengthGuard, lengthGuard } from "./guard.ts";
import { cleanSessions } from "./persistence.adapter.ts";
import { checkSecret } from "./secret.adapter.ts";

export interface Credential {
  /** As `secret.adapter.ts` makes it. */
  readonly secretHash: string;
  readonly scopes: readonly ScopeId[];
}

export interface BrokerSettings {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** The credential of an active agent; nothing for anybody else. Asked again at each SUBSCRIBE, so new scopes need no reconnect. */
  readonly credential: (agent: AgentId) => Promise<Credential | undefined>;
  /** Someone was refused or cut; `client` is safe to log. */
  readonly onDenied?: (what: string, client: string, topic: string) => void;
  /** Milliseconds until a subscriber that does not read is cut; it stalls everybody until then. */
  readonly drainTimeout?: number;
  /** Milliseconds until a connection must have said CONNECT. */
  readonly connectTimeout?: number;
  /** The longest keepalive that an agent may ask for, in seconds. */
  readonly keepaliveLimit?: number;
  readonly connections?: number;
  readonly connectionsPerAddress?: number;
  /** PUBLISH packets a second that one agent may send for long; four times as many at once. */
  readonly rate?: number;
}

export interface Broker {
  readonly port: number;
  /** The controller's own way in: only these streams may be the controller, whatever password comes over the network. */
  controllerPipe(): Duplex;
  /** An agent in the same process (simulations, tests): guarded like a socket. */
  agentPipe(): Duplex;
  /** Ends the connection of an agent whose credential was taken back. */
  disconnect(agent: AgentId): void;
  connected(): number;
  stop(): Promise<void>;
}

export const CONTROLLER_ID = "controller";

export async function startBroker(settings: BrokerSettings): Promise<Broker> {
  const inProcess = new WeakSet<object>();
  const sockets = new Set<Socket>();
  const rules = policy(settings, inProcess);
  const aedes = await Aedes.createBroker({
    ...rules,
    persistence: cleanSessions(),
    concurrency: 1_000,
    queueLimit: 10,
    connectTimeout: settings.connectTimeout ?? 10_000,
    drainTimeout: settings.drainTimeout ?? 3_000,
    keepaliveLimit: settings.keepaliveLimit ?? 300,
    maxTopicLevels: 8,
  });
  // Its counter of duplicates throws live messages away when a later one overtakes (issues 994, 955); our receipts and
  // documents carry their own order.
  aedes.on("client", (client) => {
    (client as unknown as { duplicates: object }).duplicates = new Proxy(
      {},
      { get: () => 0, set: () => true, deleteProperty: () => true },
    );
  });
  const server = createServer((socket) => admit(socket));
  server.maxConnections = settings.connections ?? 20_000;

  const perAddress = new Map<string, number>();
  function admit(socket: Socket): void {
    const address = socket.remoteAddress ?? "";
    const open = (perAddress.get(address) ?? 0) + 1;
    if (open > (settings.connectionsPerAddress ?? 20_000)) {
      socket.destroy();
      return;
    }
    perAddress.set(address, open);
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.once("close", () => {
      sockets.delete(socket);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
    });
    aedes.handle(guarded(socket, lengthGuard(), settings));
  }

  const port = await listen(server, settings);
  return {
    port,
    controllerPipe: () => {
      const [ours, theirs] = pipe();
      inProcess.add(theirs);
      aedes.handle(theirs);
      return ours;
    },
    agentPipe: () => {
      const [ours, theirs] = pipe();
      aedes.handle(guarded(theirs, lengthGuard(), settings));
      return ours;
    },
    disconnect: (agent) =>
      (aedes as unknown as { clients: Record<string, Client> }).clients[agent]?.close(),
    connected: () => aedes.connectedClients,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Like a socket: when one end is gone, so is the other. */
function pipe(): [Duplex, Duplex] {
  const [ours, theirs] = duplexPair();
  ours.once("close", () => theirs.destroy());
  theirs.once("close", () => ours.destroy());
  return [ours, theirs];
}

const listen = (server: Server, { host, port }: BrokerSettings): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog: 4_096 }, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });

/** The parser takes its bytes by `read`, so the guard counts there and no second stream is needed for each connection. */
function guarded<T extends Duplex>(stream: T, guard: LengthGuard, settings: BrokerSettings): T {
  const read = stream.read.bind(stream);
  stream.read = (size?: number) => {
    const chunk = read(size) as Uint8Array | null;
    if (chunk === null || guard.accept(chunk)) return chunk;
    settings.onDenied?.("packet-length", "", "");
    stream.destroy();
    return null;
  };
  return stream;
}

type Rules = Required<
  Pick<AedesOptions, "preConnect" | "authenticate" | "authorizePublish" | "authorizeSubscribe">
>;

function policy(settings: BrokerSettings, inProcess: WeakSet<object>): Rules {
  const denials = new WeakMap<Client, Denial>();
  const peers = new WeakMap<Client, Peer>();
  const buckets = new WeakMap<Client, { left: number; at: number }>();
  const denied = (what: string, client: Client | null, topic = ""): void =>
    settings.onDenied?.(what, printable(client?.id ?? ""), printable(topic));

  async function identify(client: Client, password: Buffer | undefined): Promise<Peer | Denial> {
    if (inProcess.has(client.conn)) return { kind: "controller" };
    const denial = denials.get(client);
    if (denial) return denial;
    // The controller's name is not an agent's: over the network nobody is the controller.
    if (client.id === CONTROLLER_ID || !password || password.length > 200) return "bad-credentials";
    const id = agentId(client.id);
    const credential = await settings.credential(id);
    if (!credential || !(await checkSecret(password, credential.secretHash)))
      return "bad-credentials";
    return { kind: "agent", id, scopes: credential.scopes };
  }

  return {
    preConnect: (client, packet, done) => {
      const denial = inProcess.has(client.conn) ? undefined : denyHello(helloOf(packet));
      if (denial) denials.set(client, denial);
      done(null, true);
    },
    authenticate: (client, _username, password, done) => {
      identify(client, password as Buffer | undefined).then(
        (found) => {
          if (typeof found !== "string") {
            peers.set(client, found);
            done(null, true);
            return;
          }
          denied(found, client);
          done(Object.assign(new Error(found), { returnCode: connackCode[found] }), null);
        },
        (error: unknown) => done(Object.assign(error as Error, { returnCode: 3 }), null),
      );
    },
    authorizePublish: (client, packet, done) => {
      const peer = client ? peers.get(client) : undefined;
      if (!client || !peer || !mayPublish(peer, saidOf(packet))) {
        denied("publish", client, packet.topic);
        done(new Error("not allowed"));
      } else if (peer.kind === "agent" && !withinRate(buckets, client, settings.rate ?? 200)) {
        denied("rate", client, packet.topic);
        done(new Error("too fast"));
      } else done();
    },
    authorizeSubscribe: (client, subscription, done) => {
      const peer = peers.get(client);
      fresh(peer, settings).then(
        (now) => {
          if (now && maySubscribe(now, subscription.topic))
            return done(null, { ...subscription, qos: capped(subscription.qos) });
          denied("subscribe", client, subscription.topic);
          return done(null, null);
        },
        () => done(null, null),
      );
    },
  };
}

const capped = (qos: 0 | 1 | 2): 0 | 1 => (qos === 0 ? 0 : 1);

/** Scopes change when communes merge, while the connection stays. */
async function fresh(peer: Peer | undefined, settings: BrokerSettings): Promise<Peer | undefined> {
  if (peer?.kind !== "agent") return peer;
  const credential = await settings.credential(peer.id);
  return credential && { ...peer, scopes: credential.scopes };
}

function withinRate(
  buckets: WeakMap<Client, { left: number; at: number }>,
  client: Client,
  rate: number,
): boolean {
  const now = performance.now();
  const bucket = buckets.get(client) ?? { left: rate * 4, at: now };
  bucket.left = Math.min(rate * 4, bucket.left + ((now - bucket.at) / 1_000) * rate) - 1;
  bucket.at = now;
  buckets.set(client, bucket);
  return bucket.left >= 0;
}

const helloOf = (packet: ConnectPacket) => ({
  clientId: packet.clientId,
  username: packet.username,
  clean: packet.clean === true,
  version: packet.protocolVersion ?? 0,
  will: packet.will && {
    topic: packet.will.topic,
    qos: packet.will.qos ?? 0,
    retain: packet.will.retain === true,
    bytes: packet.will.payload.length,
  },
});

const saidOf = (packet: PublishPacket): Said => ({
  topic: packet.topic,
  qos: packet.qos,
  retain: packet.retain === true,
  bytes: packet.payload.length,
});

const printable = (text: string): string => text.slice(0, 120).replace(/[^a-z0-9_/+#$-]/gi, "?");
