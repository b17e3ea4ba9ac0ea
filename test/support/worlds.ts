// Worlds for the timeline: small, whole seconds, close together, so that everything gets into everything's way.
import fc from "fast-check";
import type { Caps, Cluster, QuietRule, SessionRule } from "../../contract/agent-config.ts";
import type { Facts } from "../../contract/facts.ts";
import type {
  Document,
  Occurrence,
  Part,
  Plan,
  Stop,
  Tombstone,
  Urgent,
} from "../../contract/plan.ts";
import { type Duration, later, minutes } from "../../contract/time.ts";
import { morning, type Start, someId, someInstant, someStart, sometimes, spell } from "./some.ts";
import { someFacts } from "./some-facts.ts";

export interface World {
  readonly documents: readonly Document[];
  readonly cluster: Cluster;
  readonly facts: Facts;
}

const someLength = fc.oneof(spell(1, 20), spell(20, 120), spell(120, 420), fc.constant(minutes(2)));
/** The key, in one of `rarely + 1` cases. */
const maybe = <K extends string, T>(key: K, value: fc.Arbitrary<T>, rarely = 6) =>
  fc.oneof(
    { weight: rarely, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: value.map((found) => ({ [key]: found })) },
  );

const hash = "ab".repeat(32);
const audio = (length: Duration) => ({ sha256: hash, bytes: 1_000, length });

const somePart = (start: Start): fc.Arbitrary<Part> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          someLength,
          fc.constantFrom("tune", "message", "message", "exercise-notice"),
          maybe("message", fc.constantFrom("m1", "m2"), 1),
          maybe("validFrom", someInstant(start, 5), 40),
          maybe("validTo", someInstant(start, 60), 30),
        )
        .map(([length, role, ...more]) =>
          Object.assign({ kind: "audio", role, audio: audio(length) }, ...more),
        ),
    },
    { weight: 1, arbitrary: fc.oneof(spell(0, 40)).map((length) => ({ kind: "pause", length })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          someLength,
          maybe("validFrom", someInstant(start, 5), 40),
          maybe("validTo", someInstant(start, 60), 30),
        )
        .map(([length, ...more]) =>
          Object.assign({ kind: "relay", sources: ["http://a/"], length }, ...more),
        ),
    },
  ) as fc.Arbitrary<Part>;

const someTarget = fc.oneof(
  { weight: 10, arbitrary: fc.constant({ all: true } as const) },
  { weight: 1, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ hamlets: ["h1"] }, { hamlets: ["h9"] }, { clusters: ["k1"] }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ tags: ["school"] }, { languages: ["jra"] }, { tags: [] }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ communes: ["21001"], languages: ["vie"] }) },
);

export const someOccurrence = (start: Start): fc.Arbitrary<Occurrence> =>
  fc
    .record({
      id: fc.integer({ min: 1, max: 24 }).map((n) => `o${n}`),
      broadcast: fc.constant("b1"),
      level: fc.constantFrom("normal", "normal", "normal", "priority", "priority", "emergency"),
      authority: fc.constantFrom("centre", "province", "commune"),
      status: sometimes("actual", "exercise"),
      title: fc.constant("t"),
      issued: fc.integer({ min: -5, max: 5 }).map((n) => later(start, minutes(n))),
      notBefore: someInstant(start),
      patience: fc.oneof(spell(-120, 600), spell(0, 2_400), spell(600, 4_000)),
      placement: fc.oneof(
        someInstant(start).map((at) => ({ kind: "at", at })),
        fc.integer({ min: 0, max: 3 }).map((order) => ({ kind: "session", order })),
        fc.constant({ kind: "window" }),
        someInstant(start).map((at) => ({ kind: "now", at })),
      ),
      target: someTarget,
      parts: fc.array(somePart(start), { minLength: 1, maxLength: 4 }),
      onCut: fc.constantFrom("resume", "resume", "restart", "rejoin", "drop"),
      secrecy: sometimes("public", "state-secret", 40),
      approvedBy: fc.oneof(
        { weight: 14, arbitrary: fc.constant(["an", "binh"]) },
        { weight: 1, arbitrary: fc.constantFrom([], ["an"], ["an", "an"]) },
      ),
      allClearOf: fc.oneof(
        { weight: 5, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 24 }) },
      ),
    })
    .map(({ patience, placement, allClearOf, ...rest }) => {
      const length = rest.parts.reduce(
        (sum, part) => sum + (part.kind === "audio" ? part.audio.length : part.length),
        0,
      );
      const at = rest.notBefore;
      return {
        ...rest,
        // Most items are timed at the start of their own window, as the controller makes them.
        placement: placement.kind === "window" ? { kind: "at", at } : placement,
        notAfter: at + length + patience,
        ...(allClearOf !== null && rest.level === "emergency"
          ? {
              emergency: {
                orderGiver: "a",
                orderNumber: "1",
                hazard: "h",
                area: "x",
                allClearOf: `o${allClearOf}`,
              },
            }
          : {}),
      } as unknown as Occurrence;
    });

