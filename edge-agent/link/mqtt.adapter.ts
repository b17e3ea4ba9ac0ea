import { connect as connectTcp } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
// The client alone: the package's own front door brings WebSocket and SOCKS, which a board does not use.
import client, { type IClientOptions } from "mqtt/lib/client";
import type { Wire, WireSettings } from "./wire.ts";

// A CommonJS module: some loaders give its exports, some its default export.
const MqttClient =
  (client as Partial<typeof client>).default ?? (client as unknown as typeof client.default);

/** A stop that the broker does not answer is not waited for. */
const GOODBYE = 500;

/** MQTT 3.1.1 over MQTT.js. `pipe` replaces the socket, for a broker in the same process. */
export function mqttWire(settings: WireSettings, pipe?: () => Duplex): Wire {
  const messages: ((topic: string, bytes: Uint8Array) => void)[] = [];
  const states: ((connected: boolean) => void)[] = [];
  let client: InstanceType<typeof MqttClient> | undefined;
  let up = false;

  function say(connected: boolean): void {
    if (connected === up) return;
    up = connected;
    for (const listen of states) listen(connected);
  }

  function start(): void {
    if (client) return;
    const options = optionsOf(settings);
    const made = new MqttClient(() => (pipe ?? (() => socketTo(settings.url)))() as never, options);
    client = made;
    made.on("connect", () => {
      settings.waits.connected();
      made.options.reconnectPeriod = settings.waits.next();
      say(true);
    });
    made.on("close", () => say(false));
    made.on("reconnect", () => {
      made.options.reconnectPeriod = settings.waits.next();
      made.options.will = willOf(settings);
    });
    // A lost or refused connection is told by `close`; the library tries again.
    made.on("error", () => undefined);
    // The PUBACK goes out at once: nothing is promised by it, documents are asked for again by their revision.
    made.handleMessage = (packet, done) => {
      if (client === made)
        for (const listen of messages) listen(packet.topic, packet.payload as Buffer);
      done();
    };
  }

  const live = (): InstanceType<typeof MqttClient> => {
    if (!client || !up) throw new Error("not connected");
    return client;
  };

  return {
    start,
    async publish(topic, bytes, { qos }) {
      await live().publishAsync(topic, Buffer.from(bytes), { qos, retain: false });
    },
    async subscribe(filters) {
      await live().subscribeAsync(
        Object.fromEntries(filters.map(({ topic, qos }) => [topic, { qos }])),
      );
    },
    async unsubscribe(topics) {
      await live().unsubscribeAsync([...topics]);
    },
    onState: (listen) => void states.push(listen),
    onMessage: (listen) => void messages.push(listen),
    async stop() {
      const open = client;
      client = undefined;
      if (!open) return;
      const ended = open.endAsync(!open.connected);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, GOODBYE).unref())]);
      open.stream?.destroy();
      say(false);
    },
  };
}

function socketTo(address: string): Duplex {
  const { protocol, hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol === "mqtts:")
    return connectTls({ host, port: Number(port || 8_883), servername: host });
  return connectTcp({ host, port: Number(port || 1_883), noDelay: true });
}

function optionsOf(settings: WireSettings): IClientOptions {
  return {
    clientId: settings.clientId,
    username: settings.username,
    password: settings.password,
    protocolVersion: 4,
    clean: true,
    keepalive: settings.keepalive,
    connectTimeout: 10_000,
    reconnectPeriod: settings.waits.next(),
    // Else one refused CONNACK ends all attempts for ever.
    reconnectOnConnackError: true,
    queueQoSZero: false,
    resubscribe: false,
    will: willOf(settings),
  };
}

function willOf(settings: WireSettings): NonNullable<IClientOptions["will"]> {
  const { topic, bytes } = settings.will();
  return { topic, payload: Buffer.from(bytes), qos: 1, retain: false };
}
