import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyId, scopeId } from "../../contract/ids.ts";
import type { Authority, Document } from "../../contract/plan.ts";
import { atLeast, newer, trusts } from "../../contract/signed.ts";
import { instant } from "../../contract/time.ts";

const at = instant(1_000);
const key = {
  kid: keyId("k"),
  x: "x",
  scopes: [scopeId("c-21024")],
  authority: "commune" as Authority,
  notBefore: instant(500),
  notAfter: instant(2_000),
};
const config = { keys: [key], revoked: [] };
const ordered = (authority: Authority) => ({ authority }) as never;
const plan = (scope: string, ...authorities: Authority[]): Document => ({
  kind: "plan",
  scope: scopeId(scope),
  epoch: 1,
  revision: 1,
  issued: at,
  horizon: { from: at, to: at },
  occurrences: authorities.map(ordered),
  tombstones: [],
});
const why = (trust: ReturnType<typeof trusts>) => (trust.ok ? "trusted" : trust.reason);

describe("which key may sign what", () => {
  test("a commune's key signs for its own scope, at its own level", () => {
    expect(why(trusts(config, "k", plan("c-21024", "commune"), at))).toBe("trusted");
  });
  test("but not another commune, and not the province's orders", () => {
    expect(why(trusts(config, "k", plan("c-21025"), at))).toBe("key-scope");
    expect(why(trusts(config, "k", plan("c-21024", "commune", "province"), at))).toBe("key-scope");
    const urgent: Document = {
      ...plan("c-21024"),
      kind: "urgent",
      emergencies: [ordered("centre")],
      stops: [],
    } as never;
    expect(why(trusts(config, "k", urgent, at))).toBe("key-scope");
  });
  test("not before it is valid, not after, and never once revoked", () => {
    expect(why(trusts(config, "k", plan("c-21024"), instant(499)))).toBe("revoked-key");
    expect(why(trusts(config, "k", plan("c-21024"), instant(2_000)))).toBe("revoked-key");
    expect(why(trusts({ ...config, revoked: [key.kid] }, "k", plan("c-21024"), at))).toBe(
      "revoked-key",
    );
    expect(why(trusts(config, "other", plan("c-21024"), at))).toBe("unknown-key");
  });
  test("authority is an order: centre over province over commune", () => {
    expect(atLeast("centre", "province") && atLeast("province", "commune")).toBe(true);
    expect(atLeast("commune", "province") || atLeast("province", "centre")).toBe(false);
  });
});

describe("epoch and revision only grow", () => {
  const held = fc.record({
    epoch: fc.integer({ min: 1, max: 3 }),
    revision: fc.integer({ min: 1, max: 5 }),
    hash: fc.constantFrom("a", "b"),
  });
  test("whatever the order of arrival, the highest that was accepted stays", () => {
    fc.assert(
      fc.property(fc.array(held, { maxLength: 12 }), (documents) => {
        let now: { epoch: number; revision: number; hash: string } | undefined;
        for (const next of documents) {
          const decision = newer(now, next);
          if (decision.ok) now = next;
          else expect(now && rank(next) <= rank(now)).toBe(true);
        }
        const best = Math.max(0, ...documents.map(rank));
        expect(now ? rank(now) : 0).toBe(best);
      }),
    );
  });
  test("the same revision with other content is refused, with the same content it is nothing new", () => {
    const one = { epoch: 1, revision: 2, hash: "a" };
    expect(newer(one, { ...one })).toEqual({ ok: true, same: true });
    expect(newer(one, { ...one, hash: "b" })).toEqual({
      ok: false,
      reason: "same-revision-other-content",
    });
  });
});

const rank = (one: { epoch: number; revision: number }) => one.epoch * 100 + one.revision;
