import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { webRoutes } from "../../../controller/http/web.routes.ts";
import { openWebFiles } from "../../../controller/http/web-files.adapter.ts";
import { codingFor, isImmutable, typeOf } from "../../../controller/http/web-files.ts";

const script = `const words = "${"loa truyền thanh ".repeat(200)}";`;
let folder = "";
let app: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-web-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>Vang Xa</title>");
  await writeFile(join(folder, "assets/main-abc.js"), script);
  await writeFile(join(folder, "icon.svg"), "<svg/>");
  await writeFile(join(folder, "stamp"), "not for browsers");
  app = Fastify();
  await app.register(webRoutes, { files: await openWebFiles(folder) });
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

describe("the built web app", () => {
  test.for(["/", "/today", "/play-log?outcome=failed", "/claim"])(
    "its page answers %s",
    async (url) => {
      const reply = await get(url);
      expect([reply.statusCode, reply.headers["content-type"]]).toEqual([
        200,
        "text/html; charset=utf-8",
      ]);
      expect(reply.body).toContain("Vang Xa");
      expect(reply.headers["cache-control"]).toBe("no-cache");
    },
  );

  test("a file with its hash in its name may be kept for ever, and comes compressed", async () => {
    const plain = await get("/assets/main-abc.js");
    const br = await get("/assets/main-abc.js", { "accept-encoding": "gzip, br" });
    const gz = await get("/assets/main-abc.js", { "accept-encoding": "gzip" });
    expect(plain.body).toBe(script);
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(script);
    expect(gunzipSync(gz.rawPayload).toString()).toBe(script);
    expect([br.headers["content-encoding"], gz.headers["content-encoding"]]).toEqual([
      "br",
      "gzip",
    ]);
    expect(br.rawPayload.length).toBeLessThan(script.length / 5);
  });

  test("what the browser has already is not sent again", async () => {
    const { headers } = await get("/today");
    const again = await get("/today", { "if-none-match": String(headers["etag"]) });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  test.for(["/assets/other.js", "/assets/..%2Fstamp", "/sw.js"])("%s is not there", async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });

  test("where it was never built, the page says what to do", async () => {
    const bare = Fastify();
    await bare.register(webRoutes, { files: await openWebFiles(join(folder, "nowhere")) });
    const reply = await bare.inject({ url: "/today" });
    expect([reply.statusCode, reply.json().code]).toEqual([503, "web-not-built"]);
    expect(reply.json().hint).toContain("setup");
    await bare.close();
  });
});

test("the best coding that the browser takes", () => {
  expect(codingFor("gzip, deflate, br")).toBe("br");
  expect(codingFor("br;q=0, gzip;q=0.5")).toBe("gzip");
  expect(codingFor("identity")).toBeUndefined();
  expect([
    typeOf("/a.js"),
    typeOf("/stamp"),
    isImmutable("/assets/x.js"),
    isImmutable("/sw.js"),
  ]).toEqual(["text/javascript; charset=utf-8", undefined, true, false]);
});
