import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noFacts } from "../../../contract/facts.ts";
import type { Occurrence } from "../../../contract/plan.ts";
import { days, hours, minutes, seconds } from "../../../contract/time.ts";
import {
  grouped,
  type Miss,
  makeGoodItem,
  orderParts,
  roomFor,
} from "../../../controller/schedule/make-good.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import {
  aCluster,
  anOccurrence,
  anUrgent,
  aPlan,
  after as at,
  five,
} from "../../support/orders.ts";
import { must, type Wire } from "../../support/people-world.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const session = (start: number, end: number) => ({ weekdays: everyDay, start, end });
const missed = anOccurrence("old", { notBefore: at(hours(-24)) });

describe("room for what was missed", () => {
  const room = (cluster: object, planned: Occurrence[] = [], what = missed) =>
    roomFor(
      {
        documents: [aPlan(planned), aPlan([], { scope: "p-51" }), anUrgent([])],
        cluster: aCluster(cluster),
        facts: noFacts(five),
      },
      what,
      five,
    );
  test("is in the first session that has some left, after what waits there", () => {
    expect(room({ sessions: [session(330, 360)] })).toBe(at(minutes(30)));
    const waiting = anOccurrence("w", {
      placement: { kind: "session", order: 1 },
      notAfter: at(hours(2)),
    });
    expect(room({ sessions: [session(330, 360)] }, [waiting])).toBe(at(minutes(32)));
    expect(room({ sessions: [session(330, 333), session(600, 660)] }, [waiting])).toBe(
      at(minutes(300)),
    );
  });
  test("is the old time of day where there are no sessions, on the first day that has it free", () => {
    expect(room({})).toBe(at(hours(24)));
    const busy = anOccurrence("b", {
      notBefore: at(hours(24)),
      notAfter: at(hours(25)),
      placement: { kind: "at", at: at(hours(24)) },
    });
    expect(room({}, [busy])).toBe(at(hours(48)));
    expect(room({}, [], { ...missed, notBefore: at(hours(2)) })).toBe(at(hours(2)));
  });
  test("is nowhere when it is never allowed, or its content has expired", () => {
    expect(room({ quiet: [session(240, 480)] })).toBeUndefined();
    const part = missed.parts[0] as object;
    const stale = { ...missed, parts: [{ ...part, validTo: at(minutes(1)) }] } as Occurrence;
    expect(room({ sessions: [session(330, 360)] }, [], stale)).toBeUndefined();
  });
});

describe("what was missed, as an order", () => {
  const miss = (cluster: string, more: object = {}): Miss =>
    ({
      occurrence: "old",
      body: { ...missed, parts: [{ kind: "audio", role: "message", message: "m1" }] },
      cluster,
      name: cluster,
      commune: "21024",
      outcome: "refused",
      reason: "displaced",
      fallbacks: new Map(),
      ...more,
    }) as never;
  test("is one order a commune, for the clusters that missed it", () => {
    const groups = grouped([miss("k1"), miss("k2"), miss("k3", { commune: "21025" })]);
    expect(groups.map((group) => group.map((one) => one.cluster))).toEqual([["k1", "k2"], ["k3"]]);
    const [first] = groups;
    if (!first) throw new Error("no group");
    const item = makeGoodItem(first, at(minutes(30)));
    expect(item.order).toEqual({
      title: "old (phát bù)",
      parts: [{ kind: "message", id: "m1" }],
      level: "normal",
      where: { clusters: ["k1", "k2"] },
      when: { at: "2026-09-27T22:30:00.000Z" },
      makesGood: "old",
    });
    expect(item.clusters[0]).toMatchObject({ reason: "displaced", reasonText: /chiếm chỗ/ });
    const none = makeGoodItem(first, undefined);
    expect([none.slot, none.order]).toEqual([null, null]);
    const [silent] = grouped([miss("k1", { outcome: "unreported", reason: null })]);
    expect(silent && makeGoodItem(silent, undefined).clusters[0]?.reasonText).toBeNull();
    const [odd] = grouped([miss("k1", { reason: "no-word" })]);
    expect(odd && makeGoodItem(odd, undefined).clusters[0]?.reasonText).toBeNull();
  });
  test("says again what was said, if a person can order it", () => {
    const length = seconds(60);
    const relay = (sha256: string) => ({
      kind: "relay",
      sources: ["https://vov.example/"],
      length,
      fallback: { sha256, bytes: 1, length },
    });
    const again = { kind: "relay", sources: ["https://vov.example/"], seconds: 60 };
    const known = new Map([["aa", "m7"]]);
    expect(orderParts([relay("aa"), relay("bb")] as never[], known)).toEqual([
      { ...again, fallback: "m7" },
      again,
    ]);
    const none = new Map<string, string>();
    expect(
      orderParts(
        [
          { kind: "audio", role: "tune", message: "t1" },
          { kind: "pause", length },
          { kind: "relay", sources: ["https://vov.example/"], length },
          { kind: "audio", role: "message", message: "m1" },
        ] as never[],
        none,
      ),
    ).toEqual([
      { kind: "tune", id: "t1" },
      { kind: "pause", seconds: 60 },
      { kind: "relay", sources: ["https://vov.example/"], seconds: 60 },
      { kind: "message", id: "m1" },
    ]);
    for (const part of [
      { kind: "audio", role: "test-tone" },
      { kind: "audio", role: "message" },
      { kind: "live", length },
    ]) {
      expect(orderParts([part] as never[], none)).toBeUndefined();
    }
  });
});

