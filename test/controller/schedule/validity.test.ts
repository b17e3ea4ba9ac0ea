import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { broadcastId } from "../../../contract/ids.ts";
import { hours, instant, later, minutes, seconds } from "../../../contract/time.ts";
import type { Sayable } from "../../../controller/schedule/broadcast.ts";
import { draft } from "../../../controller/schedule/order.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { anOccurrence, aPlan, five, message, played } from "../../support/orders.ts";
import { must, type Wire } from "../../support/people-world.ts";

let world: OrderWorld;
beforeAll(async () => {
  world = await orderWorld();
});
afterAll(() => world.close());

const from = "2026-05-20T00:00:00+07:00";
const to = "2026-05-22T00:00:00+07:00";
let count = 0;

/** An approved message that is valid on 20 and 21 May. */
async function valid(): Promise<string> {
  count += 1;
  const text = `Thông báo có hạn số ${count}.`;
  const more = { title: `Có hạn ${count}`, validFrom: from, validTo: to };
  const body = { theme: "ky-nang-so", language: "vie", text, ...more };
  const { id } = await must(world.editor.post("/api/messages", body));
  await must(world.approver.post(`/api/messages/${id}/approve`));
  return id;
}
const at = (day: number) => ({ at: `2026-05-${day}T11:00:00+07:00` });
const place = (more: object) =>
  world.admin.post("/api/broadcasts", { level: "normal", where: { all: true }, ...more });
const check = (more: object): Promise<Wire> =>
  must(
    world.admin.post("/api/broadcasts/check", { level: "normal", where: { all: true }, ...more }),
  );

describe("an order of a message", () => {
  test.each([
    [19, "not-yet-valid", /chưa có hiệu lực/, /Chọn giờ phát sau ngày có hiệu lực/],
    [22, "content-expired", /hết hiệu lực/, /gia hạn/],
  ])(
    "on the %dth, when it is not valid, is refused before it is saved",
    async (day, code, vi, hint) => {
      const asked = { messageIds: [await valid()], when: at(day) };
      const before = await world.snapshot();
      const { status, body } = await place(asked);
      expect([status, body.code]).toEqual([409, code]);
      expect(body.title).toMatch(vi);
      expect(body.hint).toMatch(hint);
      const view = await check(asked);
      expect(view).toMatchObject({ ok: false, becomes: "refused" });
      expect(view.findings).toMatchObject([{ code, severity: "error", suggestion: body.hint }]);
      expect(await world.snapshot()).toBe(before);
    },
  );

  test("while it is valid is taken", async () => {
    expect((await place({ messageIds: [await valid()], when: at(20) })).status).toBe(201);
  });

  test("at once waits until it is valid, where its own time lets it", async () => {
    const asked = { messageIds: [await valid()], when: { now: true } };
    expect((await place(asked)).body.code).toBe("not-yet-valid");
    const { id } = await must(place({ ...asked, notAfter: "2026-05-20T06:00:00+07:00" }));
    // Valid from midnight, and quiet until five.
    const morning = "2026-05-20T05:00:00+07:00";
    const query = "cluster=k-21024&from=2026-05-18T00:00:00Z&to=2026-05-21T00:00:00Z";
    const { segments } = await must(world.admin.get(`/api/timeline?${query}`));
    const mine = segments.filter((one: Wire) => one.broadcast === id);
    expect(mine.map((one: Wire) => Date.parse(one.start))).toEqual([Date.parse(morning)]);
  });

  test("that repeats begins when it is valid; what lies behind its end is shown and not aired", async () => {
    const messageIds = [await valid()];
    const series = (day: number) => ({
      messageIds,
      when: { start: at(day).at, rrule: "FREQ=DAILY;COUNT=3" },
    });
    expect((await place(series(19))).body.code).toBe("not-yet-valid");
    const { findings } = await check(series(20));
    expect(findings[0]).toMatchObject({ code: "content-expired", severity: "error", airings: 1 });
    expect((await place(series(20))).status).toBe(201);
  });
});

describe("a relay whose fallback is valid for a time only", () => {
  const relay = async (day: number, more: object = {}) => ({
    parts: [
      {
        kind: "relay",
        sources: ["https://vov.example/live"],
        seconds: 600,
        fallback: await valid(),
        ...more,
      },
    ],
    when: at(day),
  });
  test.each([
    [19, 409, "not-yet-valid"],
    [20, 201, undefined],
    [22, 409, "content-expired"],
  ])("on the %dth: %d", async (day, status, code) => {
    const reply = await place(await relay(day));
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  test("carries the time of its fallback to the boards, which keep to it alone", async () => {
    const made = await must(place(await relay(21)));
    const { body } = await world.store.db
      .selectFrom("occurrence")
      .select("body")
      .where("broadcast", "=", made.id)
      .executeTakeFirstOrThrow();
    const validity = { validFrom: Date.parse(from), validTo: Date.parse(to) };
    expect(JSON.parse(body).parts[0]).toMatchObject(validity);
    const part = { kind: "relay", sources: ["https://vov.example/live"], length: minutes(10) };
    const order = (id: string, more: object) =>
      anOccurrence(id, { onCut: "rejoin", parts: [{ ...part, ...more }] });
    const { heard, refused } = played([
      aPlan([
        order("early", { validFrom: later(five, minutes(40)) }),
        order("over", { validTo: five }),
        order("short", { validTo: later(five, minutes(4)) }),
      ]),
    ]);
    expect(heard).toEqual(["short 0 0 0 240000"]);
    expect(refused).toEqual(
      expect.arrayContaining(["early not-yet-valid", "over content-expired"]),
    );
  });
});

test("content that is never valid in one piece is over rather than early", () => {
  const both = message(minutes(2), {
    validFrom: later(five, minutes(40)),
    validTo: later(five, minutes(1)),
  });
  expect(played([aPlan([anOccurrence("a", { parts: [both] })])]).refused).toEqual([
    "a content-expired",
  ]);
});

test("what waits for a session is refused only where no time is left for it", () => {
  const now = instant(1_790_000_000_000);
  const said = (validFrom: number): Sayable => ({
    id: "m1",
    title: "Bản tin",
    theme: "ky-nang-so",
    language: "vie",
    status: "approved",
    secrecy: "public",
    approvedBy: "duyet",
    validFrom: instant(validFrom),
    validTo: null,
    audio: { sha256: "a".repeat(64), bytes: 1_000, length: seconds(30) },
  });
  const code = (validFrom: number) => {
    const made = draft(
      {
        messageIds: ["m1" as never],
        level: "normal",
        where: { all: true },
        when: { session: "next" },
      },
      {
        id: broadcastId("b-1"),
        now,
        messages: new Map([["m1", said(validFrom)]]),
        places: [
          {
            cluster: "c1" as never,
            commune: "21024" as never,
            province: "51" as never,
            hamlets: [],
            tags: [],
            languages: ["vie"],
          },
        ],
        instants: [],
        notAfter: undefined,
        by: "An",
      },
    );
    return made.ok ? "taken" : made.code;
  };
  expect([code(later(now, hours(2))), code(later(now, hours(36)))]).toEqual([
    "taken",
    "not-yet-valid",
  ]);
});
