import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type ChannelName, topic } from "../../../contract/channels.ts";
import { decode, encode } from "../../../contract/codec.ts";
import type { AgentId } from "../../../contract/ids.ts";
import type { ReceiptBatch } from "../../../contract/receipt.ts";
import type { Instant } from "../../../contract/time.ts";
import { inboundFilters, startInbound } from "../../../controller/link/inbound.service.ts";
import { jwsVerifier, signWith } from "../../../controller/link/jws.adapter.ts";

const text = new TextEncoder();
const keyPair = () => {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return { x: x as string, d: d as string };
};

async function world() {
  const [board, commune] = [keyPair(), keyPair()];
  const taken: ReceiptBatch[] = [];
  const presence: unknown[] = [];
  const published: { name: string; bytes: Uint8Array }[] = [];
  const warned: object[] = [];
  let hear: (topicName: string, bytes: Uint8Array) => void | Promise<void> = () => undefined;
  let hold: Promise<void> | undefined;
  const inbound = startInbound({
    clock: { now: () => 1_760_000_000_000 as Instant, monotonic: () => 0 as never },
    wire: {
      publish: async (name, bytes) => void published.push({ name, bytes }),
      onMessage: (listen) => {
        hear = listen;
      },
    },
    verify: jwsVerifier(),
    keyOf: async (agent) => (agent === "ag-1" ? board.x : undefined),
    signTime: async (agent) =>
      agent === "ag-1" ? signWith({ kid: "c-21024-1", ...commune }) : undefined,
    takeReceipts: (batch) => {
      taken.push(batch);
      return hold;
    },
    takePresence: (agent, said) => void presence.push([agent, said.state]),
    takeHealth: (agent) => void presence.push([agent, "health"]),
    log: {
      warn: (fields) => void warned.push(fields),
      error: (fields) => void warned.push(fields),
    },
  });
  const sign = await signWith({ kid: "ag-1", ...board });
  const batch = (agent = "ag-1", first = 1): ReceiptBatch => ({
    kind: "receipts",
    agent: agent as AgentId,
    boot: "b-1" as never,
    first,
    previous: "0".repeat(64) as never,
    receipts: [
      {
        kind: "armed",
        sequence: first,
        at: 1,
        monotonic: 1,
        clock: { source: "ntp", offset: 0, uncertainty: 1 },
        occurrence: "o",
      } as never,
    ],
  });
  return {
    inbound,
    board,
    commune,
    taken,
    presence,
    published,
    warned,
    batch,
    holdWith: (promise: Promise<void>) => {
      hold = promise;
    },
    hear: (name: ChannelName, agent: string, bytes: Uint8Array) => hear(topic(name, agent), bytes),
    hearTopic: (name: string, bytes: Uint8Array) => hear(name, bytes),
    signed: async (body: ReceiptBatch, typ = "vangxa-receipts+jws") =>
      text.encode(await sign.sign(typ, encode("agent/{agent}/receipts", body))),
  };
}

test("the controller listens to four channels of every board and nothing wider", () => {
  expect(inboundFilters.map(({ topic: filter }) => filter).sort()).toEqual([
    "vangxa/1/agent/+/health",
    "vangxa/1/agent/+/presence",
    "vangxa/1/agent/+/receipts",
    "vangxa/1/agent/+/time/ask",
  ]);
});