describe("the list of what is owed", () => {
  let world: OrderWorld;
  let said: string;
  beforeAll(async () => {
    world = await orderWorld();
    said = await world.message("Tin bị chen ngang.");
  });
  afterAll(() => world.close());

  const missOne = async (
    outcome = "refused",
    reason: string | null = "displaced",
    more: object = { messageIds: [said] },
  ) => {
    const when = { at: new Date(world.time.now() + minutes(1)).toISOString() };
    const { id } = await world.order(world.admin, {
      when,
      where: { communes: ["21024"] },
      ...more,
    });
    const [airing] = (await world.detail(id)).occurrences;
    const row = {
      occurrence: airing.id,
      cluster: "k-21024",
      seq: 1,
      outcome,
      rung: "delivered",
      reason,
    };
    await world.store.db.insertInto("outcome").values(row).execute();
    return airing.id as string;
  };
  const list = async (): Promise<Wire[]> => (await must(world.editor.get("/api/make-good"))).items;
  const find = async (occurrence: string) =>
    (await list()).find((one) => one.occurrence === occurrence);

  test("what was displaced is offered with its room, and goes when it is ordered again", async () => {
    const occurrence = await missOne();
    const item = await find(occurrence);
    expect(item).toMatchObject({
      commune: "21024",
      clusters: [{ cluster: "k-21024", outcome: "refused", reason: "displaced" }],
      order: { makesGood: occurrence, where: { clusters: ["k-21024"] } },
    });
    const made = await must(world.editor.post("/api/broadcasts", item?.order));
    expect(made.state).toBe("proposed");
    expect(await find(occurrence)).toBeUndefined();
    await must(world.editor.ask("DELETE", `/api/broadcasts/${made.id}`));
    expect(await find(occurrence)).toMatchObject({ occurrence });
  });
  test("a relay that was missed keeps its fallback, as long as that is still approved", async () => {
    const stands = await world.message("Lời thay khi mất sóng.");
    const sources = ["https://vov.example/song.mp3"];
    const relay = { kind: "relay", sources, seconds: 60, fallback: stands };
    const occurrence = await missOne("refused", "displaced", { title: "VOV", parts: [relay] });
    expect((await find(occurrence))?.order.parts).toEqual([relay]);
    await must(world.editor.ask("PATCH", `/api/messages/${stands}`, { text: "Lời khác." }));
    expect((await find(occurrence))?.order.parts).toEqual([{ ...relay, fallback: undefined }]);
  });
  test("it may be let go with a reason, by the commune itself", async () => {
    const occurrence = await missOne("interrupted", null);
    const reason = "Tin đã hết thời sự.";
    const asked = (by: "editor" | "province", body: object = { reason }) =>
      world[by].post(`/api/make-good/${occurrence}/dismiss`, body);
    expect((await asked("province")).body.code).toBe("not-allowed");
    expect((await must(asked("editor"))).occurrence).toBe(occurrence);
    const [row] = (await must(world.admin.get("/api/audit?limit=1"))).items;
    expect(row).toMatchObject({
      reason,
      address: "127.0.0.1",
      subject: expect.stringContaining(occurrence),
    });
    expect(await find(occurrence)).toBeUndefined();
    expect((await asked("editor")).body.code).toBe("nothing-missed");
  });
  test("what was whole, was cancelled or was an emergency is not owed; another's is not seen", async () => {
    const whole = await missOne("played", null);
    const cancelled = await missOne("cancelled", "cancelled");
    expect([await find(whole), await find(cancelled)]).toEqual([undefined, undefined]);
    const mine = await missOne();
    const other = await world.person("xa-ben", ["editor", "c-21025"]);
    const theirs = (await must(other.get("/api/make-good"))).items;
    expect(theirs).toEqual([]);
    const named = await must(world.province.get("/api/make-good?commune=21024"));
    expect(named.items.map((one: Wire) => one.occurrence)).toContain(mine);
    const first = (await must(world.province.get("/api/make-good?limit=1"))).items;
    expect(first).toEqual([named.items[0]]);
    expect((await world.province.get("/api/make-good?limit=51")).status).toBe(400);
  });
  test("an order cannot make good what never was, and nothing is owed for ever", async () => {
    const reply = await world.editor.post("/api/broadcasts", {
      messageIds: [said],
      level: "normal",
      where: { all: true },
      when: { now: true },
      makesGood: "o-none",
    });
    expect(reply.body.code).toBe("occurrence-unknown");
    const occurrence = await missOne();
    expect(await find(occurrence)).toBeDefined();
    const ended = world.time.now() - days(15);
    await world.store.db
      .updateTable("occurrence")
      .set({ not_after: ended })
      .where("id", "=", occurrence)
      .execute();
    expect(await find(occurrence)).toBeUndefined();
  });
});
