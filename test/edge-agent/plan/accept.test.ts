import { beforeAll, describe, expect, test } from "vitest";
import type { AgentConfig } from "../../../contract/agent-config.ts";
import type { AgentId, KeyId, Sha256 } from "../../../contract/ids.ts";
import type { Document, Plan } from "../../../contract/plan.ts";
import type { Held, Verified } from "../../../contract/signed.ts";
import type { Instant } from "../../../contract/time.ts";
import { acceptConfig, acceptDocument, matchesReference } from "../../../edge-agent/plan/accept.ts";
import {
  AGENT,
  occurrenceOf,
  SCOPE,
  type SmallCentre,
  smallCentre,
} from "../../support/small-centre.ts";

const NOW = 1_790_000_000_000 as Instant;
const HASH = "a".repeat(64) as Sha256;
const bytes = (body: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(body));
const by = (kid: string, body: unknown): Verified => ({
  ok: true,
  kid: kid as KeyId,
  payload: bytes(body),
});
const plan = (fields: object = {}) => ({
  kind: "plan",
  scope: SCOPE,
  epoch: 1,
  revision: 5,
  issued: NOW,
  horizon: { from: NOW, to: NOW + 1 },
  occurrences: [occurrenceOf({ id: "o1", parts: [{ kind: "pause", length: 5 }] })],
  tombstones: [],
  ...fields,
});
const held = (fields: object = {}): Held => ({ epoch: 1, revision: 4, hash: HASH, ...fields });

let centre: SmallCentre;
let config: AgentConfig;

beforeAll(async () => {
  centre = await smallCentre();
  const [, payload] = (await centre.config()).split(".");
  config = JSON.parse(Buffer.from(payload ?? "", "base64url").toString());
  return () => centre.stop();
});

const accept = (verified: Verified, was?: Held, scope = SCOPE) =>
  acceptDocument({ kind: "plan", scope, verified, hash: HASH }, config, was, NOW);

describe("a plan", () => {
  test("of a trusted key is accepted, with what must be held from then on", () => {
    const decision = accept(by("centre-1", plan()), held());
    expect(decision).toMatchObject({
      ok: true,
      same: false,
      held: { epoch: 1, revision: 5, hash: HASH },
    });
  });

  test("that is held already is the same", () => {
    expect(accept(by("centre-1", plan({ revision: 4 })), held())).toMatchObject({
      ok: true,
      same: true,
    });
  });

  test.each([
    ["without a good signature", { ok: false, code: "unsigned" } as Verified, "unsigned"],
    ["of a key that nobody named", by("stranger", plan()), "unknown-key"],
    ["that breaks its schema", by("centre-1", { ...plan(), occurrences: 5 }), "malformed"],
    [
      "with text between the signed fields",
      {
        ok: true,
        kid: "centre-1" as KeyId,
        payload: new TextEncoder().encode(`${JSON.stringify(plan())} `),
      } as Verified,
      "malformed",
    ],
    ["of another scope than its topic", by("centre-1", plan({ scope: "c-99999" })), "key-scope"],
    ["older than what is held", by("centre-1", plan({ revision: 3 })), "older-revision"],
    [
      "of an older epoch",
      by("centre-1", plan({ revision: 99 })),
      "older-revision",
      held({ epoch: 2 }),
    ],
    [
      "with other content under the same number",
      by("centre-1", plan({ revision: 4 })),
      "same-revision-other-content",
      held({ hash: "b".repeat(64) }),
    ],
  ] as [string, Verified, string, Held?][])(
    "%s is refused",
    (_name, verified, reason, was = held()) => {
      expect(accept(verified, was)).toEqual({ ok: false, reason });
    },
  );

  test("of a scope that is not this board's is refused even if its key may sign it", () => {
    const wide = {
      ...config,
      keys: config.keys.map((key) => ({ ...key, scopes: [...key.scopes, "c-99999"] })),
    } as AgentConfig;
    const verified = by("centre-1", plan({ scope: "c-99999" }));
    const arrived = { kind: "plan", scope: "c-99999", verified, hash: HASH } as const;
    expect(acceptDocument(arrived, wide, undefined, NOW)).toEqual({
      ok: false,
      reason: "not-for-this-cluster",
    });
    expect(accept(verified, undefined, SCOPE)).toMatchObject({ ok: false });
  });

  test("of a revoked or expired key, or above the key's authority, is refused", () => {
    const with_ = (changed: object) =>
      acceptDocument(
        { kind: "plan", scope: SCOPE, verified: by("centre-1", plan()), hash: HASH },
        { ...config, ...changed } as AgentConfig,
        undefined,
        NOW,
      );
    expect(with_({ revoked: ["centre-1"] })).toEqual({ ok: false, reason: "revoked-key" });
    const key = config.keys[0];
    expect(with_({ keys: [{ ...key, notAfter: NOW }] })).toEqual({
      ok: false,
      reason: "revoked-key",
    });
    const province = plan({
      occurrences: [
        occurrenceOf({ id: "o1", authority: "province", parts: [{ kind: "pause", length: 5 }] }),
      ],
    });
    const commune = { ...config, keys: [{ ...key, authority: "commune" }] } as AgentConfig;
    expect(
      acceptDocument(
        { kind: "plan", scope: SCOPE, verified: by("centre-1", province), hash: HASH },
        commune,
        undefined,
        NOW,
      ),
    ).toEqual({ ok: false, reason: "key-scope" });
  });
});

describe("a configuration", () => {
  const take = (fields: object, current?: AgentConfig, agent: string = AGENT) =>
    acceptConfig(by("root-1", { ...config, ...fields }), HASH, agent as AgentId, current, held());

  test("that is newer is accepted", () => {
    expect(take({ revision: 9 }, config)).toMatchObject({ ok: true, document: { revision: 9 } });
  });
  test("of another board is refused", () => {
    expect(take({}, undefined, "board-2")).toEqual({ ok: false, reason: "not-for-this-cluster" });
  });
  test("that is older is refused", () => {
    expect(take({ revision: 2 }, config)).toEqual({ ok: false, reason: "older-revision" });
  });
  test("that forgets a revoked key is refused", () => {
    const current = { ...config, revoked: ["k1", "k2"] } as unknown as AgentConfig;
    expect(take({ revision: 9, revoked: ["k2"] }, current)).toEqual({
      ok: false,
      reason: "revoked-key",
    });
    expect(take({ revision: 9, revoked: ["k2", "k1", "k3"] }, current)).toMatchObject({ ok: true });
  });
  test("that breaks its schema, or was not signed, is refused", () => {
    expect(take({ heartbeat: -1 })).toEqual({ ok: false, reason: "malformed" });
    expect(
      acceptConfig({ ok: false, code: "unknown-key" }, HASH, AGENT, undefined, undefined),
    ).toEqual({ ok: false, reason: "unknown-key" });
  });
});

test.each([
  [{}, true],
  [{ kind: "urgent" }, false],
  [{ revision: 6 }, false],
  [{ epoch: 2 }, false],
  [{ scope: "c-1" }, false],
  [{ ref: { sha256: HASH, bytes: 1 } }, false],
])("behind a reference stands the same plan, whole: %j", (fields, good) => {
  expect(matchesReference(plan() as unknown as Plan, plan(fields) as unknown as Document)).toBe(
    good,
  );
});
