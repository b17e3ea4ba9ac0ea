import { expect, test } from "vitest";
import type { Cluster } from "../../contract/agent-config.ts";
import { noFacts } from "../../contract/facts.ts";
import type { Occurrence, Plan, Urgent } from "../../contract/plan.ts";
import { instant, later, minutes, seconds } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";

const start = instant(1_790_000_000_000);
const cluster = {
  id: "k1",
  province: "51",
  commune: "21001",
  hamlets: [],
  tags: [],
  languages: [],
  exercise: false,
  sessions: [],
  quiet: [],
  caps: {},
  volume: [],
} as unknown as Cluster;
const item = (id: string, over: object): Occurrence =>
  ({
    id,
    broadcast: "b",
    level: "normal",
    authority: "commune",
    status: "actual",
    title: id,
    issued: start,
    notBefore: start,
    notAfter: later(start, minutes(30)),
    placement: { kind: "at", at: start },
    target: { all: true },
    parts: [{ kind: "pause", length: minutes(2) }],
    onCut: "resume",
    approvedBy: ["an", "binh"],
    ...over,
  }) as unknown as Occurrence;
const head = { epoch: 1, revision: 1, issued: start };
const plan = (occurrences: Occurrence[]): Plan =>
  ({
    kind: "plan",
    scope: "c-21001",
    ...head,
    horizon: { from: start, to: start },
    occurrences,
    tombstones: [],
  }) as unknown as Plan;
const urgent = (emergencies: Occurrence[]): Urgent =>
  ({ kind: "urgent", scope: "c-21001", ...head, emergencies, stops: [] }) as unknown as Urgent;

test("an emergency cuts in and what it cut resumes at the cut point", () => {
  const cut = later(start, minutes(1));
  const siren = item("e", {
    level: "emergency",
    placement: { kind: "now", at: cut },
    parts: [{ kind: "pause", length: seconds(20) }],
  });
  const { segments, refusals } = timeline(
    [plan([item("a", {})]), urgent([siren])],
    cluster,
    noFacts(start),
    { from: start, to: later(start, minutes(30)) },
  );
  expect(refusals).toEqual([]);
  expect(
    segments.map((one) => [one.occurrence, one.offset, one.start - start, one.end - start]),
  ).toEqual([
    ["a", 0, 0, 60_000],
    ["e", 0, 60_000, 80_000],
    ["a", 60_000, 80_000, 140_000],
  ]);
});
