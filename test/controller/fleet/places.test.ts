import { afterEach, beforeEach, expect, test } from "vitest";
import { days } from "../../../contract/time.ts";
import { presenceStore } from "../../../controller/fleet/presence.store.ts";
import {
  ADMIN_PASSWORD,
  type Asker,
  must,
  type PeopleWorld,
  peopleWorld,
  somePlaces,
  type Wire,
} from "../../support/people-world.ts";

let world: PeopleWorld;
let admin: Asker;
beforeEach(async () => {
  world = await peopleWorld();
  admin = world.admin;
  await somePlaces(world);
});
afterEach(() => world.close());

const get = <T = Wire>(path: string): Promise<T> => must(admin.get<T>(path));
const post = (path: string, body: object) => admin.post(path, body);
const patch = (path: string, body: object) => admin.ask("PATCH", path, body);

/** Days go by; nobody stays logged in that long. */
async function pass(n: number): Promise<void> {
  world.side.stop();
  world.time.advance(days(n));
  admin = await world.login("admin", ADMIN_PASSWORD);
}

test("a commune of a province that nobody named yet names it by the official list", async () => {
  await must(post("/api/communes", { code: "00004", province: "01", name: "Phường Ba Đình" }));
  const { items } = await get("/api/provinces");
  expect(items.find((one: { code: string }) => one.code === "01")).toMatchObject({
    name: "Hà Nội",
  });
});

test("dong ech finds Đồng Ếch, in each kind of place", async () => {
  await must(post("/api/hamlets", { commune: "21024", name: "Thôn Đồng Ếch".normalize("NFD") }));
  await must(post("/api/clusters", { commune: "21024", name: "Cụm chợ Đồng Ếch" }));
  for (const kind of ["communes", "hamlets", "clusters"]) {
    const { items } = await get(`/api/${kind}?q=dong%20ech`);
    expect(
      items.map((one: { name: string }) => one.name),
      kind,
    ).toEqual([expect.stringContaining("Đồng Ếch")]);
  }
  expect((await get("/api/hamlets?q=%25")).items.length).toBeGreaterThan(1);
});

test("households of last year are still there after this year's count", async () => {
  await pass(30);
  await must(patch("/api/hamlets/h-21024", { households: 120 }));
  expect((await get("/api/hamlets/h-21024")).households).toBe(120);
  const before = await get("/api/hamlets?commune=21024&on=2026-05-20");
  expect(before.items[0].households).toBe(100);
  expect(before.items[0].people).toBe(400);
});

test("a count can begin on another day", async () => {
  await must(patch("/api/hamlets/h-21024", { households: 130, people: 500, from: "2026-07-01" }));
  expect((await get("/api/hamlets/h-21024")).households).toBe(100);
  expect((await get("/api/hamlets?commune=21024&on=2026-07-01")).items[0].households).toBe(130);
});

test("a place that was dissolved is gone from that day on, not before", async () => {
  await must(patch("/api/communes/21025", { to: "2026-07-01" }));
  expect((await get("/api/communes?on=2026-06-30")).items).toHaveLength(3);
  expect((await get("/api/communes?on=2026-07-01")).items).toHaveLength(2);
  expect((await patch("/api/communes/21025", { to: "2026-05-18" })).body.code).toBe("bad-dates");
  expect((await patch("/api/communes/21025", { to: "2026-02-30" })).body.code).toBe("bad-dates");
});

test("a code is never used twice", async () => {
  expect(
    (await post("/api/communes", { code: "21024", province: "51", name: "X" })).body.code,
  ).toBe("place-exists");
  expect(
    (await post("/api/hamlets", { id: "h-21024", commune: "21024", name: "X" })).body.code,
  ).toBe("place-exists");
  expect(
    (await post("/api/clusters", { id: "k-21024", commune: "21024", name: "X" })).body.code,
  ).toBe("place-exists");
  expect((await post("/api/provinces", { code: "51", name: "X" })).body.code).toBe("place-exists");
  await must(post("/api/provinces", { code: "79", name: "Thành phố Hồ Chí Minh" }));
});

test("a cluster serves only hamlets of its own commune, once each", async () => {
  const add = (hamlets: unknown[]) =>
    post("/api/clusters", { commune: "21024", name: "Cụm mới", hamlets });
  expect((await add(["h-21025"])).body.code).toBe("wrong-commune");
  expect((await add(["h-none"])).body.code).toBe("unknown-place");
  const made = await must(add(["h-21024", { hamlet: "h-21024", share: 0.6 }]));
  expect(made).toMatchObject({
    id: "21024-cum-moi",
    hamlets: [{ hamlet: "h-21024", share: 0.6 }],
    measurable: true,
  });
  const again = await must(add([]));
  expect(again.id).toBe("21024-cum-moi-2");
  expect((await post("/api/clusters", { commune: "99999", name: "X" })).body.code).toBe(
    "unknown-place",
  );
  expect((await post("/api/hamlets", { commune: "99999", name: "X" })).body.code).toBe(
    "unknown-place",
  );
});

