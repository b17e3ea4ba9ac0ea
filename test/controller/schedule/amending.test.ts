import { afterAll, beforeAll, expect, test } from "vitest";
import { days, hours, minutes } from "../../../contract/time.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { must, type Wire } from "../../support/people-world.ts";

let world: OrderWorld;
let said: string;

beforeAll(async () => {
  world = await orderWorld();
  said = await world.message();
});
afterAll(() => world.close());

const daily = { start: "2026-05-19T05:00:00+07:00", rrule: "FREQ=DAILY;COUNT=6" };
const once = { at: "2026-06-20T07:30:00+07:00" };
const place = async (more: object = {}): Promise<Wire> => {
  const made = await world.order(world.editor, { messageIds: [said], when: daily, ...more });
  return must(world.approver.post(`/api/broadcasts/${made.id}/approve`));
};
const amend = (by: "editor" | "approver" | "admin", id: string, body: object) =>
  world[by].ask("PATCH", `/api/broadcasts/${id}`, body);
const airingOn = async (id: string, day: string): Promise<Wire> =>
  (await world.detail(id)).occurrences.find(
    (one: Wire) => !one.cancelled && one.notBefore.startsWith(day),
  );

test("a date is skipped at once by one person, and what stays keeps its approval and its names", async () => {
  const { id } = await place();
  const before = await world.detail(id);
  await must(world.editor.ask("DELETE", `/api/broadcasts/${id}?date=2026-05-21`));
  expect(await world.standing(id)).toEqual([
    "19/05 05:00",
    "20/05 05:00",
    "22/05 05:00",
    "23/05 05:00",
    "24/05 05:00",
  ]);
  const after = await world.detail(id);
  expect(after.state).toBe("active");
  expect(after.exceptions).toEqual([
    { instant: "2026-05-20T22:00:00.000Z", skipped: true, at: null },
  ]);
  expect(after.occurrences.map((one: Wire) => one.id)).toEqual(
    before.occurrences.map((one: Wire) => one.id),
  );
});

test("an editor who moves one airing hands the order in again; the other airings stay approved", async () => {
  const { id } = await place();
  const target = await airingOn(id, "2026-05-19T22");
  const body = {
    scope: "this",
    occurrence: target.id,
    change: { at: "2026-05-20T11:30:00+07:00" },
  };
  const { broadcast } = await must(amend("editor", id, body));
  expect(broadcast.state).toBe("proposed");
  expect(broadcast.approvals).toEqual([]);
  expect(await world.standing(id)).toEqual([
    "19/05 05:00",
    "21/05 05:00",
    "22/05 05:00",
    "23/05 05:00",
    "24/05 05:00",
  ]);
  const own = await world.editor.post(`/api/broadcasts/${id}/approve`);
  expect([own.status, own.body.code]).toEqual([403, "not-allowed"]);
  await must(world.approver.post(`/api/broadcasts/${id}/approve`));
  expect(await world.standing(id)).toContain("20/05 11:30");
});

test("from this one on: the old order ends, a new one goes on at the new time", async () => {
  const { id } = await place();
  const { broadcast, following } = await must(
    amend("admin", id, {
      scope: "following",
      date: "2026-05-22",
      change: { at: "2026-05-22T06:15:00+07:00" },
    }),
  );
  expect(await world.standing(broadcast.id)).toEqual(["19/05 05:00", "20/05 05:00", "21/05 05:00"]);
  expect(await world.standing(following.id)).toEqual(["22/05 06:15", "23/05 06:15", "24/05 06:15"]);
  expect((await world.detail(id)).until).toBe("2026-05-21T22:00:00.000Z");
});

test("all that is to come changes its words; the names of the old airings are not used again", async () => {
  const { id } = await place();
  const other = await world.message("Bản tin khác của xã.");
  await must(amend("admin", id, { scope: "all", change: { messageIds: [other] } }));
  const { occurrences } = await world.detail(id);
  expect(occurrences.length).toBe(12);
  expect(new Set(occurrences.map((one: Wire) => one.id)).size).toBe(12);
  expect(occurrences.filter((one: Wire) => one.cancelled).length).toBe(6);
});

test("a series is ended, or cancelled whole", async () => {
  const { id } = await place();
  await must(world.editor.ask("DELETE", `/api/broadcasts/${id}?scope=following&date=2026-05-21`));
  expect(await world.standing(id)).toEqual(["19/05 05:00", "20/05 05:00"]);
  await must(amend("editor", id, { scope: "all", change: { skip: true } }));
  expect((await world.detail(id)).state).toBe("cancelled");
  const again = await amend("admin", id, { scope: "all", change: { title: "Khác" } });
  expect([again.status, again.body.code]).toEqual([409, "not-changeable"]);
});

