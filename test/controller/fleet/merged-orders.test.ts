import { afterEach, beforeEach, expect, test } from "vitest";
import { days, minutes } from "../../../contract/time.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { type Asker, must, type Wire } from "../../support/people-world.ts";

// What hangs on a commune goes with it into its successor: the whole controller, a real database, asked over HTTP.
let world: OrderWorld;
let neighbour: Asker;
/** Orders and approves in one commune. */
let officer: Asker;
let said: string;

beforeEach(async () => {
  world = await orderWorld();
  neighbour = await world.person("ban-hai-xa", ["editor", "c-21024"], ["editor", "c-21025"]);
  officer = await world.person("truc-xa", ["editor", "c-21024"], ["approver", "c-21024"]);
  said = await world.message();
});
afterEach(() => world.close());

const MERGE = { communes: ["21024", "21025"], into: "21099", name: "Xã Mới" };
const INTO = { communes: ["21024", "21025"], into: "21025" };
const merge = (body: object = MERGE, dry = ""): Promise<Wire> =>
  must(world.province.post(`/api/communes/merge${dry}`, body));
const dryRun = (body: object = MERGE): Promise<Wire> => merge(body, "?dryRun=1");
const daily = { start: "2026-05-19T17:00:00+07:00", rrule: "FREQ=DAILY;COUNT=5" };
const iso = (at: number) => new Date(at).toISOString();

/** What every cluster is to sound in the next ten days, and why not. */
async function plans(clusters = ["k-21024", "k-21025"]): Promise<Wire> {
  const now = world.time.now();
  const found: Wire = {};
  for (const cluster of clusters) {
    const path = `/api/timeline?cluster=${cluster}&from=${iso(now)}&to=${iso(now + days(10))}`;
    const { segments, refusals } = await must(world.admin.get(path));
    found[cluster] = { segments, refusals };
  }
  return found;
}
const carried = ({ carried: items }: Wire, kind: string) =>
  items
    .filter((one: Wire) => one.kind === kind)
    .map(({ name, from, fate, why }: Wire) => [name, from, fate, ...(why ? [why] : [])]);

test("people keep their roles at the successor, none is doubled, and who is logged in goes on", async () => {
  const dry = await dryRun();
  expect(carried(dry, "role")).toEqual([
    ["ban-hai-xa · Người soạn", "21024", "moved"],
    ["ban-hai-xa · Người soạn", "21025", "joined"],
    ["duyet · Người duyệt", "21024", "moved"],
    ["soan · Người soạn", "21024", "moved"],
    ["truc-xa · Người duyệt", "21024", "moved"],
    ["truc-xa · Người soạn", "21024", "moved"],
  ]);
  const before = await world.snapshot();
  await dryRun();
  expect(await world.snapshot()).toBe(before);
  const done = await merge();
  expect(done.carried).toEqual(dry.carried);
  expect(done.reversible).toBe(false);
  const { items } = await must(world.admin.get("/api/people"));
  const roles = Object.fromEntries(items.map((one: Wire) => [one.username, one.roles]));
  expect(roles["ban-hai-xa"]).toEqual([{ role: "editor", place: "c-21099" }]);
  expect(roles["duyet"]).toEqual([{ role: "approver", place: "c-21099" }]);
  // The same session, now at the new place.
  const session = await must(neighbour.get("/api/session"));
  expect(session.roles).toEqual([{ role: "editor", place: "c-21099" }]);
  const log: Wire[] = (await must(world.admin.get("/api/audit?limit=5"))).items.reverse();
  expect(log[0]).toMatchObject({
    action: "commune.merge",
    before: { carried: expect.arrayContaining([expect.objectContaining({ kind: "role" })]) },
    after: { carried: expect.arrayContaining([expect.objectContaining({ fate: "joined" })]) },
  });
  // Whoever asks what became of a person's roles finds a row of that person.
  const [, ...own] = log;
  expect(own.map(({ before }) => before.username)).toEqual([
    "ban-hai-xa",
    "duyet",
    "soan",
    "truc-xa",
  ]);
  const { id } = items.find((one: Wire) => one.username === "ban-hai-xa");
  expect(own[0]).toMatchObject({
    ...{ action: "person.change", subject: id, reason: "commune.merge 21099" },
    before: {
      roles: [
        { role: "editor", place: "c-21024" },
        { role: "editor", place: "c-21025" },
      ],
    },
    after: { roles: [{ role: "editor", place: "c-21099" }] },
  });
  expect(own.map(({ person }) => person)).toEqual(Array(4).fill(log[0]?.person));
});