test("a changed cluster keeps what was not named, and says what changed to its board", async () => {
  world.changed.length = 0;
  const body = {
    kind: "fm-bridge",
    latitude: 15.1,
    longitude: 108.8,
    tags: ["cho"],
    exercise: true,
  };
  const made = await must(patch("/api/clusters/k-21024", body));
  expect(made).toMatchObject({
    ...body,
    name: "Cụm 21024",
    measurable: false,
    hamlets: [{ hamlet: "h-21024", share: 1 }],
  });
  const moved = await must(patch("/api/clusters/k-21024", { hamlets: [] }));
  expect(moved).toMatchObject({ ...body, hamlets: [] });
  const louder = await must(
    patch("/api/clusters/k-21024", { volume: [{ start: 300, gain: -12 }] }),
  );
  expect(louder["volume"]).toEqual([{ start: 300, gain: -12 }]);
  expect(louder).toMatchObject({ dataPlan: null, keepsTime: null });
  const dataPlan = { bytesPerDay: 5_000_000, fetchHours: { start: 1_380, end: 300 } };
  const frugal = await must(
    patch("/api/clusters/k-21024", { dataPlan, keepsTime: true, localInput: true }),
  );
  expect(frugal).toMatchObject({ dataPlan, keepsTime: true, localInput: true });
  const free = await must(patch("/api/clusters/k-21024", { dataPlan: null, keepsTime: null }));
  expect(free).toMatchObject({ dataPlan: null, keepsTime: null });
  expect(world.changed).toEqual(Array.from({ length: 5 }, () => ["21024"]));
});

test("a commune's regulation has its number and its day, and the next one ends it", async () => {
  const sessions = [{ weekdays: [1, 2, 3, 4, 5], start: 300, end: 390 }];
  const quiet = [{ start: 1_260, end: 300 }];
  const put = (body: object) => admin.ask("PUT", "/api/communes/21024/regulation", body);
  await must(put({ number: "12/QĐ-UBND", sessions, quiet, caps: { sessionsPerDay: 2 } }));
  await pass(10);
  await must(put({ number: "15/QĐ-UBND", sessions: [], quiet }));
  expect((await get("/api/communes/21024")).regulation).toMatchObject({
    number: "15/QĐ-UBND",
    sessions: [],
    from: "2026-05-28",
  });
  expect((await get("/api/communes?on=2026-05-27")).items[0].regulation).toMatchObject({
    number: "12/QĐ-UBND",
    sessions,
    caps: { sessionsPerDay: 2 },
  });
  const backwards = await put({
    number: "x",
    sessions: [{ weekdays: [1], start: 400, end: 300 }],
    quiet: [],
  });
  expect(backwards.body.errors).toEqual([{ field: "sessions.0.end", vi: expect.any(String) }]);
});

test("pages cover everything once", async () => {
  for (let n = 0; n < 12; n++)
    await must(post("/api/hamlets", { commune: "21024", name: `Thôn ${n}` }));
  const seen: string[] = [];
  let path: string | undefined = "/api/hamlets?limit=5";
  while (path) {
    const page: { items: { id: string }[]; next?: string } = await get(path);
    seen.push(...page.items.map((one) => one.id));
    path = page.next === undefined ? undefined : `/api/hamlets?limit=5&cursor=${page.next}`;
  }
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(seen).toHaveLength(15);
});

const someBoard = () =>
  world.store.db
    .insertInto("agent")
    .values({
      id: "b1",
      cluster: "k-21024",
      public_key: "k",
      secret_hash: "s",
      about: "{}",
      status: "active",
      enrolled_at: 0,
      retired_at: null,
    })
    .execute();

test("a cluster shows the last word of its board, and is lost when it says nothing for one and a half heartbeats", async () => {
  const { db } = world.store;
  await someBoard();
  expect((await get("/api/clusters/k-21024")).board).toMatchObject({
    agent: "b1",
    online: false,
    seenAt: null,
  });
  await db
    .insertInto("agent_state")
    .values({
      agent: "b1",
      session: "s",
      boot: "b",
      state: "online",
      seen_at: world.time.now(),
      version: "1",
      applied: "[]",
      armed: 13,
      wanted: 14,
      clock: '{"source":"ntp"}',
      outbox: 2,
      health: null,
      player: null,
    })
    .execute();
  expect((await get("/api/clusters/k-21024")).board).toMatchObject({
    online: true,
    armed: 13,
    wanted: 14,
    outbox: 2,
    clock: { source: "ntp" },
  });
  world.time.advance(91_000 as never);
  expect((await get("/api/clusters?commune=21024")).items[0].board.online).toBe(false);
});

test("clusters whose board's disk refuses writes can be asked for; a player that was told once stays known", async () => {
  const { db } = world.store;
  const troubled = async () => (await get("/api/clusters?trouble=disk-read-only")).items;
  await someBoard();
  const presence = presenceStore(db);
  const alive = {
    state: "birth",
    session: "s",
    boot: "b",
    at: 1,
    version: "1",
    majors: [1],
    applied: [],
    armed: 0,
    wanted: 0,
    clock: { source: "none", offset: 0, uncertainty: 0 },
    outbox: 0,
    player: { decoders: ["ogg-opus"], simulated: true },
  } as never;
  const state = {
    agent: "b1" as never,
    session: "s",
    state: "online",
    seenAt: 5 as never,
  } as const;
  expect(await troubled()).toEqual([]);
  const health = {
    at: 1 as never,
    disk: "read-only",
    diskSince: 1_790_000_000_000 as never,
  } as const;
  await presence.save([{ ...state, alive, health }]);
  await presence.save([{ ...state, alive: undefined, health }]);
  expect(await troubled()).toMatchObject([
    {
      id: "k-21024",
      board: {
        readOnlySince: "2026-09-21T14:13:20.000Z",
        simulated: true,
        decoders: ["ogg-opus"],
      },
    },
  ]);
  await presence.save([{ ...state, alive, health: { at: 2 as never, diskSince: undefined } }]);
  expect(await troubled()).toEqual([]);
});

test("everything that was changed stands in the audit log with the person", async () => {
  await must(patch("/api/hamlets/h-21024", { households: 7 }));
  const [row] = (await get("/api/audit?limit=1")).items;
  expect(row).toMatchObject({ action: "hamlet.change", subject: "h-21024" });
  expect(JSON.stringify(row.after)).toContain('"households":7');
});
