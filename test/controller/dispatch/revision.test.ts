import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../../contract/codec.ts";
import type { ScopeId, Sha256 } from "../../../contract/ids.ts";
import type { Occurrence } from "../../../contract/plan.ts";
import type { Applied } from "../../../contract/presence.ts";
import { dayNumber, startOfDay } from "../../../contract/station-time.ts";
import { days, hours, type Instant, later, minutes } from "../../../contract/time.ts";
import {
  contentHash,
  horizonOf,
  lagging,
  mustRefer,
  nextRevision,
  type Ordered,
  plan,
  planContent,
  reference,
  signingAuthority,
  sortOut,
  standing,
  urgent,
  urgentContent,
  type Wanted,
} from "../../../controller/dispatch/revision.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";

const midnight = startOfDay(dayNumber(1_790_000_000_000 as Instant));
const now = later(midnight, hours(8));
const ordered = (
  id: string,
  from: number,
  to: number,
  more: Partial<Ordered> & { authority?: string } = {},
): Ordered => {
  const { document = "plan", cancelledAt, authority = "commune" } = more;
  const body = {
    id,
    broadcast: "bc",
    level: document === "urgent" ? "emergency" : "normal",
    authority,
    status: "actual",
    title: "t",
    issued: now,
    notBefore: from,
    notAfter: to,
    placement: { kind: "at", at: from },
    target: { all: true },
    parts: [{ kind: "pause", length: 1_000 }],
    onCut: "resume",
    approvedBy: ["a"],
  } as unknown as Occurrence;
  return { body, document, cancelledAt };
};
const soon = (id: string, more: Parameters<typeof ordered>[3] = {}) =>
  ordered(id, later(now, hours(1)), later(now, hours(2)), more);

