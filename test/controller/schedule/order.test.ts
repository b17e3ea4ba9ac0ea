import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  broadcastId,
  clusterId,
  communeCode,
  hamletId,
  provinceCode,
  scopeId,
} from "../../../contract/ids.ts";
import { type Instant, instant, later, minutes, seconds } from "../../../contract/time.ts";
import { decide, type Orderer, second } from "../../../controller/schedule/approval.ts";
import { programmeLength, type Sayable, spellOut } from "../../../controller/schedule/broadcast.ts";
import { draft } from "../../../controller/schedule/order.ts";
import type { Order } from "../../../controller/schedule/schedule-api.ts";
import {
  authorityOf,
  inside,
  means,
  namesSomething,
  narrowest,
  type Place,
} from "../../../controller/schedule/where.ts";

const now = instant(1_790_000_000_000);
const said = (id: string, more: Partial<Sayable> = {}): Sayable => ({
  id,
  title: `Bản tin ${id}`,
  theme: "chuyen-doi-so",
  language: "vie",
  status: "approved",
  secrecy: "public",
  approvedBy: "duyet",
  validFrom: null,
  validTo: null,
  audio: { sha256: "a".repeat(64), bytes: 1_000, length: seconds(30) },
  ...more,
});
const place = (
  cluster: string,
  commune: string,
  hamlet: string,
  more: Partial<Place> = {},
): Place => ({
  cluster: clusterId(cluster),
  commune: communeCode(commune),
  province: provinceCode("51"),
  hamlets: [hamletId(hamlet)],
  tags: [],
  languages: ["vie"],
  ...more,
});
const places = [
  place("c1", "21024", "h1"),
  place("c2", "21024", "h2", { tags: ["cho"], languages: ["vie", "hre"] }),
  place("c3", "21025", "h3"),
];
const order = (more: Partial<Order> = {}): Order => ({
  messageIds: ["m1" as never],
  level: "normal",
  where: { all: true },
  when: { now: true },
  ...more,
});
const given = (more: object = {}) => ({
  id: broadcastId("b-1"),
  now,
  messages: new Map([["m1", said("m1")]]),
  places,
  instants: [] as Instant[],
  notAfter: undefined,
  by: "Nguyễn Văn A",
  ...more,
});
const codeOf = (made: ReturnType<typeof draft>) => (made.ok ? "ok" : made.code);

describe("whom an order means", () => {
  const meant = (where: object) =>
    places.filter((one) => means(where, one)).map((one) => one.cluster);
  test("everyone, a commune, a hamlet, a cluster: any of them", () => {
    expect(meant({ all: true })).toEqual(["c1", "c2", "c3"]);
    expect(meant({ communes: ["21025"], hamlets: ["h1"] })).toEqual(["c1", "c3"]);
    expect(meant({ clusters: ["c2"] })).toEqual(["c2"]);
  });
  test("a tag or a language narrows, and alone it selects", () => {
    expect(meant({ tags: ["cho"] })).toEqual(["c2"]);
    expect(meant({ communes: ["21024"], languages: ["hre"] })).toEqual(["c2"]);
    expect(meant({ communes: ["21025"], languages: ["hre"] })).toEqual([]);
  });
  test("an order that names nothing is a mistake, not everywhere", () => {
    expect(namesSomething({})).toBe(false);
    expect(namesSomething({ hamlets: [] })).toBe(false);
    expect(codeOf(draft(order({ where: {} }), given()))).toBe("where-empty");
  });
  test("the smallest scope that covers all, and whose order it then is", () => {
    expect(narrowest(places.slice(0, 2))).toBe("c-21024");
    expect(narrowest(places)).toBe("p-51");
    expect(
      narrowest([...places, place("c4", "30001", "h4", { province: provinceCode("01") })]),
    ).toBe("centre");
    expect(["c-21024", "p-51", "centre"].map((scope) => authorityOf(scopeId(scope)))).toEqual([
      "commune",
      "province",
      "centre",
    ]);
    expect(inside(scopeId("c-21025"), places[0] as Place)).toBe(false);
  });
});

