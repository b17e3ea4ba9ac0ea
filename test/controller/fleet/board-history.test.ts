import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgentId } from "../../../contract/ids.ts";
import { hours, type Instant, later, minutes } from "../../../contract/time.ts";
import { createBoardHistory } from "../../../controller/fleet/board-history.service.ts";
import { boardHistoryStore } from "../../../controller/fleet/board-history.store.ts";
import { lastDay, SLOT, SLOTS, slotOf, withWord } from "../../../controller/fleet/pulse.ts";
import { must, somePlaces } from "../../support/people-world.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

const agent = "ag-1" as AgentId;
const noon = slotOf(1_790_000_000_000 as Instant);

describe("the last day of a board, in quarters of an hour", () => {
  test("each word counts in its quarter; a figure stays until another is told", () => {
    const first = withWord(undefined, agent, later(noon, minutes(14)), { signal: -70 });
    const second = withWord(first, agent, later(noon, minutes(14)));
    expect(second).toEqual({ agent, slot: noon, heard: 2, signal: -70, temperature: null });
    expect(withWord(second, agent, noon, { temperature: 41, signal: -80 })).toMatchObject({
      signal: -80,
      temperature: 41,
    });
  });

  test("quarters without a word are there too; a replaced board goes on in the next", () => {
    const quarter = { heard: 3, signal: -70, temperature: null };
    const day = lastDay(
      [
        { slot: noon, ...quarter },
        { slot: noon, heard: 2, signal: null, temperature: 40 },
        { slot: noon - SLOT * SLOTS, ...quarter },
      ],
      later(noon, minutes(3)),
    );
    expect(day).toHaveLength(96);
    expect(day.at(-1)).toEqual({ at: noon, heard: 5, signal: -70, temperature: 40 });
    expect(day.filter(({ heard }) => heard > 0)).toHaveLength(1);
    expect(day[0]).toMatchObject({ at: noon - SLOT * (SLOTS - 1), signal: null });
  });
});

describe("with its store", () => {
  let world: WholeWorld;
  beforeAll(async () => {
    world = await wholeWorld();
    await somePlaces(world);
    const row = { public_key: "x", secret_hash: "x", about: "{}", enrolled_at: 1 };
    await world.store.db
      .insertInto("agent")
      .values([
        { ...row, id: "ag-0", cluster: "k-21024", status: "retired", retired_at: 2 },
        { ...row, id: "ag-1", cluster: "k-21024", status: "active", retired_at: null },
      ])
      .execute();
  });
  afterAll(() => world.close());

  const history = (log: unknown[] = [], broken = false) =>
    createBoardHistory({
      clock: world.time,
      timers: world.time,
      store: {
        ...boardHistoryStore(world.store.db),
        ...(broken ? { add: () => Promise.reject(new Error("disk")) } : {}),
      },
      audit: { record: async () => undefined },
      newId: () => "n-1",
      log: { error: (fields) => log.push(fields) },
    });

  test("a technician writes down what was done; it stays, and the audit log has it", async () => {
    const technician = await world.person("kythuat", ["technician", "c-21024"]);
    const note = { text: "  Thay âm-li 250 W.  " };
    await must(technician.post("/api/clusters/k-21024/notes", note));
    world.time.advance(minutes(1));
    await must(technician.post("/api/clusters/k-21024/notes", { text: "Đã hết rè." }));
    const { items } = (await technician.get("/api/clusters/k-21024/notes")).body;
    expect(items.map((one: { text: string }) => one.text)).toEqual([
      "Đã hết rè.",
      "Thay âm-li 250 W.",
    ]);
    const audit = (await world.admin.get("/api/audit")).body.items;
    expect(audit[0]).toMatchObject({ action: "cluster.note", subject: "k-21024" });
    expect((await technician.post("/api/clusters/k-21025/notes", note)).status).toBe(403);
    expect((await technician.get("/api/clusters/k-none/history")).status).toBe(404);
  });

  test("what two boards of a cluster said is one day, and is forgotten after two", async () => {
    const book = history();
    const now = world.time.now();
    book.start();
    book.start();
    book.heard(agent, now);
    book.heard(agent, now, { at: now, signal: -71, temperature: 38 });
    world.time.advance(minutes(1));
    book.heard(agent, now, { at: now, temperature: 39 });
    book.heard("ag-0" as AgentId, (now - hours(1)) as Instant);
    await book.stop();
    await book.stop();
    const { since, quarters: day } = await book.lastDay("k-21024");
    expect(since).toBe(1);
    expect(await book.lastDay("k-21025")).toMatchObject({ since: undefined });
    expect(day.at(-1)).toMatchObject({ heard: 3, signal: -71, temperature: 39 });
    expect(day.at(-5)).toMatchObject({ heard: 1 });
    const seen = await world.admin.get("/api/clusters/k-21024/history");
    expect(seen.body.quarters.at(-1)).toMatchObject({ heard: 3, signal: -71 });
    world.time.advance(hours(50));
    await book.forget();
    expect(await world.store.db.selectFrom("board_pulse").selectAll().execute()).toEqual([]);
  });

  test("a failing disk is told and does not stop anything", async () => {
    const log: unknown[] = [];
    const book = history(log, true);
    book.heard(agent, world.time.now());
    await book.stop();
    expect(log).toHaveLength(1);
  });
});