const someMinutes = (start: Start) => {
  const base = start === morning ? 290 : 1_415;
  return fc.integer({ min: -10, max: 25 }).map((n) => (base + n + 1_440) % 1_440);
};

const someRule = (start: Start, least: number, most: number) =>
  fc
    .tuple(
      someMinutes(start),
      fc.integer({ min: least, max: most }),
      fc.constantFrom([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7], [1], [7]),
    )
    .map(([from, length, weekdays]) => ({ start: from, end: (from + length) % 1_440, weekdays }));

const someCaps: fc.Arbitrary<Caps> = fc
  .tuple(
    maybe("perSession", spell(60, 1_200), 1),
    maybe("perDay", spell(60, 1_800), 1),
    maybe("sessionsPerDay", fc.integer({ min: 0, max: 2 }), 1),
    maybe("repeatsPerWeek", fc.integer({ min: 0, max: 3 }), 1),
  )
  .map((all) => Object.assign({}, ...all) as Caps);

export const someCluster = (start: Start): fc.Arbitrary<Cluster> =>
  fc
    .record({
      exercise: sometimes(false, true, 4),
      sessions: fc.oneof(
        { weight: 6, arbitrary: fc.array(someRule(start, 5, 40), { minLength: 1, maxLength: 3 }) },
        { weight: 1, arbitrary: fc.constant([] as SessionRule[]) },
      ),
      quiet: fc.oneof(
        { weight: 2, arbitrary: fc.constant([] as QuietRule[]) },
        { weight: 1, arbitrary: fc.array(someRule(start, 1, 15), { maxLength: 2 }) },
      ),
      caps: fc.oneof(
        { weight: 1, arbitrary: fc.constant({} as Caps) },
        { weight: 1, arbitrary: someCaps },
      ),
    })
    .map(
      (some) =>
        ({
          id: "k1",
          province: "51",
          commune: "21001",
          hamlets: ["h1", "h2"],
          tags: ["market"],
          languages: ["vie", "jra"],
          volume: [],
          ...some,
        }) as unknown as Cluster,
    );

const someScope = fc.constantFrom(
  "p-51",
  "c-21001",
  "centre",
  "p-51",
  "c-21001",
  "c-21001",
  "c-21001",
  "a-k1",
  "c-21002",
  "p-52",
);

const someTombstone = (start: Start) =>
  fc
    .tuple(someId, someInstant(start))
    .map(([occurrence, at]) => ({ occurrence, at, until: later(at, minutes(600)) }) as Tombstone);

const someStop = (start: Start) =>
  fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: someId.map((occurrence) => ({ occurrence })) },
        { weight: 1, arbitrary: fc.constant({}) },
      ),
      someInstant(start),
      spell(60, 3_000),
    )
    .map(([which, at, until]) => ({ ...which, at, until: later(at, until) }) as Stop);

const someHead = (start: Start) => ({
  scope: someScope,
  epoch: fc.integer({ min: 1, max: 2 }),
  revision: fc.integer({ min: 1, max: 3 }),
  issued: fc.constant(start),
});

export const someDocument = (start: Start, most = 8): fc.Arbitrary<Document> =>
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.record({
            kind: fc.constant("plan"),
            ...someHead(start),
            horizon: fc.constant({ from: start, to: start }),
            occurrences: fc.array(someOccurrence(start), { maxLength: most }),
            tombstones: fc.array(someTombstone(start), { maxLength: 1 }),
          }),
          maybe("priorityOrder", fc.array(someId, { maxLength: 6 }), 2),
        )
        .map(([plan, order]) => ({ ...plan, ...order }) as unknown as Plan),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("urgent"),
        ...someHead(start),
        emergencies: fc.array(someOccurrence(start), { maxLength: 3 }),
        stops: fc.array(someStop(start), { maxLength: 1 }),
      }) as unknown as fc.Arbitrary<Urgent>,
    },
  );

export const someWorld: fc.Arbitrary<World> = someStart.chain((start) =>
  fc
    .tuple(fc.array(someDocument(start), { minLength: 1, maxLength: 5 }), someCluster(start))
    .chain(([documents, cluster]) =>
      someFacts(start, documents).map((facts) => ({ documents, cluster, facts })),
    ),
);
