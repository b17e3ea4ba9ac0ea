import fc from "fast-check";
import type { FastifyRequest } from "fastify";
import { describe, expect, test } from "vitest";
import { bodyOf, joined } from "../../../controller/http/body.ts";
import { refusalOf, socketAnswer } from "../../../controller/http/errors.ts";
import { fileBytes, formFile, formParts } from "../../../controller/http/form.ts";
import { methodsOf } from "../../../controller/http/known-routes.ts";
import { spanOf } from "../../../controller/http/range.ts";
import { Refused } from "../../../controller/http/refused.ts";
import { InvalidInput } from "../../../controller/http/validation.ts";
import { type Log, silent } from "../../../controller/log.ts";
import { problemOf, problems } from "../../../controller/problems.ts";

const _depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map(_depthOf))
    : 0;

describe("a range", () => {
  test.for([
    [undefined, "whole"],
    ["bytes=0-0", { from: 0, to: 0 }],
    ["bytes=5-", { from: 5, to: 9 }],
    ["bytes=-3", { from: 7, to: 9 }],
    ["bytes=-30", { from: 0, to: 9 }],
    ["bytes=2-99", { from: 2, to: 9 }],
    ["bytes=10-", "outside"],
    ["bytes=-0", "outside"],
    ["bytes=5-2", "whole"],
    ["bytes=0-1,3-4", "whole"],
    ["lines=0-1", "whole"],
    ["bytes=-", "whole"],
  ] as const)("%s of ten bytes", ([header, span]) => expect(spanOf(header, 10)).toEqual(span));
  test("never leaves the file", () => {
    fc.assert(
      fc.property(fc.option(fc.nat(50)), fc.option(fc.nat(50)), fc.nat(40), (first, last, size) => {
        const span = spanOf(`bytes=${first ?? ""}-${last ?? ""}`, size);
        if (typeof span === "string") return;
        expect(span.from).toBeGreaterThanOrEqual(0);
        expect(span.to).toBeGreaterThanOrEqual(span.from);
        expect(span.to).toBeLessThan(size);
      }),
    );
  });
});

test("the methods of a path are those of the routes that it fits", () => {
  const routes = [
    { method: "GET", url: "/api/messages/:id" },
    { method: "PATCH", url: "/api/messages/:id" },
    { method: "GET", url: "/files/*" },
  ];
  expect(methodsOf(routes, "/api/messages/m-1")).toEqual(["GET", "PATCH"]);
  expect(methodsOf(routes, "/api/messages/")).toEqual([]);
  expect(methodsOf(routes, "/files/a/b")).toEqual(["GET"]);
});

describe("what was thrown is told without its inside", () => {
  const told = (error: unknown) => refusalOf(error, "r-1", silent).code;
  test.for([
    [new Refused({ code: "too-deep" }), "too-deep"],
    [new InvalidInput([]), "invalid-input"],
    [{ code: "FST_ERR_CTP_BODY_TOO_LARGE" }, "too-large"],
    [{ code: "SQLITE_FULL" }, "disk-full"],
    [Object.assign(new Error("x"), { name: "PasswordsBusy" }), "busy"],
    [{ statusCode: 413 }, "too-large"],
    [{ statusCode: 415 }, "unsupported-media"],
    [{ statusCode: 400 }, "bad-request"],
    [new Error("secret path"), "internal"],
    ["a word", "internal"],
    [Object.assign(new Error("x"), { stack: undefined }), "internal"],
  ] as const)("%s → %s", ([error, code]) => expect(told(error)).toBe(code));
  test("the unexpected is logged whole, with the request", () => {
    const lines: object[] = [];
    refusalOf(new Error("secret path"), "r-9", {
      ...silent,
      error: (fields) => void lines.push(fields),
    });
    expect(JSON.stringify(lines)).toContain("secret path");
    expect(JSON.stringify(lines)).toContain("r-9");
  });
  test.for([
    ["HPE_HEADER_OVERFLOW", 431],
    ["ERR_HTTP_REQUEST_TIMEOUT", 408],
    ["HPE_INVALID_METHOD", 400],
    [undefined, 400],
  ] as const)("on the bare socket %s is %s", ([code, status]) => {
    const [head = "", body = ""] = socketAnswer(code).split("\r\n\r\n");
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain(`content-length: ${Buffer.byteLength(body)}`);
    expect(JSON.parse(body).status).toBe(status);
  });
});

