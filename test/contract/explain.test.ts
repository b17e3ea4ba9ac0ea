import { expect, test } from "vitest";
import { explain, fateOf } from "../../contract/explain.ts";
import { type Facts, noFacts } from "../../contract/facts.ts";
import { minutes, seconds } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import { aCluster, after, anOccurrence, anUrgent, aPlan, five, idOf } from "../support/orders.ts";

const siren = anOccurrence("siren", {
  level: "emergency",
  notBefore: after(minutes(1)),
  placement: { kind: "now", at: after(minutes(1)) },
  parts: [{ kind: "pause", length: seconds(20) }],
});
const documents = [
  aPlan([
    anOccurrence("a"),
    anOccurrence("late", { placement: { kind: "at", at: after(minutes(10)) } }),
    anOccurrence("others", { target: { hamlets: ["h9"] } }),
    anOccurrence("draft", { approvedBy: [] }),
    anOccurrence("tomorrow", { notBefore: after(minutes(900)), notAfter: after(minutes(960)) }),
  ]),
  anUrgent([siren]),
];
const cluster = aCluster({
  sessions: [{ weekdays: [1], start: 300, end: 360 }],
  quiet: [{ start: 1_320, end: 240 }],
});
const facts: Facts = noFacts(five);
const why = (minute: number) => {
  const found = explain(documents, cluster, facts, after(minutes(minute)));
  return {
    ...found,
    by: Object.fromEntries(found.occurrences.map((one) => [one.occurrence, one])),
  };
};

test("at every minute each occurrence whose window is open has its standing", () => {
  expect(why(0.5).playing?.occurrence).toBe("a");
  expect(why(0.5).by).toEqual({
    a: { occurrence: "a", standing: "playing", start: five },
    late: { occurrence: "late", standing: "later", start: after(minutes(10)) },
    others: { occurrence: "others", standing: "refused", reason: "not-for-this-cluster" },
    draft: { occurrence: "draft", standing: "refused", reason: "not-approved" },
  });
  expect(why(1.1).by).toMatchObject({
    a: { standing: "cut", start: after(seconds(80)) },
    siren: { standing: "playing" },
  });
  expect(why(5).playing).toBeUndefined();
  expect(why(5).by).toMatchObject({ a: { standing: "played" }, siren: { standing: "played" } });
});

test("it says what hours it is", () => {
  expect(why(0)).toMatchObject({ session: { from: five }, quiet: false, clock: "sure" });
  expect(why(60)).toMatchObject({ session: undefined, quiet: false, occurrences: [] });
  expect(why(-90)).toMatchObject({ quiet: true });
});

test("the fate of an occurrence is all of its sound, or a reason with what did sound", () => {
  const window = { from: five, to: after(minutes(60)) };
  const cut = anOccurrence("cut", { onCut: "drop" });
  const found = timeline([aPlan([cut]), anUrgent([siren])], cluster, facts, window);
  const [first] = found.segments;
  expect(fateOf(found, idOf("siren"))).toEqual({ kind: "sounds", segments: [found.segments[1]] });
  expect(fateOf(found, idOf("cut"))).toEqual({
    kind: "refused",
    reason: "cut-dropped",
    at: after(minutes(1)),
    segments: [first],
  });
  expect(fateOf(found, idOf("unheard-of"))).toBeUndefined();
});
