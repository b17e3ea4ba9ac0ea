import fc from "fast-check";
import { expect, test } from "vitest";
import type { Facts, Segment, Timeline } from "../../contract/facts.ts";
import { hoursOf } from "../../contract/hours.ts";
import { ordersFor } from "../../contract/orders.ts";
import type { Occurrence } from "../../contract/plan.ts";
import { lengthOfPart } from "../../contract/programme.ts";
import { type Instant, instant, type Window } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import { morning } from "../support/some.ts";
import { lived, occurrencesOf, strangeFacts } from "../support/some-facts.ts";
import { someWorld, type World } from "../support/worlds.ts";

// The same worlds in every run, so that a run proves the same as the one before; `npm run sim` looks for new ones.
const seed = Number(process.env["VANGXA_SEED"] ?? 57);
const ever: Window = { from: 0 as Instant, to: 9e15 as Instant };
const whole = ({ documents, cluster, facts }: World) => timeline(documents, cluster, facts, ever);
const meant = ({ documents, cluster }: World) =>
  new Map(ordersFor(documents, cluster).ordered.map((one) => [one.occurrence.id, one]));
const holds = (name: string, check: (world: World) => void, numRuns = 150) =>
  test(name, () => fc.assert(fc.property(someWorld, check), { numRuns, seed }), 120_000);

const anInstant = fc.integer({ min: -60, max: 7_200 }).map((n) => instant(morning + n * 1_000));

holds("no two segments overlap, and they come in order", (world) => {
  pairs(whole(world).segments).forEach(([one, next]) => {
    expect(one.end).toBeLessThanOrEqual(next.start);
  });
});

test("not even facts that no board should have make two segments overlap or lie about the past", () => {
  fc.assert(
    fc.property(someWorld, strangeFacts, (world, facts) => {
      const { segments } = whole({ ...world, facts });
      for (const [one, next] of pairs(segments)) {
        expect(one.end).toBeLessThanOrEqual(next.start);
      }
      for (const one of segments) expect(one.end).toBeGreaterThan(one.start);
    }),
    { numRuns: 150, seed },
  );
}, 120_000);

holds(
  "every occurrence that is meant has exactly one fate: all of it sounds, or a reason says why not",
  (world) => {
    const found = whole(world);
    for (const [id, { occurrence }] of meant(world)) {
      const refused = found.refusals.filter((one) => one.occurrence === id);
      const over = world.facts.ended[id];
      const complete = over ? over.as === "played" : soundsToItsEnd(occurrence, found);
      expect(refused).toHaveLength(complete ? 0 : 1);
    }
    for (const { occurrence } of found.refusals) expect(meant(world).has(occurrence)).toBe(true);
  },
);

holds("an emergency starts at its release, unless another of at least its rank sounds", (world) => {
  const found = whole(world);
  const powers = ["commune", "province", "centre"];
  const power = (id: string) => {
    const occurrence = meant(world).get(id as never)?.occurrence;
    return occurrence?.level === "emergency" ? powers.indexOf(occurrence.authority) : -1;
  };
  for (const [id, { occurrence }] of meant(world)) {
    const first = found.segments.find((one) => one.occurrence === id);
    if (occurrence.level !== "emergency" || !first || first.start < world.facts.now) continue;
    for (let at = releaseOf(occurrence, world.facts); at < first.start; ) {
      const instead = found.segments.find((one) => one.start <= at && at < one.end);
      expect(instead && power(instead.occurrence)).toBeGreaterThanOrEqual(power(id));
      at = instead?.end ?? first.start;
    }
  }
});

holds("the order of the documents changes nothing", (world) => {
  const turned = { ...world, documents: [...world.documents].reverse() };
  expect(JSON.stringify(whole(turned))).toBe(JSON.stringify(whole(world)));
});

holds(
  "equal documents and facts give byte-equal results, and nothing given is changed",
  (world) => {
    const copy = structuredClone(world);
    const found = JSON.stringify(whole(world));
    expect(world).toEqual(copy);
    const shuffled = { ...copy.facts, sounded: [...copy.facts.sounded].reverse() };
    expect(JSON.stringify(whole({ ...copy, facts: shuffled }))).toBe(found);
  },
);

test("moving the window changes nothing inside both windows", () => {
  const someWindow = fc
    .tuple(anInstant, anInstant)
    .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }) as Window);
  fc.assert(
    fc.property(someWorld, someWindow, someWindow, (world, one, other) => {
      const { documents, cluster, facts } = world;
      const [here, there] = [one, other].map((w) => timeline(documents, cluster, facts, w));
      const touches = (window: Window) => (segment: Segment) =>
        segment.start < window.to && segment.end > window.from;
      expect(here?.segments.filter(touches(other))).toEqual(there?.segments.filter(touches(one)));
      const own = (window: Window) => (refusal: { occurrence: string }) => {
        const found = meant(world).get(refusal.occurrence as never)?.occurrence;
        const end = Math.max(found?.notAfter ?? 0, (found?.notBefore ?? 0) + 1);
        return found !== undefined && found.notBefore < window.to && end > window.from;
      };
      expect(here?.refusals.filter(own(other))).toEqual(there?.refusals.filter(own(one)));
      expect(here?.refusals.every(own(one))).toBe(true);
    }),
    { numRuns: 150, seed },
  );
}, 120_000);