describe("a plan", () => {
  test("holds fourteen days ahead and what ended within a day", () => {
    const all = [
      ordered("old", midnight - days(2), midnight - days(1)),
      ordered("yesterday", midnight - days(1), midnight - hours(1)),
      soon("today"),
      ordered("day-14", midnight + days(14) + hours(23), midnight + days(15)),
      ordered("day-15", midnight + days(15), midnight + days(15) + hours(1)),
      soon("other-document", { document: "urgent" }),
    ];
    expect(planContent(all, now).occurrences.map(({ id }) => id)).toEqual([
      "yesterday",
      "today",
      "day-14",
    ]);
    const { horizon } = planContent(all, now);
    expect([horizon.from, horizon.to]).toEqual([midnight - days(1), midnight + days(15)]);
  });

  test("of equal orders is equal text, whatever their order and whatever the minute of the day", () => {
    const some = fc.shuffledSubarray(
      [soon("a"), soon("b"), soon("c", { cancelledAt: now }), soon("d", { document: "urgent" })],
      { minLength: 4 },
    );
    fc.assert(
      fc.property(some, some, fc.integer({ min: 0, max: days(1) - 1 }), (one, other, at) => {
        const moment = (midnight + at) as Instant;
        expect(contentHash(sha256Of, planContent(one, now))).toBe(
          contentHash(sha256Of, planContent(other, moment)),
        );
        expect(contentHash(sha256Of, urgentContent(one, now))).toBe(
          contentHash(sha256Of, urgentContent(other, moment)),
        );
      }),
    );
    expect(contentHash(sha256Of, planContent([], now))).not.toBe(
      contentHash(sha256Of, planContent([], later(now, days(1)))),
    );
  });

  test("carries the tombstone of what was cancelled until a day after its end, beside the occurrence", () => {
    const content = planContent([soon("a", { cancelledAt: now }), soon("b")], now);
    expect(content.tombstones).toEqual([
      { occurrence: "a", at: now, until: later(now, hours(26)) },
    ]);
    expect(content.occurrences.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  test("that is too long says where the whole of it lies, and keeps its cancels", () => {
    const stamp = { scope: "c-21024" as ScopeId, epoch: 1, revision: now as number, issued: now };
    const many = Array.from({ length: 300 }, (_, n) =>
      soon(`occ-${n}`, n < 3 ? { cancelledAt: now } : {}),
    );
    const whole = plan(stamp, planContent(many, now));
    const bytes = encode("scope/{scope}/plan", whole, 8_000_000);
    expect(mustRefer(bytes.length)).toBe(true);
    const short = reference(whole, sha256Of(bytes), bytes.length);
    expect(encode("scope/{scope}/plan", short).length).toBeLessThan(48_000);
    expect(short).toMatchObject({
      revision: whole.revision,
      horizon: whole.horizon,
      occurrences: [],
      ref: { sha256: sha256Of(bytes), bytes: bytes.length },
    });
    expect(short.tombstones).toHaveLength(3);
  });
});

describe("an urgent document", () => {
  test("holds emergencies until a day after their end, and stops of what may sound", () => {
    const content = urgentContent(
      [
        soon("fire", { document: "urgent" }),
        soon("flood", { document: "urgent", cancelledAt: now }),
        ordered("over", midnight - days(2), midnight - days(1), { document: "urgent" }),
        ordered("sounding", now - minutes(5), now + hours(1), { cancelledAt: now }),
        ordered("next-week", now + days(7), now + days(7) + hours(1), { cancelledAt: now }),
      ],
      now,
    );
    expect(content.emergencies.map(({ id }) => id)).toEqual(["fire", "flood"]);
    expect(content.stops.map(({ occurrence }) => occurrence).sort()).toEqual(["flood", "sounding"]);
  });

  test("stays within its bounds whatever was ordered, newest first", () => {
    const many = Array.from({ length: 400 }, (_, n) =>
      ordered(`e-${n}`, now + n, now + hours(1), {
        document: "urgent",
        cancelledAt: (now - n) as Instant,
      }),
    );
    const content = urgentContent(many, now);
    expect([content.emergencies.length, content.stops.length]).toEqual([50, 200]);
    expect(content.emergencies.at(-1)?.id).toBe("e-399");
    const stamp = { scope: "centre" as ScopeId, epoch: 1, revision: 1, issued: now };
    expect(
      decode(
        "scope/{scope}/urgent",
        encode("scope/{scope}/urgent", urgent(stamp, content), 1e6),
        1e6,
      ).ok,
    ).toBe(true);
  });
});

test("revisions only grow, with the clock: a database of yesterday cannot issue one twice", () => {
  fc.assert(
    fc.property(
      fc.option(fc.nat(2_000_000_000_000), { nil: undefined }),
      fc.nat(2_000_000_000_000),
      (last, at) => {
        const next = nextRevision(last, at as Instant);
        expect(next).toBeGreaterThan(last ?? 0);
        expect(next).toBeGreaterThanOrEqual(at);
      },
    ),
  );
});

test("the horizon is whole station days and moves once a day", () => {
  expect(horizonOf(midnight)).toEqual(horizonOf(later(midnight, (days(1) - 1) as never)));
  expect(horizonOf(later(midnight, days(1)))).not.toEqual(horizonOf(midnight));
});

test.for<[string, string[], string]>([
  ["c-21024", [], "commune"],
  ["c-21024", ["commune", "province"], "province"],
  ["a-ag-1", ["centre", "commune"], "centre"],
  ["p-51", ["commune"], "province"],
  ["centre", ["commune"], "centre"],
  ["a-ag-1", [], "commune"],
])("in %s with orders of %j the %s signs", ([scope, authorities, signer]) => {
  const orders = authorities.map((authority) => soon("x", { authority }).body);
  expect(signingAuthority(scope as ScopeId, orders)).toBe(signer);
});

describe("a board's word about its documents", () => {
  const head = (more: Partial<Wanted> = {}): Wanted => ({
    scope: "c-21024" as ScopeId,
    document: "plan",
    epoch: 2,
    revision: 10,
    hash: "a" as Sha256,
    contentHash: "c" as Sha256,
    ...more,
  });
  const applied = (more: Partial<Applied> = {}): Applied => ({
    scope: "c-21024" as ScopeId,
    document: "plan",
    epoch: 2,
    revision: 10,
    hash: "a" as Sha256,
    ...more,
  });
  test.for<[string, Applied | undefined, string]>([
    ["nothing", undefined, "behind"],
    ["the same", applied(), "current"],
    ["the whole behind a reference", applied({ hash: "w" as Sha256 }), "current"],
    ["an older revision", applied({ revision: 9 }), "behind"],
    ["an older epoch", applied({ epoch: 1, revision: 99 }), "behind"],
    ["a newer revision", applied({ revision: 11 }), "ahead"],
    ["a newer epoch", applied({ epoch: 3, revision: 1 }), "ahead"],
    ["other content under the same number", applied({ hash: "b" as Sha256 }), "forked"],
  ])("%s", ([, one, how]) => {
    expect(standing(one, head({ whole: "w" as Sha256 }))).toBe(how);
  });
  test("of many boards: which document lacks on whom, and what is strange", () => {
    const heads = [head(), head({ document: "urgent" }), head({ scope: "c-9" as ScopeId })];
    const scopes = ["c-21024" as ScopeId];
    const found = sortOut(
      [
        { agent: "one", applied: [applied()], scopes },
        {
          agent: "two",
          applied: [applied({ document: "urgent", hash: "b" as Sha256 }), applied({ revision: 1 })],
          scopes,
        },
      ],
      heads,
    );
    expect(found.behind.map(({ head: { document }, agents }) => [document, agents])).toEqual([
      ["urgent", ["one"]],
      ["plan", ["two"]],
    ]);
    expect(found.strange.map(({ agent, standing: how }) => [agent, how])).toEqual([
      ["two", "forked"],
    ]);
    expect(lagging([applied()], [head()])).toEqual([]);
  });
});