describe("what an order puts on air", () => {
  test("a normal item is each commune's own, what must be played travels once", () => {
    const scopes = (level: Order["level"]) => {
      const made = draft(order({ level }), given());
      return made.ok
        ? made.draft.occurrences.map((one) => [one.scope, one.document, one.clusters.length])
        : [];
    };
    expect(scopes("normal")).toEqual([
      ["c-21024", "plan", 2],
      ["c-21025", "plan", 1],
    ]);
    expect(scopes("priority")).toEqual([["p-51", "plan", 3]]);
    expect(scopes("emergency")).toEqual([["p-51", "urgent", 3]]);
  });
  test("it is a copy, approved by nobody yet, with its own window", () => {
    const made = draft(order(), given());
    if (!made.ok) throw new Error(made.code);
    const body = made.draft.occurrences[0]?.body;
    expect(body).toMatchObject({
      approvedBy: [],
      notBefore: now,
      notAfter: later(now, minutes(10.5)),
      onCut: "resume",
    });
  });
  test("an emergency without paperwork still goes out, and its record says so", () => {
    const made = draft(order({ level: "emergency" }), given());
    if (!made.ok) throw new Error(made.code);
    expect(made.draft.occurrences[0]?.body.emergency).toEqual({
      orderGiver: "Nguyễn Văn A",
      orderNumber: "chưa ghi",
      hazard: "Bản tin m1",
      area: "chưa ghi",
    });
    expect(made.draft.occurrences[0]?.body.onCut).toBe("restart");
  });
  test.each([
    ["message-unknown", order({ messageIds: ["m9" as never] }), {}],
    ["not-approved", order(), { messages: new Map([["m1", said("m1", { status: "pending" })]]) }],
    [
      "state-secret",
      order(),
      { messages: new Map([["m1", said("m1", { secrecy: "state-secret" })]]) },
    ],
    ["content-expired", order(), { messages: new Map([["m1", said("m1", { validTo: now })]]) }],
    ["no-audio", order(), { messages: new Map([["m1", said("m1", { audio: null })]]) }],
    ["no-clusters", order({ where: { hamlets: ["h9" as never] } }), {}],
    ["not-after-past", order(), { notAfter: now }],
    [
      "no-instants",
      order({ when: { at: "2026-01-01T00:00:00Z" } }),
      { instants: [instant(now - 60_000)] },
    ],
    [
      "order-empty",
      order({ messageIds: undefined as never, parts: [{ kind: "pause", seconds: 1 }] }),
      {},
    ],
    [
      "programme-too-long",
      order({
        parts: [
          { kind: "message", id: "m1" as never },
          { kind: "repeat", times: 10, gapSeconds: 7_200 },
        ],
      }),
      {},
    ],
  ] as const)("%s", (code, asked, more) => {
    expect(codeOf(draft(asked as Order, given(more)))).toBe(code);
  });
  test("the same rule, day and scope make the same id, so making them again adds nothing", () => {
    const ids = () => {
      const made = draft(
        order({ when: { start: "2026-01-01T05:00:00+07:00", rrule: "FREQ=DAILY" } }),
        given({ instants: [now, later(now, minutes(60))] }),
      );
      return made.ok ? made.draft.occurrences.map((one) => one.body.id) : [];
    };
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(4);
    for (const id of ids()) expect(id).toMatch(/^[a-z0-9_-]{1,64}$/);
  });
  test("a floating item waits for a session", () => {
    const made = draft(order({ when: { session: "next" } }), given());
    expect(made.ok && made.draft.occurrences[0]?.body.placement.kind).toBe("session");
  });
});

