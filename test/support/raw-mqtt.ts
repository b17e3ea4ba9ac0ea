import { connect, type Socket } from "node:net";

/** Bytes as MQTT 3.1.1 writes them, for packets that no library would send. */
const text = (value: string | Uint8Array): Buffer => {
  const bytes = typeof value === "string" ? Buffer.from(value) : Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

export function packet(first: number, body: Buffer): Buffer {
  const header = [first];
  let left = body.length;
  do {
    const digit = left % 128;
    left = Math.floor(left / 128);
    header.push(left > 0 ? digit | 0x80 : digit);
  } while (left > 0);
  return Buffer.concat([Buffer.from(header), body]);
}

export function hello(
  clientId: string | Uint8Array,
  username: string | Uint8Array,
  password: string,
  more: { flags?: number; keepalive?: number; level?: number } = {},
): Buffer {
  const { flags = 0xc2, keepalive = 60, level = 4 } = more;
  const keep = Buffer.alloc(2);
  keep.writeUInt16BE(keepalive);
  return packet(
    0x10,
    Buffer.concat([
      text("MQTT"),
      Buffer.from([level, flags]),
      keep,
      text(clientId),
      text(username),
      text(password),
    ]),
  );
}

export const publish = (topic: string | Uint8Array, payload: string, first = 0x30): Buffer =>
  packet(
    first,
    Buffer.concat([
      text(topic),
      first & 0x06 ? Buffer.from([0, 1]) : Buffer.alloc(0),
      Buffer.from(payload),
    ]),
  );

export interface RawClient {
  readonly socket: Socket;
  send(...bytes: Buffer[]): void;
  /** What came so far. */
  got(): Buffer;
  /** Resolves with the milliseconds until the other side closed; rejects when it did not in time. */
  cut(within: number): Promise<number>;
}

export async function raw(port: number): Promise<RawClient> {
  const socket = connect(port, "127.0.0.1");
  let got = Buffer.alloc(0);
  let closed = false;
  const began = performance.now();
  socket.on("data", (some) => {
    got = Buffer.concat([got, some]);
  });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    closed = true;
  });
  await new Promise<void>((done, failed) => socket.once("connect", done).once("error", failed));
  return {
    socket,
    send: (...bytes) => {
      if (!closed) socket.write(Buffer.concat(bytes));
    },
    got: () => got,
    cut: async (within) => {
      const end = performance.now() + within;
      while (!closed) {
        if (performance.now() > end) throw new Error(`still open after ${within} ms`);
        await new Promise((go) => setTimeout(go, 5));
      }
      return performance.now() - began;
    },
  };
}
