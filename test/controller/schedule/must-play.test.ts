import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noFacts } from "../../../contract/facts.ts";
import { reasons } from "../../../contract/reasons.ts";
import { days, hours, minutes } from "../../../contract/time.ts";
import type { Step } from "../../../controller/schedule/commune-progress.ts";
import {
  airings,
  foretold,
  type MustPlayRow,
  mustPlayItem,
  unplaced,
  waits,
} from "../../../controller/schedule/must-play.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { aCluster, anOccurrence, aPlan, after as at, five } from "../../support/orders.ts";
import { type Asker, must, type Wire } from "../../support/people-world.ts";

const row = (id: string, broadcast = "b", notBefore = 10, notAfter = 100): MustPlayRow =>
  ({
    id,
    broadcast,
    not_before: notBefore,
    not_after: notAfter,
    title: "Tin",
    place: "p-51",
  }) as never;
const step = (commune: string, outcome: string | null, reason: string | null = null): Step =>
  ({
    occurrence: "o1",
    commune,
    delivered: true,
    armed: true,
    pair: { cluster: `k-${commune}`, state: "armed", outcome, reason, reasonText: reason },
  }) as never;

const vain = { reason: "no-session", text: "x" } as const;

describe("what must be played", () => {
  test("is one item for one order at one time, in however many scopes", () => {
    const all = airings([row("o1"), row("o2"), row("o3", "b", 20), row("o4", "c")]);
    expect(all.map((one) => one.map(({ id }) => id))).toEqual([["o1", "o2"], ["o3"], ["o4"]]);
  });

  test("finds no place where no session is left before its deadline, and that is known before", () => {
    const order = (id: string, more: object) =>
      anOccurrence(id, { level: "priority", placement: { kind: "session", order: 0 }, ...more });
    const fits = order("fits", { notAfter: at(hours(3)) });
    const late = order("late", { notAfter: at(minutes(30)) });
    const ground = {
      documents: [aPlan([fits, late])],
      cluster: aCluster({ sessions: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], start: 360, end: 420 }] }),
      facts: noFacts(five),
    };
    const rows = [fits, late].map(({ id, notBefore, notAfter }) =>
      row(id, "b", notBefore, notAfter),
    );
    expect([...unplaced(ground, rows)]).toEqual([
      ["late", { reason: "no-session", text: reasons["no-session"] }],
    ]);
    expect([...unplaced(ground, [row("unknown", "b", five, at(days(1)))])]).toEqual([]);
  });

  test("says in advance why only of what waits", () => {
    const [waiting, refused, played] = [
      step("21024", null),
      step("21024", "refused", "over-cap"),
      step("21024", "played"),
    ] as const;
    expect([waiting, refused, played].map(waits)).toEqual([true, false, false]);
    expect(foretold(waiting, vain).pair).toMatchObject({ reason: "no-session", reasonText: "x" });
    expect(foretold(waiting, undefined)).toBe(waiting);
    expect(foretold(refused, vain)).toBe(refused);
  });

  test("names the communes that are behind, and counts those that are done", () => {
    const steps = [step("21024", "played"), step("21025", "refused", "no-session")];
    const item = mustPlayItem({ rows: [row("o1")], steps }, new Map(), 100 as never, String);
    expect(item).toMatchObject({ occurrence: "o1", deadline: "100", over: true, communesDone: 1 });
    expect(item.communes.map((one) => [one.commune, one.notPlayed])).toEqual([["21025", 1]]);
    const before = mustPlayItem({ rows: [row("o1")], steps }, new Map(), 99 as never, String);
    expect(before.over).toBe(false);
  });
});

describe("the province's view of its priority items", () => {
  let world: OrderWorld;
  let said: string;
  beforeAll(async () => {
    world = await orderWorld();
    said = await world.message("Thông báo của tỉnh.", world.province);
    const sessions = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], start: 1_020, end: 1_080 }];
    const regulation = { number: "12/QĐ-UBND", sessions, quiet: [] };
    await must(world.admin.ask("PUT", "/api/communes/21024/regulation", regulation));
  });
  afterAll(() => world.close());

  const list = async (by: Asker, query = ""): Promise<Wire> =>
    must(by.get(`/api/must-play${query}`));
  const find = async (by: Asker, id: string, query = ""): Promise<Wire> =>
    (await list(by, query)).items.find((one: Wire) => one.broadcast === id);
  const priority = (more: object = {}) =>
    world.order(world.province, {
      messageIds: [said],
      level: "priority",
      when: { now: true },
      ...more,
    });

  test("an item that no session has room for is told to the province and to its commune before the deadline", async () => {
    const { id } = await priority({ notAfter: "2026-05-18T10:00:00+07:00" });
    const item = await find(world.province, id);
    expect(item).toMatchObject({ from: "p-51", over: false, communesDone: 0 });
    expect(item.communes.map((one: Wire) => one.commune)).toEqual(["21024", "21025"]);
    expect(item.communes[0]).toMatchObject({
      waiting: 1,
      reasons: [{ reason: "no-session", clusters: 1, text: /buổi phát/ }],
    });
    const own = await find(world.editor, id);
    expect(own.communes.map((one: Wire) => one.commune)).toEqual(["21024"]);
    expect(own.communes[0].reasons[0].reason).toBe("no-session");
  });

  test("what one commune played and another was refused stays until it is no news any more", async () => {
    const { id } = await priority();
    const { occurrences } = await world.detail(id);
    let seq = 0;
    const outcome = async (commune: string, more: object) => {
      const airing = occurrences.find((one: Wire) =>
        one.clusters.some((pair: Wire) => pair.cluster === `k-${commune}`),
      );
      seq += 1;
      const said = { outcome: "played", rung: "completed", reason: null, ...more };
      const values = { occurrence: airing.id, cluster: `k-${commune}`, seq, ...said };
      const figures = { started_at: null, heard: 0, frames: 0, of_frames: 0, late: 0, at: 1 };
      const log = { ...values, ...figures, agent: null, body: "{}", link: "0".repeat(64) };
      await world.store.db.insertInto("play_log").values(log).execute();
      await world.store.db.insertInto("outcome").values(values).execute();
    };
    await outcome("21024", {});
    await outcome("21025", { outcome: "refused", reason: "over-cap", rung: "delivered" });
    const item = await find(world.province, id);
    expect(item).toMatchObject({
      communesDone: 1,
      total: { clusters: 2, played: 1, notPlayed: 1 },
    });
    expect(item.communes).toMatchObject([{ commune: "21025", reasons: [{ reason: "over-cap" }] }]);
    // The commune reads the same on its own page, with a time at which it can still be made good.
    const missed = await must(world.admin.get("/api/make-good?commune=21025"));
    const [owed] = missed.items.filter((one: Wire) => one.clusters[0].reason === "over-cap");
    expect(owed).toMatchObject({ level: "priority", clusters: [{ cluster: "k-21025" }] });
    await world.later(days(3));
    expect(await find(world.province, id)).toMatchObject({ over: true });
    // Done is done: the commune that played it owes nothing after the deadline.
    expect(await find(world.editor, id)).toBeUndefined();
    expect(await find(world.province, id, "?commune=21024")).toBeUndefined();
    await world.later(days(14));
    expect(await find(world.province, id)).toBeUndefined();
  });

  test("what was taken back, or is another place's, is not in it", async () => {
    const { id } = await priority();
    const stranger = await world.person("la", ["auditor", "c-26001"]);
    expect((await list(stranger)).items).toEqual([]);
    await must(world.province.ask("DELETE", `/api/broadcasts/${id}`));
    expect(await find(world.province, id)).toBeUndefined();
  });
});