test("a silent log takes every level", () => {
  for (const level of [
    "error",
    "warn",
    "info",
    "debug",
  ] as const satisfies readonly (keyof Log)[]) {
    expect(silent[level]({}, "x")).toBeUndefined();
  }
});

test("every refusal says in Vietnamese what happened and in English, under a status that is an error", () => {
  for (const [code, text] of Object.entries(problems)) {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(text.status).toBeGreaterThanOrEqual(400);
    expect(text.vi, code).toMatch(/[.!?]$/);
    expect(text.en, code).toMatch(/[.!?]$/);
  }
  const full = problemOf(
    { code: "not-found", detail: "d", errors: [{ field: "f", vi: "v" }] },
    "r-1",
  );
  expect(full).toMatchObject({
    type: "urn:vangxa:problem:not-found",
    status: 404,
    detail: "d",
    instance: "urn:vangxa:request:r-1",
  });
  expect(Object.keys(problemOf({ code: "not-found" }))).not.toContain("detail");
});

test("a body is read as fast as it is asked for and given up when nobody asks", async () => {
  let given = 0;
  let closed = false;
  const chunks = async function* () {
    try {
      for (; given < 1_000; given++) yield new Uint8Array([given]);
    } finally {
      closed = true;
    }
  };
  const reader = bodyOf(chunks()).getReader();
  expect((await reader.read()).value).toEqual(new Uint8Array([0]));
  await reader.cancel();
  expect(given).toBeLessThan(5);
  expect(closed).toBe(true);
  const whole = bodyOf(
    (async function* () {
      yield new Uint8Array([1, 2]);
    })(),
  );
  expect(new Uint8Array(await new Response(whole).arrayBuffer())).toEqual(new Uint8Array([1, 2]));
  expect(joined([new Uint8Array([1]), new Uint8Array([2, 3])], 3)).toEqual(
    new Uint8Array([1, 2, 3]),
  );
});

describe("a form", () => {
  const request = { raw: { socket: {} }, parts: () => ({}) } as unknown as FastifyRequest;
  const file = (chunks: () => AsyncGenerator<Uint8Array>, truncated = false) =>
    Object.assign(chunks(), { truncated });
  const all = async (bytes: AsyncIterable<unknown>) => {
    const out: unknown[] = [];
    for await (const one of bytes) out.push(one);
    return out;
  };
  const one = async function* () {
    yield new Uint8Array([1]);
  };
  const broken = (error: unknown) =>
    async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array([1]);
      throw error;
    };
  test("gives the bytes of a file as they come", async () => {
    expect(await all(fileBytes(request, file(one)))).toEqual([new Uint8Array([1])]);
  });
  test("that was cut at the limit is too large", async () => {
    await expect(all(fileBytes(request, file(one, true)))).rejects.toMatchObject({
      refusal: { code: "too-large" },
    });
  });
  test("whose file is wanted whole has it up to a limit, or none", async () => {
    const form = (...parts: object[]) =>
      ({
        ...request,
        parts: async function* () {
          yield* parts;
        },
      }) as unknown as FastifyRequest;
    const sent = () => ({ type: "file", file: file(one) });
    expect(await formFile(form({ type: "field" }, sent()), 1)).toEqual(new Uint8Array([1]));
    expect(await formFile(form({ type: "field" }), 1)).toBeUndefined();
    await expect(formFile(form(sent()), 0)).rejects.toMatchObject({
      refusal: { code: "too-large" },
    });
  });
  test("that breaks off is the sender's fault; a limit of the reader keeps its own name", async () => {
    const limit = Object.assign(new Error("x"), { code: "FST_REQ_FILE_TOO_LARGE" });
    const refused = new Refused({ code: "too-deep" });
    await expect(all(fileBytes(request, file(broken(new Error("x")))))).rejects.toMatchObject({
      refusal: { code: "bad-request" },
    });
    await expect(all(fileBytes(request, file(broken(limit))))).rejects.toBe(limit);
    await expect(all(fileBytes(request, file(broken(refused))))).rejects.toBe(refused);
    const parts = { ...request, parts: () => broken(undefined)() } as unknown as FastifyRequest;
    await expect(all(formParts(parts))).rejects.toMatchObject({ refusal: { code: "bad-request" } });
  });
});
