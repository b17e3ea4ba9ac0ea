import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstLink, links } from "../../../contract/chain.ts";
import type { AgentId, BootId, Sha256 } from "../../../contract/ids.ts";
import type { Receipt, ReceiptBatch } from "../../../contract/receipt.ts";
import {
  continues,
  emptyHead,
  type ReceiptHead,
  type Stored,
  take,
} from "../../../controller/playlog/intake.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";

const agent = "ag-1" as AgentId;
const boot = "b-1" as BootId;
const start = firstLink(sha256Of, agent, boot);
const receipt = (sequence: number, detail = "x"): Receipt =>
  ({
    kind: "alarm",
    sequence,
    at: 1,
    monotonic: 1,
    clock: { source: "ntp", offset: 0, uncertainty: 1 },
    alarm: "crash",
    detail,
  }) as never;
const texts = (receipts: readonly Receipt[]) => receipts.map((one) => JSON.stringify(one));
const all = Array.from({ length: 40 }, (_, n) => receipt(n + 1));
const chain = links(sha256Of, start, texts(all));

/** Receipts `first … last` of the one true row. */
const batch = (first: number, last: number): ReceiptBatch => ({
  kind: "receipts",
  agent,
  boot,
  first,
  previous: first === 1 ? start : (chain[first - 2] as Sha256),
  receipts: all.slice(first - 1, last),
});

/** A controller in miniature: rows by number, and the head, as the store keeps them. */
function shelf() {
  const rows = new Map<number, Stored>();
  let head: ReceiptHead = emptyHead(sha256Of, agent, boot);
  return {
    rows,
    head: () => head,
    give: (one: ReceiptBatch) => {
      const near = continues(head, one)
        ? []
        : [...rows.values()].filter(
            ({ sequence }) =>
              sequence >= one.first - 1 && sequence <= one.first + one.receipts.length,
          );
      const taken = take(sha256Of, one, head, near);
      if (!taken.ok) return taken;
      for (const { receipt: each, link, text } of taken.rows)
        rows.set(each.sequence, { sequence: each.sequence, link, body: text });
      head = taken.head;
      if (taken.closesGap) {
        let through = head.through;
        while (rows.has(through + 1)) through += 1;
        head = { ...head, through, link: rows.get(through)?.link as Sha256 };
      }
      return taken;
    },
  };
}

const span = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
  .map(([a, b]) => (a < b ? [a, b] : [b, a]) as [number, number]);

test("however batches are cut, doubled, overlapped and shuffled: every receipt once, and through is the first gap", () => {
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 12 }), (spans) => {
      const kept = shelf();
      const given = new Set<number>();
      for (const [first, last] of spans) {
        expect(kept.give(batch(first, last)).ok).toBe(true);
        for (let n = first; n <= last; n++) given.add(n);
      }
      let through = 0;
      while (given.has(through + 1)) through += 1;
      expect(kept.head().through).toBe(through);
      expect(kept.head().link).toBe(through === 0 ? start : chain[through - 1]);
      expect(kept.head().highest).toBe(Math.max(...given));
      expect([...kept.rows.keys()].sort((a, b) => a - b)).toEqual([...given].sort((a, b) => a - b));
      for (const { sequence, link } of kept.rows.values()) expect(link).toBe(chain[sequence - 1]);
    }),
    { numRuns: 300 },
  );
});

describe("a batch is refused and changes nothing when", () => {
  const refusal = (given: readonly ReceiptBatch[], bad: ReceiptBatch) => {
    const kept = shelf();
    for (const one of given) expect(kept.give(one).ok).toBe(true);
    const before = JSON.stringify([...kept.rows, kept.head()]);
    const answer = kept.give(bad);
    expect(JSON.stringify([...kept.rows, kept.head()])).toBe(before);
    return answer.ok ? "taken" : answer.code;
  };
  const wrong = "f".repeat(64) as Sha256;
  test("its link to what came before is wrong", () => {
    expect(refusal([], { ...batch(1, 5), previous: wrong })).toBe("broken-chain");
    expect(refusal([batch(1, 5)], { ...batch(6, 9), previous: wrong })).toBe("broken-chain");
    expect(refusal([batch(10, 12)], { ...batch(13, 15), previous: wrong })).toBe("broken-chain");
  });
  test("it does not lead to what is stored behind it", () => {
    const other = { ...batch(1, 9), receipts: [...all.slice(0, 8), receipt(9, "changed")] };
    expect(refusal([batch(10, 12)], other)).toBe("broken-chain");
  });
  test("it says something else under a number that is taken", () => {
    expect(
      refusal([batch(1, 5)], {
        ...batch(1, 5),
        receipts: [...all.slice(0, 4), receipt(5, "changed")],
      }),
    ).toBe("other-content");
    expect(
      refusal([batch(1, 9)], {
        ...batch(3, 9),
        receipts: [receipt(3, "changed"), ...all.slice(3, 9)],
      }),
    ).toBe("other-content");
  });
  test("its numbers are not in order", () => {
    expect(refusal([], { ...batch(1, 3), receipts: [receipt(1), receipt(3), receipt(2)] })).toBe(
      "sequence",
    );
    expect(refusal([], { ...batch(2, 3), first: 1 })).toBe("sequence");
  });
  test("it is another boot's, under this name", () => {
    expect(refusal([], { ...batch(1, 3), boot: "b-2" as BootId })).toBe("broken-chain");
  });
});
