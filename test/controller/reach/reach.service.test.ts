import { afterEach, beforeEach, expect, test } from "vitest";
import { instant } from "../../../contract/time.ts";
import { isoOf } from "../../../controller/iso.ts";
import { createReach, type ReachService } from "../../../controller/reach/reach.service.ts";
import { reachStore } from "../../../controller/reach/reach.store.ts";
import { createTargets, type Targets } from "../../../controller/reach/target.service.ts";
import { targetStore } from "../../../controller/reach/target.store.ts";
import { openStore, type Store } from "../../../controller/store/sqlite.adapter.ts";

const at = (iso: string) => Date.parse(`${iso}T06:00:00+07:00`);
const NOW = instant(at("2026-06-10"));
let store: Store;
let reach: ReachService;
let targets: Targets;
let audited: unknown[];

beforeEach(async () => {
  store = await openStore({ file: ":memory:" });
  audited = [];
  targets = createTargets({
    store: targetStore(store.db),
    audit: { record: async (entry: unknown) => void audited.push(entry) } as never,
    newId: (prefix) => `${prefix}-1`,
  });
  reach = createReach({
    clock: { now: () => NOW, monotonic: () => 0 as never },
    store: reachStore(store.db),
    iso: (ms) => isoOf(instant(ms)),
    parseInstant: (text) => instant(Date.parse(text)),
    targets: targets.list,
  });
  await places();
});
afterEach(() => store.close());

const open = { valid_from: "2020-01-01", valid_to: null };
const named = (name: string) => ({ name, folded: name });

/** Two hamlets of one commune, one cluster each; a third that only an FM bridge serves. */
async function places(): Promise<void> {
  const { db } = store;
  await db
    .insertInto("province")
    .values({ code: "51", ...named("Tỉnh"), ...open })
    .execute();
  await db
    .insertInto("commune")
    .values({ code: "21024", province: "51", ...named("Xã"), ...open })
    .execute();
  for (const [id, households, kind, language] of [
    ["a", 100, "ip", "vie"],
    ["b", 60, "ip", "hre"],
    ["c", 40, "fm-bridge", "vie"],
  ] as const) {
    await hamlet(id, households, language);
    await db
      .insertInto("cluster")
      .values({
        ...{ id: `c-${id}`, commune: "21024", ...named(id), kind },
        ...{ latitude: null, longitude: null, tags: "[]", exercise: 0, volume: "[]", ...open },
      })
      .execute();
    await db
      .insertInto("cluster_hamlet")
      .values({ cluster: `c-${id}`, hamlet: id, share: 1, ...open })
      .execute();
  }
}

async function hamlet(id: string, households: number, language = "vie", from = open.valid_from) {
  const dated = { valid_from: from, valid_to: null };
  await store.db
    .insertInto("hamlet")
    .values({ id, commune: "21024", ...named(id), ...dated })
    .execute();
  await store.db
    .insertInto("hamlet_figure")
    .values({
      ...{ hamlet: id, households, people: households * 4 },
      ...{ languages: JSON.stringify([language]), ...dated },
    })
    .execute();
}

let last = 0;
async function play(cluster: string, day: string, rung = "completed", theme = "so") {
  last += 1;
  const id = `o${last}`;
  const { db } = store;
  await db
    .insertInto("broadcast")
    .values({
      ...{ id: `b${last}`, place: "centre", title: "x", theme, level: "normal" },
      ...{ authority: "centre", status: "actual", spec: "{}", state: "active", author: "p" },
      ...{ created_at: 0, content_hash: "h", approvals: "[]", cancelled_at: null },
      ...{ cancelled_by: null, idempotency_key: null, campaign: null },
    } as never)
    .execute();
  await db
    .insertInto("occurrence")
    .values({
      ...{ id, broadcast: `b${last}`, scope: "centre", document: "plan", level: "normal" },
      ...{ not_before: at(day), not_after: at(day) + 60_000, body: "{}", created_at: 0 },
      ...{ cancelled_at: null, closed_at: null },
    } as never)
    .execute();
  await db
    .insertInto("outcome")
    .values({ occurrence: id, cluster, seq: last, outcome: "played", rung, reason: null })
    .execute();
}

const value = async <T>(found: Promise<{ ok: true; value: T } | { ok: false }>): Promise<T> => {
  const answer = await found;
  if (!answer.ok) throw new Error("refused");
  return answer.value;
};
const period = { from: "2026-04-01", to: "2026-05-31" };

