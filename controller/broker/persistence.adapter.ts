import { Readable } from "node:stream";

interface Packet {
  readonly topic: string;
  readonly payload: Uint8Array;
  brokerId?: string;
  clientId?: string;
}
interface Named {
  readonly id: string;
}

/**
 * What the broker must remember when sessions are always clean and nothing has QoS 2: retained documents and wills, in
 * memory. The stock one compares every retained topic with every subscription, so a mass reconnect grows with the square;
 * agents subscribe to exact topics only, and a map answers them.
 */
export function cleanSessions() {
  const retained = new Map<string, Packet>();
  const wills = new Map<string, Packet>();
  let broker: Named = { id: "" };
  const nothing = async (): Promise<undefined> => undefined;
  const none = async (): Promise<never[]> => [];
  const refused = async (): Promise<never> => {
    throw new Error("no QoS 2 here");
  };
  // Payloads are read when they are sent: a document that is replaced while a subscription is being answered would else
  // arrive after its own successor.
  const newest = (topic: string): Packet[] => {
    const found = retained.get(topic);
    if (!found) return [];
    return [
      {
        ...found,
        get payload() {
          return (retained.get(topic) ?? found).payload;
        },
      },
    ];
  };
  const exact = (topics: readonly string[]): Readable => Readable.from(topics.flatMap(newest));

  return {
    setup: async (owner: Named): Promise<void> => {
      broker = owner;
    },
    storeRetained: async (packet: Packet): Promise<void> => {
      if (packet.payload.length > 0) retained.set(packet.topic, { ...packet });
      else retained.delete(packet.topic);
    },
    createRetainedStreamCombi: exact,
    createRetainedStream: (topic: string): Readable => exact([topic]),

    addSubscriptions: nothing,
    removeSubscriptions: nothing,
    cleanSubscriptions: nothing,
    subscriptionsByClient: none,
    subscriptionsByTopic: none,
    countOffline: async () => ({ subsCount: 0, clientsCount: 0 }),
    getClientList: (): Readable => Readable.from([]),

    outgoingEnqueue: nothing,
    outgoingEnqueueCombi: nothing,
    outgoingUpdate: nothing,
    outgoingClearMessageId: nothing,
    outgoingStream: (): Readable => Readable.from([]),

    incomingStorePacket: refused,
    incomingGetPacket: refused,
    incomingDelPacket: refused,
    cleanIncoming: nothing,

    putWill: async (client: Named, packet: Packet): Promise<void> => {
      packet.brokerId = broker.id;
      packet.clientId = client.id;
      wills.set(client.id, packet);
    },
    getWill: async (client: Named) => wills.get(client.id),
    delWill: async (client: Named) => {
      const will = wills.get(client.id);
      wills.delete(client.id);
      return will;
    },
    streamWill: (brokers: Readonly<Record<string, unknown>> = {}): Readable =>
      Readable.from([...wills.values()].filter((will) => !brokers[will.brokerId ?? ""])),
    destroy: nothing,
  };
}
