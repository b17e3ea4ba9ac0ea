// Sessions in which somebody always waits: programmes that a warning cut near the end of their time, short items that would fit into
// what is left, instants that are kept for others. Whole seconds, like all generated worlds.
import fc from "fast-check";
import type { Cluster } from "../../contract/agent-config.ts";
import { noFacts } from "../../contract/facts.ts";
import type { Document, Occurrence } from "../../contract/plan.ts";
import { later, minutes, type Window } from "../../contract/time.ts";
import { aCluster, anOccurrence, aPlan, five, message } from "./orders.ts";
import { sometimes, spell } from "./some.ts";
import type { World } from "./worlds.ts";

const MONDAY = 1;
const within = (least: number, most: number) =>
  spell(least, most).map((after) => later(five, after));

type Length = ReturnType<typeof minutes>;

const floating = (id: string, order: number, lengths: fc.Arbitrary<Length[]>) =>
  fc
    .record({
      lengths,
      patience: fc.oneof(spell(300, 1_500), fc.constant(minutes(90))),
      live: sometimes(false, true, 6),
      onCut: fc.constantFrom("resume", "resume", "resume", "restart", "rejoin", "drop"),
      level: sometimes("normal", "priority", 8),
    })
    .map(({ lengths, patience, live, onCut, level }) =>
      anOccurrence(id, {
        level,
        notAfter: later(five, patience),
        placement: { kind: "session", order },
        parts: lengths.map((length) =>
          live ? { kind: "relay", sources: ["http://a/"], length } : message(length),
        ),
        onCut,
      }),
    );

const long = fc.tuple(spell(5, 30), spell(240, 480)).map((both) => [...both]);
const short = fc.array(spell(5, 90), { minLength: 1, maxLength: 2 });

const timed = (id: string, level: string, least: number, most: number) =>
  fc
    .record({ at: within(least, most), length: spell(20, 180), patience: spell(0, 300) })
    .map(({ at, length, patience }) =>
      anOccurrence(id, {
        level,
        notBefore: at,
        notAfter: later(at, (length + patience) as typeof length),
        placement: { kind: "at", at },
        parts: [message(length)],
      }),
    );

const someHours: fc.Arbitrary<Partial<Cluster>> = fc.record({
  sessions: fc.integer({ min: 9, max: 16 }).map((length) => [
    { weekdays: [MONDAY], start: 300, end: 300 + length },
    { weekdays: [MONDAY], start: 300 + length, end: 300 + length + 10 },
  ]),
  quiet: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: 303, max: 318 })
        .map((start) => [{ weekdays: [MONDAY], start, end: start + 2 }]),
    },
  ),
}) as fc.Arbitrary<Partial<Cluster>>;

/** From five o'clock on: everything that may happen does so within the hour. */
export const crowdedWorld: fc.Arbitrary<World> = fc
  .tuple(
    someHours,
    fc.tuple(floating("a", 1, long), floating("b", 2, short), floating("c", 3, short)),
    fc.tuple(timed("t", "normal", 360, 780)),
    fc.tuple(timed("e", "emergency", 30, 300)),
    sometimes({}, { perSession: minutes(8) }, 4),
  )
  .map(([hours, floats, instants, warnings, caps]) => ({
    documents: [aPlan(orders(floats, instants, warnings))] as Document[],
    cluster: aCluster({ ...hours, caps }),
    facts: noFacts(five),
  }));

const orders = (...all: readonly (readonly Occurrence[])[]): Occurrence[] => all.flat();

export const theHour: Window = { from: five, to: later(five, minutes(60)) };
