import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { frameReader, signedPart } from "../../contract/live.ts";
import { FeedError } from "./feed.ts";
import { open } from "./fetch.adapter.ts";
import { opusSound } from "./sound-of.adapter.ts";

export interface LiveOrder {
  readonly url: string;
  /** The Ed25519 public key that the signed order names (`x`, base64url). */
  readonly key: string;
  readonly signal: AbortSignal;
}

/** A person's microphone through the controller: only what the key of this one stream signed, in its order. Ends when the speaker did. */
export async function* liveSound(order: LiveOrder): AsyncGenerator<Int16Array> {
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: order.key }, format: "jwk" });
  const answer = await open(order.url, [], order.signal);
  yield* opusSound(trusted(answer.body, key));
}

async function* trusted(
  body: AsyncIterable<Uint8Array>,
  key: KeyObject,
): AsyncGenerator<Uint8Array> {
  const reader = frameReader();
  let last = -1;
  for await (const some of body) {
    const frames = reader.push(some);
    if (!frames) throw new FeedError("source-lost", "no frames of ours");
    for (const { sequence, payload, signature } of frames) {
      const isOurs = verify(null, signedPart(sequence, payload), key, signature);
      if (!isOurs)
        throw new FeedError("unsigned", "a frame that the key of the order did not sign");
      // What was heard already is a repetition, and says that somebody stands in between.
      if (sequence <= last) throw new FeedError("source-lost", "frames out of their order");
      last = sequence;
      if (payload.length === 0) return;
      yield payload;
    }
  }
  throw new FeedError("source-lost", "the stream broke off");
}
