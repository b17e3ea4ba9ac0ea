import { expect, test } from "vitest";
import { fetchText, type Http } from "../../../edge-agent/link/http.ts";

function answering(status: number, chunks: readonly string[]) {
  const closed = { times: 0 };
  const http = {
    get: async () => ({
      status,
      body: (async function* () {
        for (const chunk of chunks) yield Buffer.from(chunk, "latin1");
      })(),
      close: () => void closed.times++,
    }),
  } as unknown as Http;
  return { http, closed };
}

test("a letter that comes in two chunks is one letter", async () => {
  const { http } = answering(200, ["T\xe1\xba", "\xbft"]);
  expect(await fetchText(http, "/x")).toBe("Tết");
});

test("another answer than 200 is no text, and its connection is let go", async () => {
  const { http, closed } = answering(404, ["nothing here"]);
  expect([await fetchText(http, "/x"), closed.times]).toEqual([undefined, 1]);
});

test("what is longer than allowed is dropped before its end", async () => {
  const { http, closed } = answering(200, ["12345", "678901", "never read"]);
  expect([await fetchText(http, "/x", 10), closed.times]).toEqual([undefined, 1]);
});

test("no answer is no text", async () => {
  const http = { get: () => Promise.reject(new Error("gone")) } as unknown as Http;
  expect(await fetchText(http, "/x")).toBeUndefined();
});
