/** What the controller needs of an MQTT 3.1.1 client, whichever broker is behind it. The library queues nothing. */
export interface Wire {
  /** Resolves once connected and subscribed for the first time; later losses mend by themselves. */
  start(): Promise<void>;
  /** Resolves when the broker took it (a PUBACK proves nothing more); rejects when not connected. */
  publish(topic: string, bytes: Uint8Array, how: { qos: 0 | 1; retain: boolean }): Promise<void>;
  /** Register before `start`. A promise that the listener returns holds the next message back: back-pressure. */
  onMessage(listen: (topic: string, bytes: Uint8Array) => void | Promise<void>): void;
  onState(listen: (connected: boolean) => void): void;
  connected(): boolean;
  /** Says DISCONNECT and closes; twice is harmless. */
  stop(): Promise<void>;
}
