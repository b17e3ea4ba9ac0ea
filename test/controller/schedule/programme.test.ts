import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OrderWorld, orderWorld, stationTime } from "../../support/order-world.ts";
import { must, type Wire } from "../../support/people-world.ts";

let world: OrderWorld;
let tune: string;
let said: string;

beforeAll(async () => {
  world = await orderWorld();
  tune = await world.message("Nhạc hiệu.");
  said = await world.message("Lịch tiêm chủng ngày mai.");
  const sessions = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], start: 300, end: 360 }];
  const regulation = { number: "12/QĐ-UBND", sessions, quiet: [] };
  await must(world.admin.ask("PUT", "/api/communes/21024/regulation", regulation));
  const hamlet = {
    id: "h-hre",
    commune: "21024",
    name: "Thôn Hrê",
    households: 40,
    people: 150,
    languages: ["hre", "vie"],
  };
  await must(world.admin.post("/api/hamlets", hamlet));
  const cluster = {
    id: "k-hre",
    commune: "21024",
    name: "Cụm Hrê",
    hamlets: ["h-hre"],
    tags: ["cho"],
  };
  await must(world.admin.post("/api/clusters", cluster));
});
afterAll(() => world.close());

const order = (more: object): Promise<Wire> =>
  world.order(world.admin, { where: { communes: ["21024"] }, messageIds: undefined, ...more });
const day = async (date: string, cluster = "k-21024"): Promise<Wire> => {
  const query = `cluster=${cluster}&from=${date}T00:00:00%2B07:00&to=${date}T23:59:00%2B07:00`;
  return must(world.admin.get(`/api/timeline?${query}`));
};
const lines = (found: Wire) =>
  found.segments.map((one: Wire) => {
    const seconds = (Date.parse(one.end) - Date.parse(one.start)) / 1_000;
    return `${stationTime(one.start).slice(6)} ${one.part} ${Math.round(seconds)}`;
  });

describe("a programme of several parts", () => {
  test("tune, message, pause and a repeat with its gap sound one after the other", async () => {
    const parts = [
      { kind: "tune", id: tune },
      { kind: "message", id: said },
      { kind: "repeat", times: 2, gapSeconds: 30 },
      { kind: "pause", seconds: 10 },
      { kind: "message", id: said },
    ];
    const { id } = await order({ parts, when: { at: "2026-05-19T05:00:00+07:00" } });
    const found = await day("2026-05-19");
    const kinds = found.segments.map((one: Wire) => one.part);
    expect(kinds).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const length = (n: number) =>
      Date.parse(found.segments[n].end) - Date.parse(found.segments[n].start);
    expect([length(2), length(5)]).toEqual([30_000, 10_000]);
    expect(length(0)).toBe(length(3));
    expect([length(1), length(4)]).toEqual([length(6), length(6)]);
    await must(world.admin.ask("DELETE", `/api/broadcasts/${id}`));
  });
  test("a relay has its clock time, its length and a message for when no source is heard", async () => {
    const relay = { kind: "relay", sources: ["https://vov.example/live"], seconds: 1_800 };
    const at = "2026-05-20T05:00:00+07:00";
    const { id } = await order({ parts: [{ ...relay, fallback: said }], when: { at } });
    expect(lines(await day("2026-05-20"))).toEqual(["05:00 0 1800"]);
    const row = await world.store.db
      .selectFrom("occurrence")
      .select("body")
      .where("broadcast", "=", id)
      .executeTakeFirstOrThrow();
    const body = JSON.parse(row.body);
    expect(body.onCut).toBe("rejoin");
    expect(body.parts[0]).toMatchObject({ kind: "relay", length: 1_800_000 });
    expect(body.parts[0].fallback.sha256).toMatch(/^[0-9a-f]{64}$/);
    const unapproved = await world.editor.post("/api/messages", {
      title: "Nháp",
      theme: "ky-nang-so",
      language: "vie",
      text: "Chưa duyệt.",
    });
    const refused = await world.admin.post("/api/broadcasts", {
      level: "normal",
      where: { all: true },
      when: { at },
      parts: [{ ...relay, fallback: unapproved.body.id }],
    });
    expect(refused.body.code).toBe("not-approved");
  });
  test("the next session takes what is ordered for it, in the order of ordering", async () => {
    const first = await order({ messageIds: [said], title: "Một", when: { session: "next" } });
    world.time.advance(1_000 as never);
    await order({ messageIds: [said], title: "Hai", when: { session: "next" } });
    const found = await day("2026-05-19");
    expect(found.segments.map((one: Wire) => one.title)).toEqual(["Một", "Hai"]);
    expect(stationTime(found.segments[0].start)).toBe("19/05 05:00");
    await must(world.admin.ask("DELETE", `/api/broadcasts/${first.id}`));
    expect((await day("2026-05-19")).segments.map((one: Wire) => one.title)).toEqual(["Hai"]);
  });
});