describe("a programme of parts", () => {
  const messages = new Map([
    ["m1", said("m1")],
    ["t1", said("t1")],
  ]);
  test("repeats are written down, each after its gap", () => {
    const made = spellOut(
      {
        parts: [
          { kind: "tune", id: "t1" as never },
          { kind: "message", id: "m1" as never },
          { kind: "repeat", times: 3, gapSeconds: 5 },
        ],
      },
      messages,
      now,
    );
    if (!made.ok) throw new Error(made.code);
    expect(made.parts.map((part) => part.kind)).toEqual([
      "audio",
      "audio",
      "pause",
      "audio",
      "audio",
      "pause",
      "audio",
      "audio",
    ]);
    expect(programmeLength(made.parts)).toBe(seconds(190));
  });
  test("a relay keeps its clock length, with an approved message as fallback", () => {
    const relay = { kind: "relay" as const, sources: ["https://vov.example/live"], seconds: 1_800 };
    const made = spellOut({ parts: [{ ...relay, fallback: "m1" as never }] }, messages, now);
    expect(made.ok && made.parts[0]).toMatchObject({
      kind: "relay",
      length: 1_800_000,
      fallback: { bytes: 1_000 },
    });
    expect(spellOut({ parts: [relay] }, messages, now).ok).toBe(true);
    expect(
      spellOut({ parts: [{ ...relay, fallback: "m9" as never }] }, messages, now),
    ).toMatchObject({ ok: false, code: "message-unknown" });
  });
  test("the length is that of its parts, whatever they are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 0, max: 60 }), (times, gap) => {
        const made = spellOut(
          {
            parts: [
              { kind: "message", id: "m1" as never },
              { kind: "repeat", times, gapSeconds: gap },
            ],
          },
          messages,
          now,
        );
        expect(made.ok && programmeLength(made.parts)).toBe(
          seconds(30 * times + gap * (times - 1)),
        );
      }),
    );
  });
});

describe("who may put it on air", () => {
  const here = [scopeId("c-21024")];
  const who = (more: Partial<Orderer> = {}): Orderer => ({
    person: "an",
    name: "An",
    orderIn: here,
    approveIn: [],
    emergencyIn: [],
    approveEmergencyIn: [],
    cancelIn: here,
    ...more,
  });
  const mine = places.slice(0, 2);
  const heard = [said("m1")];
  test("an editor's order waits, an approver's airs", () => {
    expect(decide({ level: "normal" }, heard, mine, who())).toEqual({ state: "proposed" });
    expect(decide({ level: "normal" }, heard, mine, who({ approveIn: here }))).toEqual({
      state: "active",
      approvers: ["duyet", "an"],
    });
  });
  test("nobody orders outside their own area", () => {
    expect(decide({ level: "normal" }, heard, places, who({ approveIn: here })).state).toBe(
      "refused",
    );
    expect(decide({ level: "emergency" }, heard, mine, who()).state).toBe("refused");
  });
  test("an emergency needs two different people", () => {
    const may = who({ emergencyIn: here });
    expect(decide({ level: "emergency" }, heard, mine, may)).toEqual({
      state: "active",
      approvers: ["duyet", "an"],
    });
    expect(
      decide({ level: "emergency" }, [said("m1", { approvedBy: "an" })], mine, may).state,
    ).toBe("proposed");
  });
  const proposal = { state: "proposed", author: "an", level: "normal", contentHash: "h" };
  const other = who({ person: "binh", approveIn: here });
  test("the second person is another one, with the right, over the same content", () => {
    expect(second(proposal, "h", heard, mine, other)).toEqual({
      ok: true,
      approvers: ["duyet", "an", "binh"],
    });
    expect(second(proposal, "h", heard, mine, who({ approveIn: here }))).toMatchObject({
      code: "self-approval",
    });
    expect(second(proposal, "changed", heard, mine, other)).toMatchObject({
      code: "approval-void",
    });
    expect(second(proposal, "h", heard, places, other)).toMatchObject({ code: "outside-place" });
    expect(second({ ...proposal, level: "emergency" }, "h", heard, mine, other)).toMatchObject({
      code: "outside-place",
    });
    expect(second({ ...proposal, state: "active" }, "h", heard, mine, other)).toMatchObject({
      code: "not-proposed",
    });
  });
});