test.for([
  ["nothing-to-change", { scope: "all", change: {} }],
  ["no-such-time", { scope: "all", change: { at: "2026-13-45T05:00:00Z" } }],
  ["no-such-time", { scope: "this", date: "2026-02-30", change: { skip: true } }],
  ["occurrence-unknown", { scope: "this", date: "2027-01-01", change: { skip: true } }],
  ["occurrence-unknown", { scope: "this", occurrence: "o-none", change: { skip: true } }],
  ["time-past", { scope: "this", date: "2026-05-20", change: { at: "2026-05-01T05:00:00Z" } }],
  ["rule-unreadable", { scope: "all", change: { rrule: "FREQ=NEVER" } }],
  ["message-unknown", { scope: "all", change: { messageIds: ["m-none"] } }],
  ["outside-place", { scope: "all", change: { where: { communes: ["21025"] } } }],
] as const)("%s changes nothing", async ([code, body]) => {
  const { id } = await place();
  const before = await world.snapshot();
  const reply = await amend("editor", id, body);
  expect(reply.body.code).toBe(code);
  expect(await world.snapshot()).toBe(before);
});

test("the tick writes out what comes into the horizon, skips what was skipped, and repeats nothing", async () => {
  const rule = { start: "2026-05-19T05:30:00+07:00", rrule: "FREQ=DAILY" };
  const { id } = await place({ when: rule });
  await must(world.editor.ask("DELETE", `/api/broadcasts/${id}?date=2026-06-02`));
  expect((await world.standing(id)).at(-1)).toBe("01/06 05:30");
  await world.later(days(1));
  await world.later(hours(1));
  expect((await world.standing(id)).at(-1)).toBe("01/06 05:30");
  await world.later(days(1));
  const now = await world.standing(id);
  expect(now.at(-1)).toBe("03/06 05:30");
  expect(new Set(now).size).toBe(now.length);
});

test("a message that was changed and approved again does not air under the old approval", async () => {
  const changing = await world.message("Nội dung ban đầu.");
  const when = { start: "2026-05-21T06:00:00+07:00", rrule: "FREQ=DAILY" };
  const { id } = await place({ messageIds: [changing], when });
  await must(
    world.editor.ask("PATCH", `/api/messages/${changing}`, { text: "Nội dung đã sửa hẳn." }),
  );
  await must(world.approver.post(`/api/messages/${changing}/approve`));
  const before = await world.standing(id);
  await world.later(days(2));
  expect((await world.detail(id)).state).toBe("proposed");
  const after = await world.standing(id);
  expect(after.length).toBeLessThan(before.length);
  await must(world.approver.post(`/api/broadcasts/${id}/approve`));
  // What was written out with the old words is replaced by the new ones, at the same times and a fortnight ahead.
  expect((await world.standing(id)).length).toBe(14);
});

test("an airing that may be sounding is not touched by a change of all", async () => {
  const soon = new Date(world.time.now() + minutes(2)).toISOString();
  const { id } = await place({ when: { start: soon, rrule: "FREQ=DAILY;COUNT=3" } });
  world.time.advance(minutes(3));
  const other = await world.message("Lời khác.");
  await must(amend("admin", id, { scope: "all", change: { messageIds: [other] } }));
  const { occurrences } = await world.detail(id);
  expect(occurrences.filter((one: Wire) => one.cancelled).length).toBe(2);
  expect(occurrences.length).toBe(5);
  expect(occurrences[0].cancelled).toBe(false);
});

test("who may not order here may not change here", async () => {
  const { id } = await place();
  const stranger = await world.person("la", ["editor", "c-21025"]);
  const reply = await stranger.ask("PATCH", `/api/broadcasts/${id}`, {
    scope: "all",
    change: { title: "Xâm phạm" },
  });
  expect([reply.status, reply.body.code]).toEqual([403, "not-allowed"]);
});

test("an approver sends a proposal back with a reason; changed, it is handed in again", async () => {
  const { id } = await world.order(world.editor, { messageIds: [said], when: once });
  const reason = "Giờ này trùng giờ học của trường.";
  const back = await must(world.approver.post(`/api/broadcasts/${id}/reject`, { reason }));
  expect([back.state, back.returned.reason]).toEqual(["rejected", reason]);
  expect((await world.approver.post(`/api/broadcasts/${id}/approve`)).body.code).toBe(
    "not-proposed",
  );
  expect((await world.approver.post(`/api/broadcasts/${id}/reject`, { reason })).body.code).toBe(
    "not-proposed",
  );
  const change = { at: "2026-06-20T11:30:00+07:00" };
  const { broadcast } = await must(amend("editor", id, { scope: "all", change }));
  expect([broadcast.state, broadcast.returned]).toEqual(["proposed", null]);
  const aired = await must(world.approver.post(`/api/broadcasts/${id}/approve`));
  expect(aired.state).toBe("active");
});

test("every change is in the audit log", async () => {
  const { items } = await must(world.admin.get("/api/audit?limit=200"));
  const actions = new Set(items.map((one: Wire) => one.action));
  for (const action of ["place", "approve", "reject", "amend", "cancel"]) {
    expect(actions).toContain(`broadcast.${action}`);
  }
});
