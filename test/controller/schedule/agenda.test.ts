import { expect, test } from "vitest";
import { createAgenda } from "../../../controller/schedule/agenda.service.ts";
import {
  type AgendaRow,
  agendaItem,
  standingOf,
  tallyOf,
} from "../../../controller/schedule/agenda.ts";
import type { PairKnown } from "../../../controller/schedule/view.ts";

const iso = (at: number): string => new Date(at).toISOString();
const at = Date.UTC(2026, 4, 18, 22);
const row = (
  more: Partial<AgendaRow> = {},
  placement: object = { kind: "at", at: at + 60_000 },
) => ({
  id: "o-1",
  body: JSON.stringify({
    broadcast: "b-1",
    title: "Bản tin sáng",
    level: "normal",
    authority: "commune",
    status: "actual",
    placement,
    notBefore: at,
    notAfter: at + 600_000,
    parts: [
      { kind: "pause", length: 2_500 },
      { kind: "pause", length: 1_000 },
    ],
  }),
  cancelled_at: null,
  place: "c-21024",
  spec: JSON.stringify({ when: { now: true } }),
  ...more,
});
const outcome = (word: string, startedAt: number | null): PairKnown => ({
  receipts: [],
  outcome: { outcome: word, reason: null, rung: "completed", startedAt, heard: 3_500 },
});

test("clusters are counted by outcome, or by state while there is none", () => {
  const known = new Map([
    ["o-1 k-1", outcome("played", at + 61_000)],
    ["o-1 k-2", outcome("played", at + 60_000)],
    ["o-1 k-3", outcome("unreported", null)],
  ]);
  const tally = tallyOf("o-1", ["k-1", "k-2", "k-3", "k-4"], known);
  const item = agendaItem(row(), tally, iso);
  expect(item.counts).toEqual({ played: 2, unreported: 1, planned: 1 });
  expect([item.clusters, item.seconds, item.startedAt]).toEqual([4, 3.5, iso(at + 60_000)]);
  expect([item.theme, item.cancelled, item.repeats]).toEqual([null, false, false]);
});

const started = { kind: "started", start: at + 62_000 } as never;
test("until there is an outcome, the receipts say the state and the beginning", () => {
  const known = new Map<string, PairKnown>([
    ["o-1 k-1", { receipts: [started] }],
    ["o-1 k-2", { ...outcome("interrupted", null), receipts: [started] }],
    ["o-1 k-3", outcome("played", at + 63_000)],
  ]);
  expect(tallyOf("o-1", ["k-1", "k-2", "k-3"], known)).toEqual({
    clusters: 3,
    counts: { playing: 1, interrupted: 1, played: 1 },
    startedAt: at + 62_000,
  });
});

test("what is over is described by its outcomes alone; receipts are read where one lacks, or a beginning", () => {
  const standing = (occurrence: string, word: string | null, startedAt: number | null) => ({
    ...{ occurrence, outcome: word, clusters: 2, startedAt },
  });
  const found = standingOf([
    standing("over", "played", at),
    standing("over", "partial", at - 1),
    standing("over", "failed", null),
    standing("half", "played", at),
    standing("half", null, null),
    standing("silent", "unreported", null),
  ]);
  expect(found.open).toEqual(["half", "silent"]);
  expect(found.told.get("over")).toEqual({
    clusters: 6,
    counts: { played: 2, partial: 2, failed: 2 },
    startedAt: at - 1,
  });
});

test("a timed item is planned at its instant, one of a session from the beginning of its window", () => {
  expect(agendaItem(row(), undefined, iso).plannedAt).toBe(iso(at + 60_000));
  const floating = row({}, { kind: "session", order: 0 });
  expect(agendaItem(floating, undefined, iso)).toMatchObject({
    plannedAt: iso(at),
    placement: "session",
    startedAt: null,
  });
});

test("a cancelled occurrence of a repeating order says both", () => {
  const spec = JSON.stringify({ when: { start: iso(at), rrule: "FREQ=DAILY" } });
  const body = JSON.stringify({ ...JSON.parse(row().body), theme: "ky-nang-so" });
  const item = agendaItem(row({ cancelled_at: at, spec, body }), undefined, iso);
  expect([item.cancelled, item.repeats, item.theme]).toEqual([true, true, "ky-nang-so"]);
});

const agenda = createAgenda({
  iso,
  parseInstant: (text) => (text === "?" ? undefined : (Date.parse(text) as never)),
  store: {
    between: async () => [row(), row({ id: "o-2", place: "c-99999" })],
    standing: async (ids, commune) =>
      ids.flatMap((occurrence) =>
        commune === "21025" ? [] : { occurrence, outcome: null, clusters: 1, startedAt: null },
      ),
    clustersIn: async (commune) => new Set(commune === "21024" ? ["k-1"] : []),
  },
  clustersOf: async (ids) => new Map(ids.map((id) => [id, ["k-1", "k-2"]])),
  known: async () => new Map(),
});
const window = { from: iso(at), to: iso(at + 86_400_000) };

test("a person sees what concerns their places, and one commune's own clusters only", async () => {
  const all = await agenda.of({ ...window, sees: () => true });
  const mine = await agenda.of({ ...window, sees: (place) => place === "c-21024" });
  const commune = await agenda.of({ ...window, commune: "21024", sees: () => true });
  const other = await agenda.of({ ...window, commune: "21025", sees: () => true });
  const shape = (found: typeof all) =>
    found.ok && found.value.items.map((item) => [item.occurrence, item.clusters]);
  expect(shape(all)).toEqual([
    ["o-1", 2],
    ["o-2", 2],
  ]);
  expect(shape(mine)).toEqual([["o-1", 2]]);
  expect(shape(commune)).toEqual([
    ["o-1", 1],
    ["o-2", 1],
  ]);
  expect(shape(other)).toEqual([]);
});

test.for([
  [{ from: "?", to: window.to }, "no-such-time"],
  [{ from: window.to, to: window.from }, "window-too-long"],
  [{ from: window.from, to: iso(at + 40 * 86_400_000) }, "window-too-long"],
] as const)("a window that is none is refused: %o", async ([asked, code]) => {
  expect(await agenda.of({ ...asked, sees: () => true })).toMatchObject({ ok: false, code });
});
