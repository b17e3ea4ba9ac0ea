// Facts for the worlds of worlds.ts: those of a working board, and those that no board should have.
import fc from "fast-check";
import type { Facts, Sounded, Timeline } from "../../contract/facts.ts";
import type { Document, Occurrence } from "../../contract/plan.ts";
import type { EndedAs } from "../../contract/receipt.ts";
import { type Instant, later, seconds } from "../../contract/time.ts";
import { morning, type Start, someId, someInstant, sometimes, spell } from "./some.ts";

export const occurrencesOf = (documents: readonly Document[]): readonly Occurrence[] =>
  documents.flatMap((one) => (one.kind === "plan" ? one.occurrences : one.emergencies));

const lengthsOf = (occurrence: Occurrence): readonly number[] =>
  occurrence.parts.map((part) => (part.kind === "audio" ? part.audio.length : part.length));

/** Facts that a working board could have: one thing after the other, up to now, the last perhaps still sounding. */
export function someFacts(start: Start, documents: readonly Document[]): fc.Arbitrary<Facts> {
  const all = occurrencesOf(documents);
  const someRow = fc.record({
    which: fc.nat(),
    part: fc.nat({ max: 3 }),
    gap: fc.integer({ min: 0, max: 60 }),
    offset: fc.nat(),
    length: fc.integer({ min: 1, max: 300 }),
  });
  return fc
    .record({
      rows: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(someRow, { maxLength: 4 }) },
      ),
      sounding: fc.boolean(),
      before: spell(0, 600),
      released: fc.array(fc.tuple(someId, someInstant(start)), { maxLength: 3 }),
      ended: fc.array(
        fc.tuple(someId, fc.constantFrom("played", "partial", "cancelled", "failed", "refused")),
        { maxLength: 2 },
      ),
      clock: sometimes("sure", "doubtful", 10) as fc.Arbitrary<"sure" | "doubtful">,
    })
    .map(({ rows, sounding, before, released, ended, clock }) => {
      const sounded: Sounded[] = [];
      let at = later(start, seconds(-before / 1_000));
      for (const row of rows) {
        const found = all[row.which % Math.max(1, all.length)];
        if (!found) continue;
        const lengths = lengthsOf(found);
        const part = row.part % lengths.length;
        const whole = (lengths[part] ?? 0) / 1_000;
        if (whole === 0) continue;
        const offset = row.offset % whole;
        const begin = later(at, seconds(row.gap));
        at = later(begin, seconds(Math.min(row.length, whole - offset)));
        sounded.push({
          occurrence: found.id,
          part,
          offset: seconds(offset),
          start: begin,
          end: at,
        });
      }
      const last = sounded.at(-1);
      if (sounding && last) {
        const { end: _, ...open } = last;
        sounded[sounded.length - 1] = open;
      }
      const now = last ? at : start;
      return {
        now,
        released: Object.fromEntries(released),
        sounded,
        ended: Object.fromEntries(ended.map(([id, as]) => [id, { as: as as EndedAs, at: now }])),
        clock,
      };
    });
}

/** Facts that no board should have: rows that overlap, lie ahead, never closed, of parts that do not exist. */
export const strangeFacts: fc.Arbitrary<Facts> = fc.record({
  now: someInstant(morning),
  released: fc.dictionary(someId, someInstant(morning), { maxKeys: 3 }),
  sounded: fc.array(
    fc
      .tuple(
        someId,
        fc.nat({ max: 5 }),
        spell(0, 500),
        someInstant(morning),
        fc.option(spell(0, 400)),
      )
      .map(([occurrence, part, offset, begin, length]) => ({
        occurrence,
        part,
        offset,
        start: begin,
        ...(length === null ? {} : { end: later(begin, length) }),
      })),
    { maxLength: 6 },
  ) as unknown as fc.Arbitrary<Sounded[]>,
  ended: fc.constant({}),
  clock: fc.constantFrom("sure", "doubtful"),
});

/** The facts of a board that carried out a timeline up to `now`; `journal`: refusals were reported when they became certain. */
export function lived(found: Timeline, before: Facts, now: Instant, journal: boolean): Facts {
  const sounded = found.segments
    .filter((one) => one.start < now)
    .map(({ end, ...one }): Sounded => (end > now ? one : { ...one, end }));
  const refused = found.refusals
    .filter((one) => journal && one.at <= now && before.ended[one.occurrence] === undefined)
    .map((one) => [one.occurrence, { as: "refused" as const, reason: one.reason, at: one.at }]);
  return { ...before, now, sounded, ended: { ...before.ended, ...Object.fromEntries(refused) } };
}
