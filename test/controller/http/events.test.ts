import { request as httpRequest } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { scopeId } from "../../../contract/ids.ts";
import { days, hours, seconds } from "../../../contract/time.ts";
import {
  createEvents,
  type KeptEvent,
  type Listener,
} from "../../../controller/http/events.service.ts";
import { eventKinds } from "../../../controller/http/events.ts";
import { eventStore } from "../../../controller/store/event.store.ts";
import { peopleTime } from "../../support/people-time.ts";
import {
  type Asker,
  type PeopleWorld,
  peopleWorld,
  somePlaces,
} from "../../support/people-world.ts";

let world: PeopleWorld;
let port: number;
beforeEach(async () => {
  world = await peopleWorld();
  await somePlaces(world);
  port = Number(new URL(await world.server.app.listen({ host: "127.0.0.1", port: 0 })).port);
});
afterEach(() => world.close());

interface Stream {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  text(): string;
  /** Resolves once the stream has said it. */
  until(wanted: string | RegExp): Promise<string>;
  readonly ended: Promise<void>;
  hangUp(): void;
}

function listen(
  asker: Asker,
  headers: Record<string, string> = {},
  path = "/api/events",
): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const all = { authorization: `Bearer ${asker.token}`, accept: "text/event-stream", ...headers };
    const asked = httpRequest({ host: "127.0.0.1", port, path, headers: all }, (reply) => {
      let said = "";
      const waiting = new Set<() => void>();
      reply.setEncoding("utf8");
      reply.on("data", (text: string) => {
        said += text;
        for (const look of waiting) look();
      });
      reply.on("error", () => undefined);
      const ended = new Promise<void>((go) => reply.on("close", go));
      resolve({
        status: reply.statusCode ?? 0,
        headers: reply.headers,
        text: () => said,
        until: (wanted) =>
          new Promise((go) => {
            const look = () => {
              if (typeof wanted === "string" ? !said.includes(wanted) : !wanted.test(said)) return;
              waiting.delete(look);
              go(said);
            };
            waiting.add(look);
            look();
          }),
        ended,
        hangUp: () => asked.destroy(),
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}

const emit = (n: number, place = "c-21024") =>
  world.side.events.emit("alarm", scopeId(place), { n });
const numbers = (text: string): number[] =>
  [...text.matchAll(/"n":(\d+)/g)].map((found) => Number(found[1]));
const lastId = (text: string): string => [...text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? "";

test("an event reaches an open page at once, and nothing keeps it in a cache or a buffer", async () => {
  const page = await listen(world.admin);
  await page.until("event: hello");
  expect(page.headers).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  await emit(1);
  expect(await page.until('"n":1')).toMatch(
    /id: \d+\nevent: alarm\ndata: \{.*"place":"c-21024".*\}\n\n/,
  );
  page.hangUp();
});

test("a page hears every kind of event that there is", async () => {
  const page = await listen(world.admin);
  await page.until("event: hello");
  for (const kind of eventKinds) await world.side.events.emit(kind, scopeId("c-21024"), {});
  for (const kind of eventKinds) await page.until(`event: ${kind}\n`);
  page.hangUp();
});

test("a page that was cut off comes back with its last id and misses nothing, in order, nothing twice", async () => {
  const first = await listen(world.admin);
  await first.until("event: hello");
  await emit(1);
  const id = lastId(await first.until('"n":1'));
  first.hangUp();
  for (let n = 2; n <= 700; n++) await emit(n);
  const again = await listen(world.admin, { "last-event-id": id });
  const during = [emit(701), emit(702)];
  await Promise.all(during);
  const said = await again.until('"n":702');
  expect(numbers(said)).toEqual(Array.from({ length: 701 }, (_, n) => n + 2));
  again.hangUp();
  const byQuery = await listen(world.admin, {}, `/api/events?lastEventId=${lastId(said)}`);
  await byQuery.until("event: hello");
  await emit(703);
  expect(numbers(await byQuery.until('"n":703'))).toEqual([703]);
  byQuery.hangUp();
});

test("a page hears only of its own places and those below", async () => {
  const commune = await listen(await world.person("xa", ["editor", "c-21024"]));
  const province = await listen(await world.person("tinh", ["auditor", "p-51"]));
  await Promise.all([commune.until("hello"), province.until("hello")]);
  for (const [n, place] of [
    [1, "c-21024"],
    [2, "c-21025"],
    [3, "p-51"],
    [4, "c-26001"],
    [5, "centre"],
    [6, "c-21024"],
  ] as const)
    await emit(n, place);
  expect(numbers(await commune.until('"n":6'))).toEqual([1, 6]);
  expect(numbers(await province.until('"n":6'))).toEqual([1, 2, 3, 6]);
  commune.hangUp();
  province.hangUp();
});

test("every quarter of a minute something is said, so that nobody takes the line for dead", async () => {
  const page = await listen(world.admin);
  await page.until("hello");
  world.time.advance(seconds(15));
  await page.until(/\n:\n\n$/);
  page.hangUp();
});

test("a page ends when its log-in ends, and listening alone keeps nobody logged in", async () => {
  const out = await world.person("ra", ["editor", "c-21024"]);
  const page = await listen(out);
  await page.until("hello");
  await out.ask("DELETE", "/api/session");
  world.time.advance(seconds(15));
  await page.ended;
  const idle = await world.person("nghi", ["editor", "c-21024"]);
  const left = await listen(idle);
  await left.until("hello");
  for (let n = 0; n < 125; n++) {
    world.time.advance(seconds(15));
    await new Promise((go) => setImmediate(go));
  }
  await left.ended;
  expect((await idle.get("/api/session")).status).toBe(401);
}, 30_000);

test("a role that was taken away is not heard with any more", async () => {
  const asker = await world.person("doi", ["editor", "c-21024"]);
  const page = await listen(asker);
  await page.until("hello");
  await world.store.db
    .updateTable("role")
    .set({ place: "c-26001" })
    .where("place", "=", "c-21024")
    .execute();
  world.time.advance(seconds(15));
  await page.until(/\n:\n\n$/);
  await emit(1, "c-21024");
  await emit(2, "c-26001");
  expect(numbers(await page.until('"n":2'))).toEqual([2]);
  page.hangUp();
});

test("without a log-in nothing is heard", async () => {
  expect((await world.nobody.get("/api/events")).status).toBe(401);
});

test("stopping the server ends every open page", async () => {
  const page = await listen(world.admin);
  await page.until("hello");
  world.side.stop();
  await page.ended;
});

describe("many events and slow pages", () => {
  const slow = (waiting: () => number) => {
    const got: string[] = [];
    let closed = false;
    const listener: Listener = {
      hears: () => true,
      write: (text) => void got.push(text),
      waiting,
      still: async () => true,
      close: () => {
        closed = true;
      },
    };
    return { listener, got, closed: () => closed };
  };

  test("a page that does not read is cut off instead of filling the memory", async () => {
    const time = peopleTime();
    const events = createEvents({ store: eventStore(world.store.db), clock: time, timers: time });
    const page = slow(() => 300_000);
    await events.listen(page.listener, undefined);
    expect(events.count()).toBe(1);
    await events.emit("alarm", scopeId("centre"), { n: 1 });
    expect([events.count(), page.closed()]).toEqual([0, true]);
  });

  test("what is no longer kept is told as such: the page must load anew", async () => {
    const time = peopleTime();
    const store = eventStore(world.store.db);
    const events = createEvents({ store, clock: time, timers: time });
    events.start();
    events.start();
    for (let n = 0; n < 3; n++) await events.emit("alarm", scopeId("centre"), { n });
    const { last } = await store.ends();
    time.advance(days(2));
    await new Promise((go) => setTimeout(go, 20));
    await events.emit("alarm", scopeId("centre"), { n: 9 });
    const page = slow(() => 0);
    await events.listen(page.listener, last - 2);
    expect(page.got.join("")).toContain("event: reset");
    expect(numbers(page.got.join(""))).toEqual([]);
    await events.emit("alarm", scopeId("centre"), { n: 10 });
    expect(numbers(page.got.join(""))).toEqual([10]);
    time.advance(hours(1));
    events.stop();
    expect(page.closed()).toBe(true);
  });

  test("an event that is committed while the missed ones are read comes once, after them", async () => {
    const time = peopleTime();
    const rows: KeptEvent[] = Array.from({ length: 3 }, (_, n) => ({
      id: n + 1,
      at: 0,
      kind: "alarm",
      place: "centre",
      body: `{"n":${n + 1}}`,
    }));
    let during = async (): Promise<void> => undefined;
    const events = createEvents({
      clock: time,
      timers: time,
      store: {
        add: async (row) => rows.push({ ...row, id: rows.length + 1 }),
        after: async (id, limit) => {
          const page = rows.filter((row) => row.id > id).slice(0, limit);
          await during();
          return page;
        },
        ends: async () => ({ first: 1, last: 3 }),
        dropBefore: async () => undefined,
      },
    });
    let left = 3;
    during = async () => {
      if (left-- > 0) await events.emit("alarm", scopeId("centre"), { n: rows.length + 1 });
    };
    const page = slow(() => 0);
    await events.listen(page.listener, 1);
    await events.emit("alarm", scopeId("centre"), { n: rows.length + 1 });
    expect(numbers(page.got.join(""))).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test("five hundred pages are enough", async () => {
    const time = peopleTime();
    const events = createEvents({ store: eventStore(world.store.db), clock: time, timers: time });
    for (let n = 0; n < 500; n++)
      expect(await events.listen(slow(() => 0).listener, undefined)).toBeDefined();
    expect(await events.listen(slow(() => 0).listener, undefined)).toBeUndefined();
  });
});
