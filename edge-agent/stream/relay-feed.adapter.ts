import { setTimeout as wait } from "node:timers/promises";
import { mayFollow } from "./address.ts";
import { FeedError } from "./feed.ts";
import { type Fetched, open, textOf } from "./fetch.adapter.ts";
import { cheapest, newSegments, type Playlist, readPlaylist } from "./playlist.ts";
import { type StreamForm, sniffStream } from "./sniff.ts";
import { soundOf } from "./sound-of.adapter.ts";

export interface RelayOrder {
  /** Told once: a playlist brings its sound in lumps, a stream as it is made. */
  readonly onForm: (form: StreamForm) => void;
  readonly url: string;
  /** Every address of the signed part. */
  readonly signed: readonly string[];
  readonly ffmpeg: string;
  readonly signal: AbortSignal;
}

/** Enough to tell every form; a playlist may be shorter, and ends. */
const HEAD = 200;
const LONGEST_LIST = 500_000;
/** Bytes of one segment. */
const LARGEST_SEGMENT = 8_000_000;

/** Another station's sound, as it comes. */
export async function* relaySound(order: RelayOrder): AsyncGenerator<Int16Array> {
  const answer = await open(order.url, order.signed, order.signal);
  const { head, bytes } = await headOf(answer.body);
  const form = sniffStream(head, answer.type);
  if (form === undefined) {
    answer.close();
    throw new FeedError("undecodable", `${answer.url.host} sends no sound that is known`);
  }
  order.onForm(form);
  if (form !== "hls") {
    yield* soundOf(bytes, form, order.ffmpeg, order.signal);
    return;
  }
  yield* hlsSound(order, answer, await textOf({ ...answer, body: bytes }, LONGEST_LIST));
}

/** The first bytes, and all of them again. */
async function headOf(body: AsyncIterable<Uint8Array>) {
  const reader = body[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD) {
    const { done, value } = await reader.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    for (let one = await reader.next(); !one.done; one = await reader.next()) yield one.value;
  }
  return { head: Buffer.concat(first), bytes: all() };
}

async function* hlsSound(
  order: RelayOrder,
  answer: Fetched,
  text: string,
): AsyncGenerator<Int16Array> {
  const list = readPlaylist(text);
  const variant = list?.kind === "master" ? cheapest(list.variants) : undefined;
  const at = variant ? follow(order, answer.url, variant.uri) : answer.url;
  const bytes = segments(order, at, list?.kind === "media" ? list : undefined);
  const { head, bytes: all } = await headOf(bytes);
  const form = sniffStream(head, "");
  if (form === undefined || form === "hls") {
    throw new FeedError("undecodable", `${at.host} has segments of no known form`);
  }
  yield* soundOf(all, form, order.ffmpeg, order.signal);
}

function follow({ signed }: RelayOrder, from: URL, uri: string): URL {
  const target = new URL(uri, from);
  if (mayFollow(from, target, [from, ...signed.map((one) => new URL(one))])) return target;
  throw new FeedError("source-lost", `a playlist leads to ${target.host}, which is not signed`);
}

/** The bytes of segment after segment; asks for the list again as long as it goes on. */
async function* segments(
  order: RelayOrder,
  at: URL,
  first: Extract<Playlist, { kind: "media" }> | undefined,
): AsyncGenerator<Uint8Array> {
  let list = first ?? (await fetchList(order, at));
  let had: number | undefined;
  let section: string | undefined;
  let stale = 0;
  for (;;) {
    const fresh = newSegments(list, had);
    for (const segment of fresh) {
      // Once is enough: the decoder keeps it until another one is named.
      if (segment.map !== undefined && segment.map !== section) yield* file(order, at, segment.map);
      section = segment.map;
      yield* file(order, at, segment.uri);
      had = segment.number;
    }
    if (list.ended) return;
    stale = fresh.length > 0 ? 0 : stale + 1;
    // RFC 8216 section 6.3.4: half a target duration where nothing is new. Three targets without news: it is dead.
    if (stale > 6) throw new FeedError("source-lost", "the playlist does not go on");
    await wait((fresh.length > 0 ? list.target * 500 : list.target * 400) + 50, undefined, {
      signal: order.signal,
    });
    list = await fetchList(order, at);
  }
}

async function* file(order: RelayOrder, list: URL, uri: string): AsyncGenerator<Uint8Array> {
  const signed = [list.href, ...order.signed];
  yield* bounded(await open(follow(order, list, uri).href, signed, order.signal));
}

async function* bounded({ body, close }: Fetched): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const some of body) {
    size += some.length;
    if (size > LARGEST_SEGMENT) {
      close();
      throw new FeedError("source-lost", "a segment that is too large");
    }
    yield some;
  }
}

async function fetchList(
  order: RelayOrder,
  at: URL,
): Promise<Extract<Playlist, { kind: "media" }>> {
  const text = await textOf(
    await open(at.href, [at.href, ...order.signed], order.signal),
    LONGEST_LIST,
  );
  const list = readPlaylist(text);
  if (list?.kind === "media") return list;
  throw new FeedError("undecodable", `${at.host} sends no playlist that can be read`);
}
