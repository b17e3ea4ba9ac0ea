import { expect, test } from "vitest";
import { type Evening, evening } from "./calm.ts";
import { simulate } from "./simulate.ts";
import type { World } from "./world.ts";

const rules = async (what: Evening): Promise<string[]> => [
  ...new Set((await evening(what)).findings.map(({ rule }) => rule)),
];
const board = ({ boards }: World) => boards[0] as World["boards"][number];

test("an evening in which nothing goes wrong has no finding, and both items were played", async () => {
  const { findings, outcomes, run } = await evening({});
  expect(findings).toEqual([]);
  expect(outcomes).toEqual({ played: 2 });
  expect(run.sounds.map(({ end, start }) => end - start)).toHaveLength(2);
});

test("a receipt that is dropped behind a forged ack is a visible gap", async () => {
  const forgeAck = (world: World): void => {
    world.net.swallow = (name, topic) => {
      if (!topic.endsWith("/receipts")) return false;
      const [boot, through] = [...board(world).written()].at(-1) ?? [];
      const ack = Buffer.from(JSON.stringify({ boot, through }));
      world.net.inject(name, topic.replace(/receipts$/, "ack"), ack);
      world.net.swallow = () => false;
      return true;
    };
  };
  expect(await rules({ plant: forgeAck })).toContain("I8");
});

test("a receipt that is deleted from the controller's table is a gap", async () => {
  const cut = async (world: World): Promise<void> => {
    await world.centre.db().deleteFrom("receipt").where("kind", "=", "ended").execute();
  };
  expect(await rules({ tamper: cut })).toContain("I8");
});

test("an item that sounds twice is found by the ear", async () => {
  const found = await rules({
    plant: (world) => {
      board(world).levers.double = true;
    },
  });
  expect(found).toContain("I3");
});

test("sound that begins late and is reported as punctual is found", async () => {
  const found = await rules({
    plant: (world) => {
      board(world).levers.late = 20_000;
    },
  });
  expect(found).toEqual(expect.arrayContaining(["S1", "S2"]));
});

test("an item that is reported as played and was silence is found", async () => {
  const found = await rules({
    plant: (world) => {
      board(world).levers.mute = true;
    },
  });
  expect(found).toContain("I4");
});

test("a loudspeaker that sounds on after its cancel was confirmed is found", async () => {
  const found = await rules({
    plant: (world) => {
      board(world).levers.deaf = true;
    },
    meanwhile: async (world, first) => void (await world.staff.cancel(first)),
  });
  expect(found).toContain("I6");
});

test("and one that obeys is not: the item that was cancelled while it sounded stops at once", async () => {
  const judged = await evening({
    meanwhile: async (world, first) => void (await world.staff.cancel(first)),
  });
  expect(judged.findings).toEqual([]);
  expect(judged.outcomes).toEqual({ cancelled: 1, played: 1 });
});

test("rows cut from the end of the play log are found against the head that somebody else keeps", async () => {
  const cut = async (world: World): Promise<void> => {
    expect(world.kept).toHaveLength(1);
    await world.centre.db().deleteFrom("play_log").where("seq", ">", 1).execute();
  };
  expect(await rules({ tamper: cut })).toContain("I9");
});

test("a table of outcomes that says more than its rows is found", async () => {
  const invent = async (world: World): Promise<void> => {
    const db = world.centre.db();
    const row = await db.selectFrom("outcome").selectAll().executeTakeFirstOrThrow();
    await db
      .insertInto("outcome")
      .values({ ...row, cluster: "k-9" })
      .execute();
  };
  expect(await rules({ tamper: invent })).toContain("I12");
});

test("a seed that fails fails again in the same way: same findings, same story, same hash, same count of events", async () => {
  const fail = async () => {
    const plant = (world: World): void => {
      board(world).levers.double = true;
    };
    const { findings, hash, events, story } = await simulate(1, { days: 0.25, agents: 1, plant });
    return { findings, hash, events, story: findings.map(story) };
  };
  const once = await fail();
  expect(once.findings.map(({ rule }) => rule)).toContain("I3");
  expect(await fail()).toEqual(once);
  const sound = await simulate(1, { days: 0.25, agents: 1 });
  expect(sound.findings).toEqual([]);
}, 120_000);
