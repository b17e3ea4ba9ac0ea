/**
 * The live stream between controller and boards: frames one after the other over HTTP. A frame is `length` (4 bytes, big endian, of
 * the payload), `sequence` (4 bytes), the payload (pages of one Ogg Opus stream), and an Ed25519 signature (64 bytes) over sequence
 * and payload. A frame without payload says that the speaker has finished. Frame 0 has the head of the Ogg stream; whoever joins late gets it first, then what is new.
 */
export interface LiveFrame {
  readonly sequence: number;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

const HEAD = 8;
export const SIGNATURE = 64;
/** Bytes: several seconds of sound; more is not ours. */
export const LARGEST_FRAME = 65_536;

/** What is signed of a frame. */
export function signedPart(sequence: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + payload.length);
  new DataView(bytes.buffer).setUint32(0, sequence);
  bytes.set(payload, 4);
  return bytes;
}

export function encodeFrame({ sequence, payload, signature }: LiveFrame): Uint8Array {
  const bytes = new Uint8Array(HEAD + payload.length + SIGNATURE);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, payload.length);
  view.setUint32(4, sequence);
  bytes.set(payload, HEAD);
  bytes.set(signature, HEAD + payload.length);
  return bytes;
}

export interface FrameReader {
  /** The frames that are whole by now; `undefined` for good once the bytes cannot be frames. */
  push(bytes: Uint8Array): readonly LiveFrame[] | undefined;
}

export function frameReader(): FrameReader {
  let rest: Uint8Array = new Uint8Array(0);
  let broken = false;
  return {
    push(bytes) {
      if (broken) return undefined;
      rest = joined(rest, bytes);
      const frames: LiveFrame[] = [];
      while (rest.length >= HEAD) {
        const view = new DataView(rest.buffer, rest.byteOffset, rest.byteLength);
        const length = view.getUint32(0);
        broken = length > LARGEST_FRAME;
        if (broken) return undefined;
        const end = HEAD + length + SIGNATURE;
        if (rest.length < end) break;
        frames.push({
          sequence: view.getUint32(4),
          payload: rest.slice(HEAD, HEAD + length),
          signature: rest.slice(HEAD + length, end),
        });
        rest = rest.subarray(end);
      }
      return frames;
    },
  };
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
}
