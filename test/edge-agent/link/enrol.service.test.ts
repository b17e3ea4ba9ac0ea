import { beforeEach, describe, expect, test } from "vitest";
import { enrol } from "../../../edge-agent/link/enrol.service.ts";
import { FIRST_CONFIG } from "../../../edge-agent/link/identity.ts";
import { VirtualFiles } from "../../support/virtual-files.ts";

const X = "x".repeat(43);
const D = "d".repeat(43);
const answer = {
  agent: "board-1",
  mqtt: { url: "mqtt://127.0.0.1:1883", username: "board-1", password: "secret" },
  rootKey: { kid: "root-1", x: X },
  config: "a.b.c",
  controllerTime: 1_790_000_000_000,
};

let files: VirtualFiles;
let posts: { url: string; body: Record<string, unknown> }[];
let reply: { status: number; text: string } | undefined;
let keys: number;

beforeEach(() => {
  files = new VirtualFiles();
  posts = [];
  keys = 0;
  reply = { status: 200, text: JSON.stringify(answer) };
});

const run = (claim?: string) =>
  enrol({
    files,
    controller: "http://c",
    claim,
    about: { version: "1" },
    makeKey: async () => {
      keys += 1;
      return { x: X, d: D };
    },
    http: {
      get: async () => {
        throw new Error("not asked");
      },
      post: async (url, json) => {
        posts.push({ url, body: JSON.parse(json) });
        if (!reply) throw new Error("ECONNREFUSED");
        return reply;
      },
    },
  });

test("a board shows its own public key and keeps who it is", async () => {
  const enrolled = await run("code-1");
  expect(enrolled).toMatchObject({
    ok: true,
    fresh: true,
    identity: { agent: "board-1", mqtt: answer.mqtt },
  });
  expect(posts).toEqual([
    {
      url: "http://c/api/enrol",
      body: { claimCode: "code-1", publicKey: X, about: { version: "1" } },
    },
  ]);
  expect(files.content.get(FIRST_CONFIG)).toBe("a.b.c");
  expect(JSON.parse(files.content.get("key.json") ?? "")).toEqual({ x: X, d: D });
  expect(files.writes.at(-1)).toBe("identity.json");
  expect(JSON.stringify(posts)).not.toContain(D);
});

test("it never asks again, with or without a code", async () => {
  await run("code-1");
  expect(await run("code-2")).toMatchObject({
    ok: true,
    fresh: false,
    identity: { agent: "board-1" },
    key: { x: X, d: D },
  });
  expect(await run()).toMatchObject({ ok: true });
  expect([posts.length, keys]).toEqual([1, 1]);
});

test("after an answer that was lost it asks with the same key", async () => {
  reply = undefined;
  expect(await run("code-1")).toMatchObject({ ok: false, code: "unreachable" });
  reply = { status: 200, text: JSON.stringify(answer) };
  expect(await run("code-1")).toMatchObject({ ok: true });
  expect([keys, posts[0]?.body, posts.length]).toEqual([1, posts[1]?.body, 2]);
});

describe("what goes wrong is said in Vietnamese", () => {
  test.each([
    ["no code", undefined, undefined, "no-claim", /--claim/],
    [
      "a refusal with its words",
      "c",
      { status: 403, text: '{"detail":"Mã đã dùng."}' },
      "refused",
      /Mã đã dùng/,
    ],
    [
      "a refusal with a title only",
      "c",
      { status: 403, text: '{"title":"Không được."}' },
      "refused",
      /Không được/,
    ],
    ["a refusal without words", "c", { status: 500, text: "<html>" }, "refused", /500/],
    ["an answer that is no JSON", "c", { status: 200, text: "hello" }, "bad-answer", /phiên bản/],
    [
      "an answer that lacks something",
      "c",
      { status: 200, text: JSON.stringify({ ...answer, mqtt: {} }) },
      "bad-answer",
      /phiên bản/,
    ],
    [
      "an answer that names another kind of broker",
      "c",
      {
        status: 200,
        text: JSON.stringify({ ...answer, mqtt: { ...answer.mqtt, url: "http://x" } }),
      },
      "bad-answer",
      /phiên bản/,
    ],
  ])("%s", async (_name, claim, given, code, says) => {
    reply = given;
    const enrolled = await run(claim);
    expect(enrolled).toMatchObject({ ok: false, code });
    expect(enrolled.ok ? "" : enrolled.vi).toMatch(says);
    expect(files.content.has("identity.json")).toBe(false);
  });

  test.each([
    ["key.json", "{}"],
    ["key.json", "not json"],
    ["identity.json", '{"agent":5}'],
  ])("a damaged %s", async (name, text) => {
    await run("code-1");
    files.content.set(name, text);
    const enrolled = await run("code-1");
    expect(enrolled).toMatchObject({ ok: false, code: "damaged" });
    expect(enrolled.ok ? "" : enrolled.vi).toContain(name);
  });
});
