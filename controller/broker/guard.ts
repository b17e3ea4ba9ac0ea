/** Reads the fixed headers of an MQTT stream and nothing else. */
export interface LengthGuard {
  /** `false`: cut this connection. Never throws. */
  accept(chunk: Uint8Array): boolean;
}

export interface GuardLimits {
  /** The most bytes of the first packet, which must be a CONNECT. */
  readonly connect: number;
  /** The most bytes of every later packet. */
  readonly packet: number;
}

export const guardLimits: GuardLimits = { connect: 4_096, packet: 70_000 };

const CONNECT = 1;
// What a client may send at all: CONNECT, PUBLISH, PUBACK … PUBCOMP, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, DISCONNECT.
const FROM_CLIENT = new Set([1, 3, 4, 5, 6, 7, 8, 10, 12, 14]);

/**
 * The parser behind buffers whatever length a packet claims, before any log-in. This counts along and says when a claimed
 * length is not lawful, so at most one chunk more than the limit is ever held.
 */
export function lengthGuard(limits: GuardLimits = guardLimits): LengthGuard {
  let first = true;
  /** Bytes of the current body still to come. */
  let body = 0;
  /** Bytes of the current header that were seen: 0 = at the start of a packet. */
  let seen = 0;
  let length = 0;
  let dead = false;

  function headerByte(byte: number): boolean {
    if (seen === 0) {
      seen = 1;
      length = 0;
      return lawfulStart(byte, first);
    }
    length += (byte & 0x7f) * 128 ** (seen - 1);
    seen += 1;
    if (byte & 0x80) return seen <= 4;
    if (length > (first ? limits.connect : limits.packet)) return false;
    first = false;
    seen = 0;
    body = length;
    return true;
  }

  function accept(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length && !dead; ) {
      const skip = Math.min(body, chunk.length - at);
      body -= skip;
      at += skip;
      if (at < chunk.length && !headerByte(chunk[at++] as number)) dead = true;
    }
    return !dead;
  }

  return { accept };
}

function lawfulStart(byte: number, first: boolean): boolean {
  const type = byte >> 4;
  const flags = byte & 0x0f;
  if (first !== (type === CONNECT) || !FROM_CLIENT.has(type)) return false;
  // MQTT 3.1.1, table 2.2: PUBLISH has QoS 0 to 2; PUBREL, SUBSCRIBE, UNSUBSCRIBE carry 2; all others 0.
  if (type === 3) return (flags & 0x06) !== 0x06;
  return flags === (type === 6 || type === 8 || type === 10 ? 2 : 0);
}
