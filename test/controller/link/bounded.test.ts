import { expect, test } from "vitest";
import { minutes, seconds } from "../../../contract/time.ts";
import { bounded } from "../../../controller/link/bounded.service.ts";
import { orderWorld } from "../../support/order-world.ts";
import { VirtualTime } from "../../support/virtual-time.ts";

const how = { qos: 1, retain: true } as const;
const nothing = new Uint8Array();

test("a publish that is never answered is over after its limit, and only then", async () => {
  const time = new VirtualTime();
  const publish = bounded(() => new Promise(() => undefined), time, seconds(10));
  let said = "waits";
  publish("a", nothing, how).catch((error: Error) => {
    said = error.message;
  });
  await time.advance(9_999);
  expect(said).toBe("waits");
  await time.advance(1);
  expect(said).toBe("the broker does not answer");
});

test("an answer or a refusal in time is passed on, and nothing waits behind it", async () => {
  const time = new VirtualTime();
  await bounded(async () => undefined, time, seconds(10))("a", nothing, how);
  const refuses = bounded(() => Promise.reject(new Error("not connected")), time, seconds(10));
  await expect(refuses("a", nothing, how)).rejects.toThrow("not connected");
  await time.advance(0);
  expect(time.waiting()).toEqual([]);
});

test("what a silent broker did not take is logged, offered again, and goes out when it answers", async () => {
  let silent = false;
  const taken: string[] = [];
  const world = await orderWorld((real) => ({
    ...real,
    openBrokerage: async (...given) => {
      const brokerage = await real.openBrokerage(...given);
      const { wire } = brokerage;
      return {
        ...brokerage,
        wire: {
          ...wire,
          publish: async (topic, bytes, quality) => {
            if (silent) return new Promise<void>(() => undefined);
            await wire.publish(topic, bytes, quality);
            taken.push(topic);
          },
        },
      };
    },
  }));
  const until = async (what: () => boolean): Promise<void> => {
    for (let tries = 0; !what(); tries += 1) {
      if (tries > 1_000) throw new Error("not in time");
      await new Promise((go) => setTimeout(go, 10));
    }
  };
  const notTaken = () => world.logged.filter(({ text }) => text === "not published yet");
  try {
    const messageIds = [await world.message()];
    silent = true;
    taken.length = 0;
    const order = world.order(world.admin, { messageIds, when: { now: true } });
    let over = false;
    void order.then(() => {
      over = true;
    });
    await until(() => {
      world.time.advance(seconds(11));
      return over;
    });
    expect(notTaken().length).toBeGreaterThan(0);
    expect(JSON.stringify(notTaken()[0])).toContain("does not answer");
    expect(taken).toEqual([]);
    silent = false;
    await until(() => {
      world.time.advance(minutes(1));
      return taken.some((topic) => topic.includes("c-21024/plan"));
    });
  } finally {
    silent = false;
    await world.close();
  }
}, 60_000);