test("a signed batch of the board itself is taken, in the order in which batches came", async () => {
  const { inbound, hear, signed, batch, taken } = await world();
  for (let first = 1; first <= 30; first++)
    void hear("agent/{agent}/receipts", "ag-1", await signed(batch("ag-1", first)));
  await inbound.settled();
  expect(taken.map(({ first }) => first)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
});

describe("refused, and nothing of it used:", () => {
  test("a batch that calls itself another's, on the own topic and on the other's", async () => {
    const { inbound, hear, signed, batch, taken, warned } = await world();
    const forged = await signed(batch("ag-2"));
    await hear("agent/{agent}/receipts", "ag-1", forged);
    await hear("agent/{agent}/receipts", "ag-2", forged);
    await hear("agent/{agent}/receipts", "ag-2", await signed(batch("ag-1")));
    await inbound.settled();
    expect(taken).toEqual([]);
    expect(warned).toHaveLength(3);
  });
  test("plain JSON, another type of document, an unknown board, and noise", async () => {
    const { inbound, hear, hearTopic, signed, batch, taken, presence } = await world();
    await hear("agent/{agent}/receipts", "ag-1", encode("agent/{agent}/receipts", batch()));
    await hear("agent/{agent}/receipts", "ag-1", await signed(batch(), "vangxa-plan+jws"));
    await hear("agent/{agent}/receipts", "ag-9", await signed(batch("ag-9")));
    for (const bytes of [
      new Uint8Array(),
      new Uint8Array([0xff, 0xfe]),
      text.encode("{}"),
      text.encode("null"),
    ]) {
      await hear("agent/{agent}/receipts", "ag-1", bytes);
      await hear("agent/{agent}/presence", "ag-1", bytes);
      await hear("agent/{agent}/health", "ag-1", bytes);
      await hear("agent/{agent}/time/ask", "ag-1", bytes);
    }
    for (const name of [
      "",
      "vangxa/1/agent/ag-1",
      "vangxa/1/scope/centre/plan",
      "vangxa/1/agent/AG/receipts",
      "x/y",
    ]) {
      await hearTopic(name, text.encode("{}"));
    }
    await inbound.settled();
    expect(taken).toEqual([]);
    expect(presence).toEqual([]);
  });
});

test("presence and health are handed on under the name of their topic", async () => {
  const { inbound, hear, presence } = await world();
  await hear(
    "agent/{agent}/presence",
    "ag-1",
    encode("agent/{agent}/presence", { state: "lost", session: "s-1" }),
  );
  await hear(
    "agent/{agent}/health",
    "ag-1",
    encode("agent/{agent}/health", { at: 5 as Instant, temperature: 41.5 }),
  );
  await inbound.settled();
  expect(presence).toEqual([
    ["ag-1", "lost"],
    ["ag-1", "health"],
  ]);
});

test("a question for the time is answered at once, signed and bound to its nonce, whatever waits before it", async () => {
  const { inbound, hear, holdWith, signed, batch, published, commune } = await world();
  let go = (): void => undefined;
  holdWith(
    new Promise((free) => {
      go = free;
    }),
  );
  void hear("agent/{agent}/receipts", "ag-1", await signed(batch()));
  const ask = { nonce: "abcdef0123456789", sent: 7 as Instant };
  await hear("agent/{agent}/time/ask", "ag-1", encode("agent/{agent}/time/ask", ask));
  await hear("agent/{agent}/time/ask", "ag-9", encode("agent/{agent}/time/ask", ask));
  const end = performance.now() + 3_000;
  while (published.length === 0 && performance.now() < end)
    await new Promise((next) => setTimeout(next, 5));
  expect(published.map(({ name }) => name)).toEqual([topic("agent/{agent}/time/answer", "ag-1")]);
  const read = await jwsVerifier().verify(
    new TextDecoder().decode(published[0]?.bytes),
    "vangxa-time+jws",
    () => commune.x,
  );
  const answer = read.ok ? decode("agent/{agent}/time/answer", read.payload) : read;
  expect(answer).toMatchObject({
    ok: true,
    body: { agent: "ag-1", nonce: ask.nonce, received: 1_760_000_000_000 },
  });
  go();
  await inbound.settled();
});

test("a queue that is full holds the broker back, and lets it go on as it empties", async () => {
  const { hear, holdWith, signed, batch, taken } = await world();
  let go = (): void => undefined;
  holdWith(
    new Promise((free) => {
      go = free;
    }),
  );
  const bytes = await signed(batch());
  let held: Promise<void> | undefined;
  for (let n = 0; n < 200 && held === undefined; n++)
    held = hear("agent/{agent}/receipts", "ag-1", bytes) as Promise<void> | undefined;
  expect(held).toBeInstanceOf(Promise);
  expect(taken.length).toBeLessThan(100);
  let passed = false;
  void held?.then(() => {
    passed = true;
  });
  await new Promise((next) => setTimeout(next, 30));
  expect(passed).toBe(false);
  go();
  await held;
});
