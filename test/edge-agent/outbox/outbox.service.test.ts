import { beforeEach, describe, expect, test } from "vitest";
import { firstLink, links } from "../../../contract/chain.ts";
import type { AgentId, BootId } from "../../../contract/ids.ts";
import type { Receipt, ReceiptBatch } from "../../../contract/receipt.ts";
import type { Instant } from "../../../contract/time.ts";
import type { Journal } from "../../../edge-agent/outbox/journal.ts";
import { openOutbox } from "../../../edge-agent/outbox/outbox.service.ts";
import { sha256 } from "../../support/small-centre.ts";
import { VirtualTime } from "../../support/virtual-time.ts";

const agent = "board-1" as AgentId;
const hash = (text: string) => sha256(text);

/** A disk in memory; `broken` makes it fail. */
function memoryJournal(lines: { segment: number; json: string }[] = []) {
  const journal = {
    lines: () => lines,
    forgetLines: () => undefined,
    lost: 0,
    broken: false,
    held: undefined as Promise<void> | undefined,
    async append(json: string) {
      await journal.held;
      if (journal.broken) throw new Error("EIO");
      const segment = segments.at(-1)?.number ?? 1;
      lines.push({ segment, json });
      return { segment };
    },
    segments: () => segments,
    drop: async (number: number) => void dropped.push(number),
    close: async () => undefined,
  };
  return journal satisfies Journal;
}

let segments: { number: number; bytes: number }[];
let dropped: number[];
let time: VirtualTime;
let journal: ReturnType<typeof memoryJournal>;
let sent: ReceiptBatch[];
let broken: unknown[];
let online: boolean;

function outboxOf(boot: string) {
  return openOutbox({
    agent,
    boot: boot as BootId,
    version: "1",
    journal,
    hash,
    clock: time,
    timers: time,
    chance: () => 0.5,
    sign: { sign: async (_typ, payload) => `h.${Buffer.from(payload).toString("base64url")}.s` },
    time: () => ({
      now: time.now() as Instant,
      state: { source: "system", offset: 0 as never, uncertainty: 5 as never },
    }),
    publish: async (topic, bytes) => {
      expect(topic).toBe("vangxa/1/agent/board-1/receipts");
      if (!online) throw new Error("not connected");
      sent.push(
        JSON.parse(
          Buffer.from(new TextDecoder().decode(bytes).split(".")[1] ?? "", "base64url").toString(),
        ),
      );
    },
    onReceipt: () => undefined,
    onBroken: (error) => void broken.push(error),
  });
}
const armed = (n: number) => ({ kind: "armed", occurrence: `o${n}` }) as never;

beforeEach(() => {
  time = new VirtualTime();
  journal = memoryJournal();
  segments = [];
  dropped = [];
  sent = [];
  broken = [];
  online = true;
});

test("receipts go out once the disk has them, stamped, in order, as one chain", async () => {
  const outbox = outboxOf("b1");
  outbox.linked(true);
  for (let n = 1; n <= 3; n++) void outbox.report(armed(n));
  await time.advance(10);
  const rows: Receipt[] = sent.flatMap(({ receipts }) => receipts);
  expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  const chain = links(
    hash,
    firstLink(hash, agent, "b1" as BootId),
    rows.map((row) => JSON.stringify(row)),
  );
  expect(sent[0]?.previous).toBe(firstLink(hash, agent, "b1" as BootId));
  for (const batch of sent.slice(1)) expect(batch.previous).toBe(chain[batch.first - 2]);
  const previous = journal.lines().map(({ json }) => JSON.parse(json).previous);
  expect(previous).toEqual([sent[0]?.previous, ...chain.slice(0, -1)]);
});

test("nothing is sent before it is durable, and nothing at all while the link is down", async () => {
  let write: () => void = () => undefined;
  journal.held = new Promise((resolve) => {
    write = resolve;
  });
  const outbox = outboxOf("b1");
  outbox.linked(true);
  const reported = outbox.report(armed(1));
  await time.advance(100);
  expect(sent).toEqual([]);
  write();
  await reported;
  await time.advance(1);
  expect(sent).toHaveLength(1);
  outbox.linked(false);
  await outbox.report(armed(2));
  await time.advance(300_000);
  expect(sent).toHaveLength(1);
  expect(outbox.owed()).toBe(2);
});

test("what is not acknowledged goes again; an ack ends it and is remembered", async () => {
  const outbox = outboxOf("b1");
  outbox.linked(true);
  await outbox.report(armed(1));
  await time.advance(2_100);
  expect(sent).toHaveLength(2);
  await outbox.ack("b1" as BootId, 1);
  await time.advance(300_000);
  expect(sent).toHaveLength(2);
  expect(outbox.owed()).toBe(0);
  expect(JSON.parse(journal.lines().at(-1)?.json ?? "")).toEqual({
    k: "ack",
    boot: "b1",
    through: 1,
  });
});

