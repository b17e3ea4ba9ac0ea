import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { request as secureRequest } from "node:https";
import type { Http } from "./http.ts";

const SILENT = 15_000;
const LARGEST_REPLY = 256 * 1_024;

/** Plain `node:http`: on a small board the built-in `fetch` costs megabytes that the sound needs. */
export const nodeHttp: Http = {
  async get(url, { from, signal }) {
    const headers = from ? { range: `bytes=${from}-` } : {};
    const answer = await ask(url, { headers, ...(signal ? { signal } : {}) });
    return { status: answer.statusCode ?? 0, body: answer, close: () => answer.destroy() };
  },
  async post(url, json) {
    const body = Buffer.from(json);
    const headers = { "content-type": "application/json", "content-length": body.length };
    const answer = await ask(url, { method: "POST", headers }, body);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LARGEST_REPLY) throw new Error("the answer is too long");
      chunks.push(chunk);
    }
    return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") };
  },
};

function ask(url: string, options: RequestOptions, body?: Buffer): Promise<IncomingMessage> {
  const send = url.startsWith("https:") ? secureRequest : request;
  return new Promise((resolve, reject) => {
    const sent = send(url, { ...options, timeout: SILENT }, resolve);
    sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
    sent.on("error", reject);
    sent.end(body);
  });
}
