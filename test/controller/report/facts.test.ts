import fc from "fast-check";
import { expect, test } from "vitest";
import { factsStore, type Where } from "../../../controller/report/facts.store.ts";
import { openStore } from "../../../controller/store/sqlite.adapter.ts";
import { factsRowByRow } from "../../support/oracle/report-facts.ts";
import { always, morning } from "../../support/reach-world.ts";

const clusters = ["k1", "k2", "k3", "k4"] as const;
const communes = ["21024", "21025", "26001"] as const;
const row = fc.record({
  order: fc.nat(4),
  day: fc.constantFrom("2026-02-28", "2026-03-01", "2026-03-20", "2026-03-31", "2026-04-01"),
  cluster: fc.constantFrom(...clusters),
  outcome: fc.constantFrom("played", "partial", "failed", "unreported", "cancelled"),
  reason: fc.constantFrom(null, "device-missing", "device-busy"),
  rung: fc.constantFrom("planned", "completed", "electric", "acoustic"),
  heard: fc.nat(90_000),
});
const someOrder = fc.record({
  theme: fc.constantFrom(null, "ky-nang-so", "chuyen-doi-so"),
  campaign: fc.constantFrom(null, "khcn-18-5"),
  status: fc.constantFrom("actual", "actual", "exercise"),
});
const orders = fc.array(someOrder, { minLength: 5, maxLength: 5 });
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;
type Order = typeof someOrder extends fc.Arbitrary<infer T> ? T : never;

/** Four clusters of three communes; `k2` moved from the first to the second in the middle of March. */
async function worldOf(rows: readonly Row[], made: readonly Order[]) {
  const store = await openStore({ file: ":memory:" });
  const { db } = store;
  const put = (table: string, values: readonly object[]) =>
    values.length === 0
      ? undefined
      : db
          .insertInto(table as "play_log")
          .values(values as never)
          .execute();
  const named = (name: string) => ({ name, folded: name, ...always });
  await put(
    "province",
    ["51", "75"].map((code) => ({ code, ...named(`Tỉnh ${code}`) })),
  );
  await put(
    "commune",
    communes.map((code) => ({
      ...{ code, province: code === "26001" ? "75" : "51" },
      ...named(`Xã ${code}`),
    })),
  );
  await put(
    "cluster",
    clusters.map((id, at) => ({
      ...{ id, commune: communes[Math.min(at, 2)], kind: at === 3 ? "fm-bridge" : "ip" },
      ...{ latitude: null, longitude: null, tags: "[]", exercise: 0, volume: "[]" },
      ...named(`Cụm ${id}`),
    })),
  );
  const moved = { kind: "cluster", id: "k2", commune: "21024", valid_from: "2020-01-01" };
  await put("place_move", [{ ...moved, valid_to: "2026-03-15" }]);
  await put(
    "broadcast",
    made.map((order, n) => ({
      ...{ id: `b${n}`, place: "centre", title: `Lệnh ${n}`, level: "normal", authority: "centre" },
      ...{ spec: "{}", state: "active", author: "p", created_at: 0, content_hash: "" },
      ...{ approvals: "[]", cancelled_at: null, cancelled_by: null, idempotency_key: null },
      ...order,
    })),
  );
  const airings = new Map(rows.map((one) => [`${one.order} ${one.day}`, one]));
  await put(
    "occurrence",
    [...airings].map(([id, { order, day }]) => ({
      ...{ id, broadcast: `b${order}`, scope: "centre", document: "plan", level: "normal" },
      ...{ not_before: morning(day), not_after: morning(day) + 1, created_at: 0 },
      ...{ body: "{}", cancelled_at: null, closed_at: null },
    })),
  );
  const pairs = new Map(rows.map((one) => [`${one.order} ${one.day} ${one.cluster}`, one]));
  const kept = [...pairs.values()].map(({ order, day, heard, ...one }, at) => ({
    ...{ occurrence: `${order} ${day}`, seq: at + 1, heard, ...one },
  }));
  const more = { agent: null, started_at: null, frames: 0, of_frames: 0, late: 0, at: 0 };
  await put(
    "play_log",
    kept.map((one) => ({ ...one, ...more, body: "{}", link: "" })),
  );
  await put(
    "outcome",
    kept.map(({ heard: _, ...one }) => one),
  );
  return store;
}

