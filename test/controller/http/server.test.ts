import { connect } from "node:net";
import { Type } from "typebox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock, systemTimers } from "../../../controller/clock.adapter.ts";
import { createServer, type Server } from "../../../controller/http/server.service.ts";
import { newId } from "../../../controller/ids.adapter.ts";
import { silent } from "../../../controller/log.ts";

let server: Server;
let port: number;

beforeAll(async () => {
  server = await createServer(
    {
      log: silent,
      clock: systemClock,
      timers: systemTimers,
      newId,
      actorOf: async () => undefined,
      metrics: { observe: () => undefined },
      version: "test",
      trustProxy: [],
      perMinute: 200,
    },
    [
      (app) => {
        app.post(
          "/api/open",
          {
            config: { open: true },
            schema: { body: Type.Object({ a: Type.String() }, { additionalProperties: false }) },
          },
          async (request) => request.body,
        );
        app.get("/api/open", { config: { open: true } }, async () => ({ ok: true }));
        app.get("/api/broken", { config: { open: true } }, async () => {
          throw new Error("inside: /etc/secret");
        });
        app.get("/api/closed", async () => ({ ok: true }));
        app.get("/file", async () => "plain");
      },
    ],
  );
  const address = await server.app.listen({ host: "127.0.0.1", port: 0 });
  port = Number(new URL(address).port);
});
afterAll(() => server.app.close());

/** Writes pieces with pauses on a bare socket; what came back, and after how long it was closed. */
function talk(pieces: readonly string[], pause: number): Promise<{ said: string; ms: number }> {
  return new Promise((resolve) => {
    const start = Date.now();
    const socket = connect(port, "127.0.0.1");
    let said = "";
    let next = 0;
    const timer = setInterval(() => {
      const piece = pieces[next++];
      if (piece !== undefined && socket.writable) socket.write(piece);
    }, pause);
    socket.on("data", (bytes) => (said += bytes.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(timer);
      resolve({ said, ms: Date.now() - start });
    });
  });
}

describe("a client that is slow on purpose is cut off within ten seconds:", () => {
  const head = "POST /api/open HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
  const cases: [string, string[], number][] = [
    ["silent from the start", [], 1_000],
    ["headers by the letter", [...`GET /api/open HTTP/1.1\r\nx-a: ${"b".repeat(60)}`], 300],
    ["a body by the letter", [`${head}content-length: 100\r\n\r\n`, ..."{".repeat(60)], 300],
    [
      "a chunked body that never ends",
      [`${head}transfer-encoding: chunked\r\n\r\n`, ...Array(60).fill("1\r\n \r\n")],
      300,
    ],
    ["half a body, then silence", [`${head}content-length: 100\r\n\r\n{"a":`], 1_000],
  ];
  test.concurrent.for(cases)("%s", async ([, pieces, pause], { expect }) => {
    const { ms } = await talk(pieces, pause);
    // Ten seconds, and a little for a busy machine.
    expect(ms).toBeLessThan(12_000);
  });
});

test("what is no HTTP at all, or has headers without end, gets a problem and the door", async () => {
  const nonsense = await talk(["\u0000\u0001nonsense\r\n\r\n"], 10);
  expect(nonsense.said).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"bad-request"/);
  const endless = await talk([`GET / HTTP/1.1\r\nx: ${"y".repeat(20_000)}\r\n\r\n`], 10);
  expect(endless.said).toMatch(/^HTTP\/1\.1 431 [\s\S]*"code":"headers-too-large"/);
});

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, init);

test("every answer has every header that keeps a browser safe", async () => {
  const replies = await Promise.all([
    ask("/api/open"),
    ask("/api/closed"),
    ask("/api/broken"),
    ask("/nowhere"),
    ask("/file"),
    ask("/api/open", { method: "PUT" }),
    ask("/api/open", {
      method: "POST",
      body: "{",
      headers: { "content-type": "application/json" },
    }),
  ]);
  expect(replies.map((reply) => reply.status)).toEqual([200, 401, 500, 404, 200, 405, 400]);
  for (const { headers, url } of replies) {
    expect(headers.get("content-security-policy"), url).toMatch(
      /^default-src 'self';.*frame-ancestors 'none'/,
    );
    expect(headers.get("content-security-policy"), url).not.toContain("unsafe");
    expect(headers.get("x-content-type-options"), url).toBe("nosniff");
    expect(headers.get("x-frame-options"), url).toBe("DENY");
    expect(headers.get("referrer-policy"), url).toBe("no-referrer");
    expect(headers.get("strict-transport-security"), url).toContain("max-age=");
    expect(headers.get("cache-control"), url).toBe("no-store");
    expect(headers.get("server"), url).toBeNull();
  }
});

test("a failure tells its code and its request, not its inside", async () => {
  const text = await (await ask("/api/broken")).text();
  expect(JSON.parse(text)).toMatchObject({
    code: "internal",
    status: 500,
    instance: expect.stringMatching(/^urn:vangxa:request:r-/),
  });
  expect(text).not.toContain("secret");
  expect(text).not.toContain("Error");
});

test("an address that is too long, has too many or broken parameters", async () => {
  const codes = async (path: string) => ((await (await ask(path)).json()) as { code: string }).code;
  expect(await codes(`/api/open?a=${"x".repeat(5_000)}`)).toBe("address-too-long");
  expect(await codes(`/api/open?${Array(60).fill("a=1").join("&")}`)).toBe("too-many-parameters");
  expect(await codes("/api/open?a=%E0%A4%A")).toBe("too-many-parameters");
  expect(await codes("/api/%E0%A4%A")).toBe("bad-request");
});

test("a route says which methods it takes", async () => {
  const reply = await ask("/api/open", { method: "DELETE" });
  expect([reply.status, reply.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
});

test("an empty body names what is missing, a body of another kind is told apart", async () => {
  const empty = await ask("/api/open", { method: "POST" });
  expect(((await empty.json()) as { errors: object[] }).errors).toEqual([
    { field: "a", vi: "Thiếu ô này." },
  ]);
  const form = await ask("/api/open", { method: "POST", body: new URLSearchParams({ a: "b" }) });
  expect(((await form.json()) as { code: string }).code).toBe("unsupported-media");
});

test("the description of the API is OpenAPI 3.1 and says that every route can refuse", () => {
  const document = server.app.swagger() as unknown as {
    openapi: string;
    paths: Record<string, Record<string, { responses: object; security?: object[] }>>;
  };
  expect(document.openapi).toBe("3.1.0");
  const open = document.paths["/api/open"]?.["post"];
  expect(Object.keys(open?.responses ?? {})).toEqual(expect.arrayContaining(["4XX", "5XX"]));
  expect(open?.security).toEqual([]);
  expect(document.paths["/api/closed"]?.["get"]?.security).toBeUndefined();
});

test("more than the allowed requests a minute are put off with the time to wait", async () => {
  let last = await ask("/file");
  for (let n = 0; n < 220 && last.status === 200; n++) last = await ask("/file");
  expect(last.status).toBe(429);
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await last.json()).toMatchObject({ code: "too-many-requests" });
});