describe("whom it is for", () => {
  const clusters = async (where: object) => {
    const when = { at: "2026-05-22T05:00:00+07:00" };
    const { id } = await order({ messageIds: [said], where, when });
    const { occurrences } = await world.detail(id);
    return occurrences
      .flatMap((one: Wire) => one.clusters.map((pair: Wire) => pair.cluster))
      .sort();
  };
  test("a commune, a hamlet, a cluster, a tag, or the language of a hamlet", async () => {
    expect(await clusters({ communes: ["21024"] })).toEqual(["k-21024", "k-hre"]);
    expect(await clusters({ hamlets: ["h-hre", "h-21025"] })).toEqual(["k-21025", "k-hre"]);
    expect(await clusters({ clusters: ["k-21024"] })).toEqual(["k-21024"]);
    expect(await clusters({ tags: ["cho"] })).toEqual(["k-hre"]);
    expect(await clusters({ languages: ["hre"] })).toEqual(["k-hre"]);
    expect(await clusters({ communes: ["21025"], languages: ["vie"] })).toEqual(["k-21025"]);
  });
});

test("what is valid only until a day is not aired after it, whatever the rule says", async () => {
  const text = "Nhắc hạn nộp hồ sơ đến hết ngày 21.";
  const made = await must(
    world.editor.post("/api/messages", {
      title: "Hạn nộp",
      theme: "ky-nang-so",
      language: "vie",
      text,
      validTo: "2026-05-22T00:00:00+07:00",
    }),
  );
  await must(world.approver.post(`/api/messages/${made.id}/approve`));
  const when = { start: "2026-05-21T11:00:00+07:00", rrule: "FREQ=DAILY;COUNT=2" };
  await order({ messageIds: [made.id], when });
  const sounds = async (date: string) =>
    (await day(date)).segments.filter((one: Wire) => one.title === "Hạn nộp").length;
  expect([await sounds("2026-05-21"), await sounds("2026-05-22")]).toEqual([1, 0]);
  const { refusals } = await day("2026-05-22");
  expect(refusals).toMatchObject([{ title: "Hạn nộp", reason: "content-expired" }]);
});

test("a chime in a message is told to the boards, because it proves no message", async () => {
  const body = { title: "Có nhạc", theme: "ky-nang-so", language: "vie", chime: "normal" };
  const { id } = await must(
    world.editor.post("/api/messages", { ...body, text: "Mời bà con đi họp thôn." }),
  );
  await must(world.approver.post(`/api/messages/${id}/approve`));
  const parts = [
    { kind: "message", id },
    { kind: "message", id: said },
  ];
  const made = await order({ parts, when: { at: "2026-05-23T05:00:00+07:00" } });
  const { body: text } = await world.store.db
    .selectFrom("occurrence")
    .select("body")
    .where("broadcast", "=", made.id)
    .executeTakeFirstOrThrow();
  const shared = JSON.parse(text).parts.map((part: { shared?: object }) => part.shared);
  expect(shared).toEqual([{ before: 2_500, after: 1_951 }, undefined]);
});