const places: readonly Where[] = [
  {},
  { province: "51" },
  { commune: "21024" },
  { commune: "21025", campaign: "khcn-18-5" },
];

test("the facts of a report are those that a query for each of them finds, whatever the world", {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 40 }),
      orders,
      fc.constantFrom("2026-03-10", "2026-03-31"),
      async (rows, made, day) => {
        const store = await worldOf(rows, made);
        const span = { from: morning("2026-03-01"), to: morning("2026-04-01"), day };
        try {
          for (const where of places) {
            const { works, recordings, ...found } = await factsStore(store.db).facts(
              span,
              where,
              true,
            );
            expect(found).toEqual(await factsRowByRow(store.db, span, where));
            expect([works, recordings]).toEqual([[], []]);
          }
          const plain = await factsStore(store.db).facts(span, {}, false);
          expect(plain.orders).toEqual([]);
        } finally {
          await store.close();
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("a recording is named by the bytes that boards were sent, also after its message was edited", async () => {
  const one = {
    ...({ order: 0, cluster: "k1", outcome: "played", reason: null, rung: "completed" } as const),
    heard: 1,
  };
  const rows = [
    { ...one, day: "2026-03-01" },
    { ...one, day: "2026-03-20", outcome: "failed" },
    { ...one, day: "2026-03-20", cluster: "k3" },
    { ...one, day: "2026-03-31" },
  ] as const;
  const actual = { theme: null, campaign: null, status: "actual" } as const;
  const store = await worldOf(rows, [actual]);
  try {
    const said = (message: string | undefined, sha256: string, language?: string) => ({
      ...{ kind: "audio", role: "message", audio: { sha256, bytes: 1, length: 30_000 } },
      ...{ message, language },
    });
    const tune = { kind: "audio", role: "tune", audio: { sha256: "t", bytes: 1, length: 5_000 } };
    const bodies = [
      [tune, said("m1", "old", "vie"), { kind: "pause", length: 1 }],
      // A message that is repeated in one airing was aired once.
      [said("m1", "new", "vie"), said("m1", "new", "vie")],
      [said(undefined, "loose"), said("m2", "gone", "hre")],
    ];
    for (const [at, day] of ["2026-03-01", "2026-03-20", "2026-03-31"].entries())
      await store.db
        .updateTable("occurrence")
        .set({ body: JSON.stringify({ parts: bodies[at] }) })
        .where("id", "=", `0 ${day}`)
        .execute();
    const message = { id: "m1", version: 1, place: "c-21024", title: "Bình dân học vụ số" };
    await store.db
      .insertInto("message")
      .values({
        ...{ ...message, folded: "", theme: "so", language: "vie", spans: "[]", origin: "text" },
        ...{ status: "draft", author: "p", created_at: 0, notes: "[]", secrecy: "public" },
      } as never)
      .execute();
    const span = { from: morning("2026-03-01"), to: morning("2026-04-01"), day: "2026-03-31" };
    const of = async (where: Where) =>
      (await factsStore(store.db).facts(span, where, true)).recordings.map(
        ({ title, language, sha256, airings, plays }) =>
          `${title} ${language} ${sha256} ${airings} ${plays}`,
      );
    expect(await of({})).toEqual([
      "  loose 1 1",
      "Bình dân học vụ số vie new 1 1",
      "Bình dân học vụ số vie old 1 1",
      "m2 hre gone 1 1",
    ]);
    expect(await of({ commune: "21024" })).toContain("Bình dân học vụ số vie new 1 0");
    expect(await of({ province: "75" })).toEqual(["Bình dân học vụ số vie new 1 1"]);
  } finally {
    await store.close();
  }
});