test("an ack from somebody who knows nothing changes nothing", async () => {
  const outbox = outboxOf("b1");
  await outbox.report(armed(1));
  await outbox.ack("other" as BootId, 1);
  await outbox.ack("b1" as BootId, 99);
  expect(outbox.owed()).toBe(1);
  expect(journal.lines()).toHaveLength(1);
});

test("a restart owes what was not acknowledged, under its old boot, and knows where that ended", async () => {
  const first = outboxOf("b1");
  for (let n = 1; n <= 3; n++) await first.report(armed(n));
  await first.ack("b1" as BootId, 1);
  first.stop();
  const second = outboxOf("b2");
  expect(second.previous()).toMatchObject({ boot: "b1", sequence: 3 });
  expect(second.owed()).toBe(2);
  second.linked(true);
  await second.report(armed(9));
  await time.advance(10);
  const firsts = sent.map(({ boot, first: from, receipts }) => [boot, from, receipts.length]);
  expect(firsts).toContainEqual(["b1", 2, 2]);
  expect(firsts).toContainEqual(["b2", 1, 1]);
});

test("many or long receipts are cut into batches that fit a payload", async () => {
  const outbox = outboxOf("b1");
  const parts = Array.from({ length: 300 }, (_, part) => ({
    part: part % 60,
    offset: 0,
    frames: 1,
    sha256: "a".repeat(64),
  }));
  for (let n = 0; n < 4; n++) {
    await outbox.report({
      kind: "ended",
      occurrence: `o${n}`,
      as: "played",
      heard: 1,
      frames: 1,
      ofFrames: 1,
      parts,
    } as never);
  }
  outbox.linked(true);
  await time.advance(10);
  expect(sent.map(({ receipts }) => receipts.length)).toEqual([1, 1, 1, 1]);
  for (const batch of sent) expect(JSON.stringify(batch).length).toBeLessThan(47 * 1_024);
});

test("a publish that fails is made good by the next connection", async () => {
  const outbox = outboxOf("b1");
  online = false;
  outbox.linked(true);
  await outbox.report(armed(1));
  await time.advance(10);
  expect(sent).toEqual([]);
  online = true;
  outbox.linked(false);
  outbox.linked(true);
  await time.advance(10);
  expect(sent).toHaveLength(1);
});

describe("a journal that breaks", () => {
  test("is told, and the receipt is not promised", async () => {
    const outbox = outboxOf("b1");
    outbox.linked(true);
    journal.broken = true;
    await expect(outbox.report(armed(1))).rejects.toThrow("EIO");
    await time.advance(10);
    expect(sent).toEqual([]);
    expect(broken).toHaveLength(1);
  });

  test("after the end is no news", async () => {
    const outbox = outboxOf("b1");
    outbox.stop();
    journal.broken = true;
    await expect(outbox.note({ k: "ack", boot: "b1" as BootId, through: 1 })).rejects.toThrow(
      "EIO",
    );
    expect(broken).toEqual([]);
  });
});

test("a receipt that breaks its own schema holds nothing back: it goes out as a fault", async () => {
  const outbox = outboxOf("b1");
  outbox.linked(true);
  await outbox.report({ kind: "armed", occurrence: "NOT AN ID" } as never);
  await outbox.report(armed(2));
  await time.advance(10);
  expect(sent.flatMap(({ receipts }) => receipts)).toMatchObject([
    { kind: "alarm", alarm: "crash", sequence: 1 },
    { kind: "armed", sequence: 2 },
  ]);
});

test("an ack lets old parts of the journal go, and a receipt after them is still one chain", async () => {
  const first = outboxOf("b1");
  for (let n = 1; n <= 3; n++) await first.report(armed(n));
  await first.ack("b1" as BootId, 1);
  first.stop();
  segments = [
    { number: 1, bytes: 5 },
    { number: 2, bytes: 5 },
  ];
  const all = journal.lines().map(({ json }) => json);
  const links_ = all.slice(0, 3).map((json) => JSON.parse(json).previous as string);
  // The first segment, with the receipt that was acknowledged, is gone.
  journal = memoryJournal(all.slice(1, 3).map((json) => ({ segment: 2, json })));
  const second = outboxOf("b2");
  second.linked(true);
  await time.advance(10);
  expect(sent[0]).toMatchObject({ boot: "b1", first: 2, previous: links_[1] });
  second.linked(false);
  await time.advance(100 * 86_400_000);
  await second.report(armed(4));
  await second.ack("b1" as BootId, 3);
  expect(dropped).toEqual([1]);
});

test("a receipt that a power cut took leaves a hole; what follows it is sent all the same", async () => {
  const before = outboxOf("b1");
  for (const n of [1, 2, 3, 4]) await before.report(armed(n));
  before.stop();
  const [, , third] = journal.lines();
  journal = memoryJournal([...journal.lines()].filter((line) => line !== third));
  const after = outboxOf("b2");
  after.linked(true);
  await time.advance(10);
  expect(sent.map(({ first, receipts }) => [first, receipts.length])).toEqual([
    [1, 2],
    [4, 1],
  ]);
  after.stop();
});
