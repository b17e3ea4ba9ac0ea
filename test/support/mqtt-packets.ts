/** MQTT 3.1.1 packets by hand: what a fleet of raw sockets and the leanest broker need, and no library's cost in a measurement. */
export const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 255), bytes]);
};

export function packet(kind: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let left = body.length; ; ) {
    const seven = left & 127;
    left >>= 7;
    length.push(left > 0 ? seven | 128 : seven);
    if (left === 0) break;
  }
  return Buffer.concat([Buffer.of(kind, ...length), body]);
}

const twoBytes = (n: number): Buffer => Buffer.of(n >> 8, n & 255);

export const CONNECT = 1;
export const CONNACK = 2;
export const PUBLISH = 3;
export const SUBSCRIBE = 8;
export const SUBACK = 9;

/** A clean session with a password, keepalive two minutes. */
export const connectPacket = (id: string, password: string): Buffer =>
  packet(
    0x10,
    text("MQTT"),
    Buffer.of(4, 0b1100_0010),
    Buffer.of(0, 120),
    text(id),
    text(id),
    text(password),
  );
export const connackPacket = packet(0x20, Buffer.of(0, 0));
export const subscribePacket = (topic: string): Buffer =>
  packet(0x82, Buffer.of(0, 1), text(topic), Buffer.of(1));
export const subackPacket = (subscribe: Buffer): Buffer =>
  packet(0x90, subscribe.subarray(0, 2), Buffer.of(1));
/** QoS 1. `to` is a topic as `text` writes it. */
export const publishPacket = (to: Buffer, id: number, payload: Uint8Array): Buffer =>
  packet(0x32, to, twoBytes(id), payload);
export const pubackPacket = (id: Uint8Array): Buffer => packet(0x40, id);

export interface Published {
  readonly topic: string;
  /** The packet identifier's two bytes; nothing at QoS 0. */
  readonly id: Buffer | undefined;
  readonly payload: Buffer;
}

export function readPublish(kind: number, body: Buffer): Published {
  const end = 2 + body.readUInt16BE(0);
  const from = (kind >> 1) & 3 ? end + 2 : end;
  return {
    topic: body.toString("utf8", 2, end),
    id: from > end ? body.subarray(end, from) : undefined,
    payload: body.subarray(from),
  };
}

/** Whole packets of a stream: first byte and body. */
export function packets(take: (kind: number, body: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      let length = 0;
      let at = 1;
      for (let shift = 0; ; shift += 7, at += 1) {
        const byte = rest[at];
        if (byte === undefined) return;
        length |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      const end = at + 1 + length;
      if (rest.length < end) return;
      take(rest[0] ?? 0, rest.subarray(at + 1, end));
      rest = rest.subarray(end);
    }
  };
}