test("what was promised sounds at the same clusters at the same times, after the merge and after the next day", async () => {
  const rules = {
    number: "1/QĐ",
    sessions: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], start: 1_020, end: 1_260 }],
  };
  for (const code of ["21024", "21025"]) {
    const path = `/api/communes/${code}/regulation`;
    await must(world.admin.ask("PUT", path, { ...rules, quiet: [] }));
  }
  const own = await world.order(officer, {
    ...{ messageIds: [said], where: { all: true }, when: daily, title: "Của xã" },
  });
  const both = await world.person(
    "hai-xa",
    ...["c-21024", "c-21025"].flatMap((place): [string, string][] => [
      ["editor", place],
      ["approver", place],
    ]),
  );
  const joint = await world.order(both, {
    ...{ messageIds: [said], title: "Của hai xã" },
    ...{ where: { communes: ["21024", "21025"] }, when: { ...daily, start: iso(at(18)) } },
  });
  const must1 = await world.order(world.province, {
    ...{ messageIds: [await world.message("Của tỉnh", world.province)], level: "priority" },
    ...{ where: { communes: ["21025"] }, when: { at: iso(at(19)) }, title: "Của tỉnh" },
  });
  const before = await plans();
  expect([starts(before, "k-21024").length, starts(before, "k-21025").length]).toEqual([10, 6]);
  const dry = await dryRun();
  expect(carried(dry, "order-repeating")).toEqual([
    ["Của xã", "21024", "moved", "same-clusters"],
    ["Của hai xã", "51", "kept"],
  ]);
  expect(carried(dry, "order")).toEqual([["Của tỉnh", "51", "kept", "same-clusters"]]);
  await merge();
  expect(await plans()).toEqual(before);
  expect(await world.standing(own.id)).toHaveLength(5);
  // The boards are told: the airings travel in a signed document of the successor, and nowhere else.
  const sent = await world.store.db
    .selectFrom("dispatched")
    .innerJoin("occurrence", "occurrence.id", "dispatched.occurrence")
    .select("dispatched.scope")
    .where("occurrence.broadcast", "in", [own.id, joint.id])
    .execute();
  expect(sent).toHaveLength(15);
  expect(new Set(sent.map(({ scope }) => scope))).toEqual(new Set(["c-21099"]));
  // The days that come into the horizon, and a new approval of nobody.
  await world.later(days(1));
  const next = await plans();
  for (const id of [own, joint, must1].map((one) => one.id)) {
    expect((await world.detail(id)).state).toBe("active");
  }
  expect(starts(next, "k-21024")).toEqual(
    starts(before, "k-21024").filter((one) => one > iso(world.time.now())),
  );
  expect(starts(next, "k-21025")).toEqual(
    starts(before, "k-21025").filter((one) => one > iso(world.time.now())),
  );
});

const at = (hour: number): number => Date.parse(`2026-05-19T${hour}:00:00+07:00`);
const starts = (found: Wire, cluster: string): string[] =>
  found[cluster].segments.map((one: Wire) => iso(Date.parse(one.start)));

test("where one takes the other in, the one that stays does not get the other's airings, nor the other way round", async () => {
  await world.order(officer, { messageIds: [said], when: daily, title: "Riêng xã kia" });
  const there = await world.person("duyet-2", ["approver", "c-21025"], ["editor", "c-21025"]);
  await world.order(there, {
    messageIds: [said],
    when: { at: iso(at(20)) },
    title: "Riêng xã này",
  });
  const before = await plans();
  await merge(INTO);
  expect(await plans()).toEqual(before);
});

test("a proposal is approved after the merge, by the people who came along", async () => {
  const { id } = await world.order(world.editor, { messageIds: [said], when: { at: iso(at(20)) } });
  expect((await world.detail(id)).state).toBe("proposed");
  expect(carried(await dryRun(), "order-pending")).toHaveLength(1);
  await merge();
  expect((await must(world.approver.post(`/api/broadcasts/${id}/approve`))).state).toBe("active");
  expect(starts(await plans(), "k-21024")).toHaveLength(1);
  expect(starts(await plans(), "k-21025")).toHaveLength(0);
});

test("an offer from above waits in the successor's inbox, once, with the clusters of both", async () => {
  const text = await world.message("Tỉnh đề nghị", world.province);
  const more = { messageIds: [text], when: { at: iso(at(20)) }, where: { all: true } };
  const { id } = await world.order(world.province, more);
  const dry = await dryRun();
  expect(carried(dry, "inbox").map((one: string[]) => one[2])).toEqual(["moved", "joined"]);
  await merge();
  const { items } = await must(world.approver.get("/api/inbox"));
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ broadcast: id, commune: "21099", clusters: 2 });
  await must(world.approver.post(`/api/inbox/${id}/accept`, { when: { at: iso(at(20)) } }));
  expect(starts(await plans(), "k-21025")).toHaveLength(1);
});

