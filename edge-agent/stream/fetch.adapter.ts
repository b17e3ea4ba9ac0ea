import { type IncomingMessage, request } from "node:http";
import { request as secureRequest } from "node:https";
import { mayFollow } from "./address.ts";
import { FeedError } from "./feed.ts";

/** No byte for so long, milliseconds: the line is dead, whatever TCP believes. */
const SILENT = 5_000;
const MOST_STEPS = 3;

export interface Fetched {
  /** Where it really came from. */
  readonly url: URL;
  readonly type: string;
  readonly body: AsyncIterable<Uint8Array>;
  close(): void;
}

/** Opens a signed address; follows a redirect only to a host that one of `signed` names. */
export async function open(
  address: string,
  signed: readonly string[],
  signal: AbortSignal,
): Promise<Fetched> {
  const known = signed.map((one) => new URL(one));
  let url = new URL(address);
  for (let step = 0; step <= MOST_STEPS; step++) {
    const answer = await ask(url, signal);
    const status = answer.statusCode ?? 0;
    if (status === 200) {
      const type = answer.headers["content-type"] ?? "";
      return { url, type, body: answer, close: () => void answer.destroy() };
    }
    answer.destroy();
    const next = answer.headers.location;
    if (status < 300 || status > 399 || next === undefined) {
      throw new FeedError("source-lost", `${url.host} answers ${status}`);
    }
    const target = new URL(next, url);
    if (!mayFollow(url, target, known)) {
      throw new FeedError(
        "source-lost",
        `${url.host} leads to ${target.host}, which is not signed`,
      );
    }
    url = target;
  }
  throw new FeedError("source-lost", `${url.host} leads on and on`);
}

function ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const send = url.protocol === "https:" ? secureRequest : request;
  const headers = { "user-agent": "vangxa-agent", accept: "*/*" };
  return new Promise((resolve, reject) => {
    const sent = send(url, { headers, signal, timeout: SILENT }, resolve);
    sent.on("timeout", () => sent.destroy(new FeedError("source-lost", "no byte for a while")));
    sent.on("error", reject);
    sent.end();
  });
}

/** All of a small text. */
export async function textOf({ body, close }: Fetched, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const some of body) {
    text += decoder.decode(some, { stream: true });
    if (text.length > most) {
      close();
      throw new FeedError("source-lost", "a playlist that is too long");
    }
  }
  return text;
}