holds(
  "nothing that is still to come sounds outside its own window, or without the right to",
  (world) => {
    const { facts, cluster } = world;
    for (const { occurrence, start, end } of whole(world).segments) {
      const one = meant(world).get(occurrence)?.occurrence;
      // What sounds of an occurrence that the documents no longer hold ends now.
      if (!one) expect(end).toBeLessThanOrEqual(facts.now);
      if (!one || start < facts.now) continue;
      expect(start).toBeGreaterThanOrEqual(one.notBefore);
      expect(end).toBeLessThanOrEqual(one.notAfter);
      expect(new Set(one.approvedBy).size).toBeGreaterThan(one.level === "emergency" ? 1 : 0);
      expect(one.secrecy).not.toBe("state-secret");
      expect(one.status === "actual" || cluster.exercise).toBe(true);
      expect(facts.ended[one.id]).toBeUndefined();
    }
  },
);

holds("in quiet hours nothing but an emergency starts or goes on", (world) => {
  const { isQuiet } = hoursOf(world.cluster);
  for (const { occurrence, start, end } of whole(world).segments) {
    if (end <= world.facts.now || meant(world).get(occurrence)?.occurrence.level === "emergency")
      continue;
    for (let at: number = Math.max(start, world.facts.now); at < end; at += 1_000) {
      expect(isQuiet(at as Instant)).toBe(false);
    }
  }
});

holds(
  "only an emergency cuts: what ends inside a part was stopped, ran out, or gave way to one",
  (world) => {
    const found = whole(world);
    const { isQuiet } = hoursOf(world.cluster);
    for (const [one, next] of [...pairs(found.segments)]) {
      if (one.end <= world.facts.now) continue;
      const order = meant(world).get(one.occurrence);
      const part = order?.occurrence.parts[one.part];
      if (!order || !part || one.offset + one.end - one.start >= lengthOfPart(part)) continue;
      const stopped = found.refusals.some((refusal) => refusal.occurrence === one.occurrence);
      const cutBy = next.start === one.end && meant(world).get(next.occurrence)?.occurrence.level;
      expect(cutBy === "emergency" || stopped || isQuiet(one.end)).toBe(true);
    }
  },
);

holds("recorded sound that resumes goes on exactly where it was cut", (world) => {
  const { now } = world.facts;
  const segments = whole(world).segments;
  for (const [id, { occurrence }] of meant(world)) {
    if (occurrence.onCut !== "resume") continue;
    const own = segments.filter((one) => one.occurrence === id);
    for (const [one, next] of pairs(own)) {
      if (next.start < now || next.part !== one.part) continue;
      expect(next.offset).toBe(one.offset + one.end - one.start);
    }
  }
});

test("a board that did what was planned computes the same again at any moment", () => {
  fc.assert(
    fc.property(
      someWorld,
      fc.integer({ min: 0, max: 7_200_000 }),
      fc.boolean(),
      (world, after, journal) => {
        const found = whole(world);
        const now = instant(world.facts.now + after);
        const facts = lived(found, world.facts, now, journal);
        const again = whole({ ...world, facts });
        expect(again.segments).toEqual(found.segments);
        if (world.facts.clock === "sure") expect(again.refusals).toEqual(found.refusals);
      },
    ),
    { numRuns: 400, seed },
  );
}, 240_000);

holds("what is over never sounds again", (world) => {
  const all = occurrencesOf(world.documents);
  const at = world.facts.now;
  const ended = Object.fromEntries(all.map(({ id }) => [id, { as: "played" as const, at }]));
  const { segments, refusals } = whole({ ...world, facts: { ...world.facts, ended } });
  expect(segments.every((one) => one.end <= at)).toBe(true);
  expect(refusals).toEqual([]);
});

function releaseOf({ id, notBefore, placement, parts }: Occurrence, facts: Facts): number {
  const valid = parts.map((part) => ("validFrom" in part && part.validFrom) || 0);
  const at = placement.kind === "session" ? 0 : placement.at;
  return Math.max(facts.now, notBefore, at, facts.released[id] ?? 0, ...valid);
}

/** All parts that are not live have sounded to their end; a live one may have ended elsewhere. */
function soundsToItsEnd({ id, parts }: Occurrence, { segments }: Timeline): boolean {
  const own = segments.filter((one) => one.occurrence === id);
  const last = own.at(-1);
  if (!last) return false;
  const rest = parts.slice(last.part + 1).reduce((sum, part) => sum + lengthOfPart(part), 0);
  const part = parts[last.part];
  const reached = last.offset + last.end - last.start;
  if (rest > 0 || !part) return rest === 0 && !part;
  return reached >= lengthOfPart(part);
}

function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.slice(1).map((next, index) => [items[index] as T, next] as const);
}
