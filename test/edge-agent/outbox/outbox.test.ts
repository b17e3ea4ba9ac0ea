import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BootId } from "../../../contract/ids.ts";
import type { Duration } from "../../../contract/time.ts";
import {
  acked,
  added,
  BATCH,
  emptyOutbox,
  linked,
  type Outbox,
  owed,
  toSend,
} from "../../../edge-agent/outbox/outbox.ts";

const A = "boot-a" as BootId;
const B = "boot-b" as BootId;
const at = (ms: number) => ms as Duration;
const half = () => 0.5;

/** An outbox with so many receipts of each boot, connected. */
function filled(a: number, b = 0): Outbox {
  let outbox = emptyOutbox;
  for (let n = 1; n <= a; n++) outbox = added(outbox, A, n);
  for (let n = 1; n <= b; n++) outbox = added(outbox, B, n);
  return linked(outbox, true);
}

describe("sending", () => {
  test("nothing while the link is down", () => {
    expect(toSend(linked(filled(3), false), at(0), half).batches).toEqual([]);
  });

  test("oldest first, at most fifty in a batch, and a batch is of one boot", () => {
    const { batches } = toSend(filled(120, 3), at(0), half);
    expect(batches).toEqual([
      { boot: A, first: 1, last: 50 },
      { boot: A, first: 51, last: 100 },
      { boot: A, first: 101, last: 120 },
      { boot: B, first: 1, last: 3 },
    ]);
  });

  test("ten batches under way, and the rest after acks", () => {
    const first = toSend(filled(700), at(0), half);
    expect(first.batches).toHaveLength(10);
    expect(toSend(first.outbox, at(1), half).batches).toEqual([]);
    const some = acked(first.outbox, A, 100, at(2));
    expect(toSend(some, at(2), half).batches).toEqual([
      { boot: A, first: 501, last: 550 },
      { boot: A, first: 551, last: 600 },
    ]);
  });

  test("a batch ends where its bytes do, but never empty", () => {
    const sizes = toSend(filled(5), at(0), half, ({ first }) => (first < 3 ? first + 1 : 0));
    expect(sizes.batches.map(({ first, last }) => [first, last])).toEqual([
      [1, 2],
      [3, 3],
      [4, 4],
      [5, 5],
    ]);
  });
});

describe("an ack that does not come", () => {
  test("makes everything under way go again, after waits that double to a minute", () => {
    let { outbox } = toSend(filled(2), at(0), half);
    const waits: number[] = [];
    for (let now = 0; waits.length < 7; ) {
      waits.push((outbox.resendAt ?? 0) - now);
      now = outbox.resendAt ?? 0;
      const again = toSend(outbox, at(now), half);
      expect(again.batches).toEqual([{ boot: A, first: 1, last: 2 }]);
      outbox = again.outbox;
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  test("is forgotten by one that does, which also starts the waits again", () => {
    const sent = toSend(filled(2), at(0), half);
    const late = toSend(sent.outbox, at(2_000), half).outbox;
    expect(late.wait).toBe(4_000);
    const one = acked(late, A, 1, at(2_100));
    expect(one).toMatchObject({ wait: 2_000, resendAt: 4_100 });
    expect(acked(one, A, 2, at(2_200)).resendAt).toBeUndefined();
  });
});

describe("acks", () => {
  const sent = toSend(filled(3), at(0), half).outbox;
  test.each([
    ["of an unknown boot", B, 2],
    ["for what was acked", A, 0],
    ["for what was never made", A, 4],
  ])("%s change nothing", (_name, boot, through) => {
    expect(acked(sent, boot, through, at(1))).toBe(sent);
  });

  test("of all of an old boot forget it; the newest stays", () => {
    const both = toSend(filled(3, 1), at(0), half).outbox;
    const done = acked(acked(both, A, 3, at(1)), B, 1, at(1));
    expect(done.rows).toEqual([{ boot: B, acked: 1, sent: 1, last: 1 }]);
    expect(owed(done)).toBe(0);
    expect(owed(added(done, B, 2))).toBe(1);
  });

  test("that come before their batch went again spare it", () => {
    const cut = linked(linked(sent, false), true);
    expect(toSend(acked(cut, A, 2, at(5)), at(5), half).batches).toEqual([
      { boot: A, first: 3, last: 3 },
    ]);
  });
});

test("a receipt that begins in the middle of a boot is owed from there", () => {
  expect(added(emptyOutbox, A, 7).rows).toEqual([{ boot: A, acked: 6, sent: 6, last: 7 }]);
});

test("over any link that loses, doubles and cuts, every receipt is acknowledged in the end", () => {
  const somethings = fc.array(fc.constantFrom("make", "lose", "deliver", "double", "cut", "wait"), {
    maxLength: 120,
  });
  fc.assert(
    fc.property(somethings, (events) => {
      let outbox = linked(emptyOutbox, true);
      const committed = new Set<number>();
      let made = 0;
      let now = 0;
      const pump = (fate: string) => {
        const next = toSend(outbox, at(now), half);
        outbox = next.outbox;
        for (const { first, last } of next.batches) {
          expect(last - first).toBeLessThan(BATCH);
          if (fate === "lose") continue;
          for (let n = first; n <= last; n++) committed.add(n);
          let through = 0;
          while (committed.has(through + 1)) through += 1;
          outbox = acked(outbox, A, through, at(now));
          if (fate === "double") outbox = acked(outbox, A, through, at(now));
        }
      };
      for (const event of events) {
        now += 500;
        if (event === "make") outbox = added(outbox, A, ++made);
        if (event === "cut") outbox = linked(linked(outbox, false), true);
        if (event !== "wait") pump(event);
      }
      for (let round = 0; round < 30 && owed(outbox) > 0; round++) {
        now += 60_000;
        pump("deliver");
      }
      expect(owed(outbox)).toBe(0);
      expect(committed.size).toBe(made);
    }),
  );
});