test("households, people and regular access stand apart, and what cannot be measured beside them", async () => {
  for (const day of ["2026-04-05", "2026-04-06", "2026-05-05", "2026-05-06"]) {
    await play("c-a", day);
    await play("c-c", day);
  }
  await play("c-b", "2026-04-05", "electric");
  const figure = await value(reach.figure({ ...period, perMonth: 2 }));
  expect(figure.households).toMatchObject({ reached: 160, of: 200 });
  expect(figure.people).toMatchObject({ reached: 640, of: 800 });
  expect(figure.regular).toMatchObject({
    months: ["2026-04", "2026-05"],
    households: { reached: 100, of: 200 },
  });
  expect(figure.unmeasurable).toEqual({ hamlets: 1, households: 40 });
  const proven = await value(reach.figure({ ...period, rung: "sound-verified" }));
  expect(proven.households.reached).toBe(60);
  const hre = await value(reach.figure({ ...period, language: "hre" }));
  expect(hre.households).toMatchObject({ reached: 60, of: 60 });
  const months = await value(reach.months(period));
  expect(months.items.map((one) => [one.month, one.households.reached])).toEqual([
    ["2026-04", 160],
    ["2026-05", 100],
  ]);
  const matrix = await value(reach.matrix(period));
  expect(matrix.items).toMatchObject([
    { theme: "so", commune: "21024", households: { reached: 160, of: 200 } },
  ]);
  expect(await value(reach.detail(period))).toContain("c,21024,40,160,c-c,1,0,4\r\n");
});

test("the gap is measured against the target that is data", async () => {
  await play("c-a", "2026-04-05");
  expect(await value(reach.gaps(period))).toMatchObject({
    metric: "households",
    share: 0.7,
    missing: 40,
    enough: true,
    clusters: [{ cluster: "c-b", gain: 60 }],
  });
  expect(await value(reach.gaps({ ...period, metric: "regular", share: 0.5 }))).toMatchObject({
    missing: 100,
    enough: true,
  });
  expect(await reach.gaps({ from: "2026-05-02", to: "2026-05-01" })).toMatchObject({ ok: false });
});

test("a merge of hamlets keeps history: before it the old ones are counted, after it the new one", async () => {
  const { db } = store;
  await play("c-a", "2026-04-05");
  await play("c-a", "2026-06-05");
  const closed = { valid_to: "2026-06-01" };
  await db.updateTable("hamlet").set(closed).where("id", "in", ["a", "b"]).execute();
  await db.updateTable("hamlet_figure").set(closed).where("hamlet", "in", ["a", "b"]).execute();
  await hamlet("ab", 160, "vie", "2026-06-01");
  await db
    .insertInto("cluster_hamlet")
    .values({
      cluster: "c-a",
      hamlet: "ab",
      share: 0.625,
      valid_from: "2026-06-01",
      valid_to: null,
    })
    .execute();
  const before = await value(reach.figure(period));
  const after = await value(reach.figure({ from: "2026-06-01", to: "2026-06-09" }));
  expect(before.households).toMatchObject({ reached: 100, of: 200 });
  expect(after.households).toMatchObject({ reached: 100, of: 200 });
  expect(after.rows.map((row) => row.hamlet)).toEqual(["ab", "c"]);
});

test("national targets are there from the start; a new one is dated and audited", async () => {
  expect((await targets.list()).map(({ metric, share, due }) => [metric, share, due])).toEqual([
    ["households", 0.7, "2025-12-31"],
    ["people", 0.8, "2030-12-31"],
    ["regular", 0.9, "2030-12-31"],
  ]);
  const given = { metric: "regular", share: 0.5, due: "2027-12-31", place: "p-51" } as const;
  const added = await targets.add({} as never, {
    ...given,
    place: "p-51" as never,
    source: "Tỉnh",
    perMonth: 8,
  });
  expect(added).toMatchObject({ ok: true, value: { id: "mt-1", perMonth: 8 } });
  expect(audited).toHaveLength(1);
  const odd = { ...given, place: "p-51" as never, due: "2027-02-30", source: "Tỉnh" };
  expect(await targets.add({} as never, odd)).toEqual({ ok: false, code: "day-unreadable" });
  expect(await targets.list()).toHaveLength(4);
});