test("messages that wait are decided there; what was approved stays and is seen", async () => {
  const body = { title: "Chờ duyệt", theme: "ky-nang-so", language: "vie", text: "Lời chờ duyệt." };
  const waiting = await must(world.editor.post("/api/messages", body));
  const dry = await dryRun();
  expect(carried(dry, "message-pending")).toEqual([["Chờ duyệt", "21024", "moved"]]);
  expect(carried(dry, "message")).toEqual([["", "21024", "kept"]]);
  await merge();
  await must(world.approver.post(`/api/messages/${waiting.id}/approve`));
  expect((await must(world.approver.get(`/api/messages/${waiting.id}`))).place).toBe("c-21099");
  expect((await must(world.editor.get(`/api/messages/${said}`))).place).toBe("c-21024");
  const airs = await world.order(officer, { messageIds: [said], when: { at: iso(at(21)) } });
  expect(airs.state).toBe("active");
});

test("settings come along where the successor has none of its own", async () => {
  const rules = { number: "12/QĐ-UBND", sessions: [], quiet: [{ start: 0, end: 300 }] };
  await must(world.admin.ask("PUT", "/api/communes/21024/regulation", rules));
  await must(
    world.admin.post("/api/lexicon", { term: "UBND", reading: "uỷ ban", place: "c-21024" }),
  );
  await must(
    world.admin.post("/api/holidays", {
      ...{ place: "c-21024", day: "05-20", name: "Ngày hội xã", kind: "off" },
    }),
  );
  const station = { place: "c-21024", name: "VOV1", url: "http://127.0.0.1:9/vov1.mp3" };
  const { id: relay } = await must(world.admin.post("/api/relay-sources", station));
  const feed = await must(
    world.admin.post("/api/communes/21024/calendar-feeds", { name: "Điện thoại trưởng thôn" }),
  );
  const dry = await dryRun();
  expect(carried(dry, "regulation")).toEqual([["12/QĐ-UBND", "21024", "moved"]]);
  expect(carried(dry, "term")).toHaveLength(1);
  expect(carried(dry, "day-off")).toEqual([["Ngày hội xã", "21024", "moved"]]);
  expect(carried(dry, "calendar-address")).toHaveLength(1);
  expect(carried(dry, "relay-source")).toEqual([["VOV1", "21024", "moved"]]);
  await merge();
  const commune = await must(world.admin.get("/api/communes/21099"));
  expect(commune.regulation).toMatchObject({ number: "12/QĐ-UBND" });
  const { items: relays } = await must(world.admin.get("/api/relay-sources"));
  expect(relays).toMatchObject([{ id: relay, place: "c-21099" }]);
  const calendar = await world.nobody.get(feed.url);
  expect(calendar.status).toBe(200);
  expect(calendar.raw.toString()).toContain("Xã Mới");
});

test("an airing that the successor's own hours silence is told before and named", async () => {
  const quiet = { number: "01/QĐ", sessions: [], quiet: [{ start: 16 * 60, end: 18 * 60 }] };
  await must(world.admin.ask("PUT", "/api/communes/21025/regulation", quiet));
  await world.order(officer, {
    messageIds: [said],
    when: daily,
    title: "Chiều nào cũng phát",
  });
  const dry = await dryRun(INTO);
  expect(dry.carried.filter((one: Wire) => one.kind === "airing")).toEqual([
    expect.objectContaining({
      ...{ name: "Chiều nào cũng phát", from: "21024", fate: "silent" },
      ...{ why: "quiet-hours", count: 5 },
    }),
  ]);
});

test("an order for a hamlet goes on where hamlets merge and split", async () => {
  await must(world.admin.post("/api/hamlets", { id: "h-2", commune: "21024", name: "Thôn Hai" }));
  const order = { messageIds: [said], when: daily, title: "Cho một thôn" };
  await world.order(officer, { ...order, where: { hamlets: ["h-21024"] } });
  const before = await plans(["k-21024"]);
  const done = await must(
    world.province.post("/api/hamlets/merge", { hamlets: ["h-21024", "h-2"], name: "Thôn Hợp" }),
  );
  expect(carried(done, "order-repeating")).toEqual([["Cho một thôn", "21024", "kept"]]);
  expect(await plans(["k-21024"])).toEqual(before);
  const [made] = done.made;
  const into = [
    { name: "Thôn Trên", households: 60, people: 240 },
    { name: "Thôn Dưới", households: 40, people: 160 },
  ];
  await must(world.province.post(`/api/hamlets/${made}/split`, { into }));
  expect(await plans(["k-21024"])).toEqual(before);
  await world.later(minutes(60 * 24));
  expect(starts(await plans(["k-21024"]), "k-21024")).toHaveLength(5);
});
