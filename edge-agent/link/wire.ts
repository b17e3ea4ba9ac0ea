/** What the agent needs of an MQTT 3.1.1 client. The library queues nothing: our outbox does. */
export interface Wire {
  start(): void;
  /** Resolves when the broker took it (QoS 1: PUBACK, which proves nothing more); rejects when not connected. */
  publish(topic: string, bytes: Uint8Array, how: { qos: 0 | 1 }): Promise<void>;
  /** One SUBSCRIBE for all; the broker sends what it retains again. */
  subscribe(filters: readonly { readonly topic: string; readonly qos: 0 | 1 }[]): Promise<void>;
  unsubscribe(topics: readonly string[]): Promise<void>;
  onState(listen: (connected: boolean) => void): void;
  onMessage(listen: (topic: string, bytes: Uint8Array) => void): void;
  /** Sends what is under way, says DISCONNECT, and closes; twice is harmless. */
  stop(): Promise<void>;
}

export interface WireSettings {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  /** Seconds. */
  readonly keepalive: number;
  /** The will of the connection that is about to be made. */
  readonly will: () => { readonly topic: string; readonly bytes: Uint8Array };
  /** Milliseconds until the next attempt; asked once for each. `connected` starts it again. */
  readonly waits: { next(): number; connected(): void };
}
