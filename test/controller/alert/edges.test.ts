import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { minutes } from "../../../contract/time.ts";
import { writeCap } from "../../../controller/alert/cap-write.ts";
import { turns } from "../../../controller/alert/turns.ts";
import { type AlertWorld, alertWorld, CAP } from "../../support/alert-world.ts";
import { area, info } from "../../support/alerts.ts";
import { type Asker, must } from "../../support/people-world.ts";

let world: AlertWorld;
let sender: Asker;
let first: Asker;
let second: Asker;
beforeAll(async () => {
  world = await alertWorld();
  ({ sender, first, second } = world);
});
afterAll(() => world.close());
beforeEach(() => {
  world.next();
});
const xa25 = area({ description: "Xã Đồng Ếch", geocodes: [{ name: "XA", value: "21025" }] });
const nowhere = area({ geocodes: [{ name: "XA", value: "99999" }] });

describe("between proposal and airing", () => {
  test("a cluster that gets its coordinates in the meantime is found, and then spoken to", async () => {
    const circles = [{ latitude: 16, longitude: 107, radius: 2 }];
    const infos = [info({ areas: [area({ geocodes: [], circles })] })];
    const { id, segments } = await must(world.post(sender, world.alert({ infos })));
    expect(segments[0]).toMatchObject({ clusters: [], words: [{ note: "alert-no-clusters" }] });
    expect((await world.air(first, id)).body.code).toBe("alert-no-clusters");
    const there = { latitude: 16, longitude: 107.01 };
    await must(world.admin.ask("PATCH", "/api/clusters/k-21025", there));
    const once = await must(world.air(first, id));
    expect(once).toMatchObject({ state: "waiting", segments: [{ clusters: ["k-21025"] }] });
    expect((await must(world.air(second, id))).state).toBe("aired");
  });

  test("of two areas the one that can be served is; what stopped the other is shown, not hidden", async () => {
    const infos = [info(), info({ areas: [nowhere] })];
    const { id } = await must(world.post(sender, world.alert({ infos })));
    const once = await must(world.air(first, id));
    expect(once.segments.map((one: { order: string }) => one.order)).toEqual(["proposed", "none"]);
    const twice = await must(world.air(second, id));
    expect(twice).toMatchObject({
      state: "waiting",
      segments: [{ order: "active" }, { order: "none" }],
    });
    expect((await world.air(second, id)).body.code).toBe("alert-no-clusters");
  });

  test("words that somebody rejected stay unsaid", async () => {
    const { id, segments } = await must(world.post(sender, world.alert()));
    const message = segments[0].words[0].message;
    await must(second.post(`/api/messages/${message}/reject`, { reason: "Sai tên xã" }));
    expect((await world.air(first, id)).body.code).toBe("alert-nothing-to-say");
  });

  test("words that somebody approved already are not approved twice", async () => {
    const { id, segments } = await must(world.post(sender, world.alert()));
    await must(second.post(`/api/messages/${segments[0].words[0].message}/approve`));
    // The one who approved the words and the one who orders are two.
    expect((await must(world.air(first, id))).state).toBe("aired");
  });

  test("a message of another place cannot be said in its stead", async () => {
    const { id } = await must(world.post(sender, world.alert()));
    const reply = await world.air(first, id, { messageIds: ["m-khong-co"] });
    expect(reply.body.code).toBe("message-unknown");
    expect((await must(sender.get(`/api/alerts/${id}`))).state).toBe("proposed");
  });

  test("an alert that ran out is not aired, and says so in the list", async () => {
    const expires = (world.time.now() + minutes(10)) as never;
    const { id } = await must(world.post(sender, world.alert({ infos: [info({ expires })] })));
    world.time.advance(minutes(11));
    const reply = await world.air(first, id);
    expect([reply.status, reply.body.code]).toEqual([422, "alert-expired"]);
    expect((await must(sender.get(`/api/alerts/${id}`))).state).toBe("expired");
  });

  test("one whose hour is to come waits for it", async () => {
    const effective = (world.time.now() + minutes(20)) as never;
    const expires = (world.time.now() + minutes(90)) as never;
    const infos = [info({ effective, expires, areas: [xa25] })];
    const aired = await world.onAir(world.alert({ infos, sent: world.time.now() }));
    const order = await world.broadcast(aired.segments[0].broadcast);
    expect(order.occurrences[0].notBefore).toBe(new Date(effective).toISOString());
  });
});

test("the original keeps even its byte order mark", async () => {
  const text = `\ufeff${writeCap(world.alert())}`;
  const { id } = await must(sender.ask("POST", "/api/alerts", text, CAP));
  expect((await sender.get(`/api/alerts/${id}.xml`)).raw.toString()).toBe(text);
});

test("what does not exist is said so", async () => {
  for (const reply of [
    await sender.get("/api/alerts/w-x"),
    await world.air(first, "w-x"),
    await first.post("/api/alerts/w-x/dismiss", { reason: "x" }),
  ])
    expect(reply.status).toBe(404);
});

test("turns: one name in order, even after a failure; another name does not wait", async () => {
  const turn = turns();
  const said: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((go) => {
    release = go;
  });
  const slow = turn("a", () => held.then(() => void said.push("a1")));
  const broken = turn("a", () => Promise.reject(new Error("no"))).catch(() => said.push("a2"));
  const after = turn("a", async () => void said.push("a3"));
  await turn("b", async () => void said.push("b"));
  expect(said).toEqual(["b"]);
  release();
  await Promise.all([slow, broken, after]);
  expect(said).toEqual(["b", "a1", "a2", "a3"]);
  expect(await turn("a", async () => 7)).toBe(7);
});
