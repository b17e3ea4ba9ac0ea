import type { Duplex } from "node:stream";
import mqtt, { type IClientOptions, MqttClient } from "mqtt";
import type { Wire } from "./wire.ts";

export interface MqttSettings {
  readonly clientId: string;
  /** Each is subscribed with its own QoS, again after every reconnect. */
  readonly filters: readonly { readonly topic: string; readonly qos: 0 | 1 }[];
  /** Milliseconds between attempts, grown twofold up to `longest`, with full jitter. */
  readonly wait: { readonly first: number; readonly longest: number };
  /** 0 ≤ x < 1 */
  readonly chance: () => number;
}

/** The embedded broker: a pipe in this process, no password. */
export const pipeWire = (pipe: () => Duplex, settings: MqttSettings): Wire =>
  wireOver((options) => new MqttClient(() => pipe() as never, options), settings, {});

/** Any broker by its address: `mqtt://` or `mqtts://`, with user and password in it where needed. */
export function urlWire(address: string, settings: MqttSettings): Wire {
  const url = new URL(address);
  const login = {
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
  };
  url.username = "";
  url.password = "";
  return wireOver((options) => mqtt.connect(url.href, options), settings, login);
}

function wireOver(
  open: (options: IClientOptions) => MqttClient,
  settings: MqttSettings,
  login: IClientOptions,
): Wire {
  const listeners: ((topic: string, bytes: Uint8Array) => void | Promise<void>)[] = [];
  const states: ((connected: boolean) => void)[] = [];
  let client: MqttClient | undefined;
  let up = false;
  const say = (connected: boolean): void => {
    if (connected === up) return;
    up = connected;
    for (const listen of states) listen(connected);
  };

  async function take(topic: string, bytes: Uint8Array): Promise<void> {
    for (const listen of listeners) await listen(topic, bytes);
  }

  function start(): Promise<void> {
    let wait = settings.wait.first;
    const made = open({
      ...login,
      clientId: settings.clientId,
      protocolVersion: 4,
      clean: true,
      keepalive: 60,
      connectTimeout: 10_000,
      reconnectPeriod: wait,
      // Else one refused CONNACK ends all attempts for ever.
      reconnectOnConnackError: true,
      queueQoSZero: false,
      resubscribe: false,
    });
    client = made;
    made.on("reconnect", () => {
      wait = Math.min(wait * 2, settings.wait.longest);
      made.options.reconnectPeriod = Math.max(1, Math.round(wait * settings.chance()));
    });
    made.on("error", () => undefined);
    made.on("close", () => say(false));
    // The PUBACK leaves when `done` is called; the promise to an agent is our own ack, so only a full queue holds it back.
    made.handleMessage = (packet, done) => {
      take(packet.topic, packet.payload as Uint8Array).then(
        () => done(),
        () => done(),
      );
    };
    return new Promise((resolve) => {
      made.on("connect", () => {
        wait = settings.wait.first;
        made
          .subscribeAsync(
            Object.fromEntries(settings.filters.map(({ topic, qos }) => [topic, { qos }])),
          )
          .then(() => {
            say(true);
            resolve();
          })
          // A broker that forgets us in between closes the connection, and the next one tries again.
          .catch(() => made.reconnecting || made.stream.destroy());
      });
    });
  }

  return {
    start,
    publish: async (topic, bytes, how) => {
      if (!client || !up) throw new Error("not connected");
      await client.publishAsync(topic, bytes as Buffer, how);
    },
    onMessage: (listen) => listeners.push(listen),
    onState: (listen) => states.push(listen),
    connected: () => up,
    stop: async () => {
      const open = client;
      client = undefined;
      if (open) await open.endAsync(!open.connected);
      say(false);
    },
  };
}
