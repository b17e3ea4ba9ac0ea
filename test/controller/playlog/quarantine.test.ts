import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { firstLink } from "../../../contract/chain.ts";
import type { OccurrenceId } from "../../../contract/ids.ts";
import type { Report } from "../../../contract/receipt.ts";
import type { Actor } from "../../../controller/access/access.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";
import { ended, type StandIn, standIn } from "../../support/machine-board.ts";
import { actor, type MachineHttp, machineHttp } from "../../support/machine-http.ts";
import { type MachineWorld, machineWorld, order, until } from "../../support/machine-world.ts";

let world: MachineWorld;
let http: MachineHttp;
let person: Actor;
let boards: StandIn[];
beforeEach(async () => {
  person = actor("approver", "c-21024");
  world = await machineWorld();
  http = await machineHttp(world, () => person);
  boards = [await standIn(world)];
});
afterEach(async () => {
  await http.app.close();
  for (const board of boards) await board.close();
  await world.close();
});

const board = (): StandIn => boards[0] as StandIn;
const begun = (occurrence: OccurrenceId): Report =>
  ({
    kind: "started",
    occurrence,
    planned: 1,
    start: Date.now(),
    repeat: false,
    resumed: false,
  }) as Report;
const boot = (previous?: object): Report =>
  ({ kind: "boot", version: "1", ...(previous ? { previous } : {}) }) as Report;
const told = async (from: StandIn, ...reports: Report[]) => {
  const before = from.acked();
  await from.send(await from.batch(...reports));
  await until(() => from.acked() === before + reports.length);
};
const quarantined = () =>
  world.told.filter(({ body }) => body["alarm"] === "quarantined").map(({ body }) => body["why"]);
const listed = async () => (await http.get("/api/quarantine")).json().items;
const release = (reason = "Đã kiểm tra tại chỗ") =>
  http.post(`/api/quarantine/${board().agent}/release`, { reason });
/** What the reach is counted from: the newest row of each pair. */
const counted = async () =>
  (await world.store.db.selectFrom("outcome").select(["occurrence", "rung"]).execute()).map(
    ({ occurrence, rung }) => [occurrence, rung],
  );

describe("a board whose card was copied", () => {
  async function fork(): Promise<StandIn> {
    await told(board(), boot());
    const left = {
      boot: board().boot,
      sequence: 1,
      link: firstLink(sha256Of, board().agent, board().boot),
    };
    const one = await board().twin();
    boards.push(one);
    await told(one, boot(left));
    // The broker lets one of them in at a time.
    const two = await board().twin();
    boards.push(two);
    await told(two, boot(left));
    return two;
  }

  test("is found by its two futures; nothing that comes counts until a person has looked", async () => {
    const occurrence = await order(world, { clusters: ["cum-1"] });
    const one = await fork();
    expect(quarantined()).toEqual(["cloned"]);
    await told(one, begun(occurrence), ended(occurrence));
    expect(await counted()).toEqual([]);
    expect(await listed()).toMatchObject([
      { agent: board().agent, cluster: "cum-1", why: "cloned", releasedAt: null },
    ]);
    const reply = await release();
    expect(reply.statusCode, reply.body).toBe(200);
    expect(await counted()).toEqual([[occurrence, "completed"]]);
    expect(await listed()).toMatchObject([
      { releasedBy: "nguoi-1", reason: "Đã kiểm tra tại chỗ" },
    ]);
    expect((await world.playlog.verify()).ok).toBe(true);
    expect(world.audited.slice(-1)).toMatchObject([
      { action: "quarantine.release", subject: board().agent, reason: "Đã kiểm tra tại chỗ" },
    ]);
    expect((await release()).statusCode).toBe(404);
  });

  test("an old image that was put back has forgotten what it told", async () => {
    await told(board(), boot(), begun(await order(world)));
    const old = await board().twin();
    boards.push(old);
    await told(old, boot({ boot: board().boot, sequence: 1, link: "a".repeat(64) }));
    expect(quarantined()).toEqual(["cloned"]);
  });

  test("is found while both are on the air, by a program that speaks after a younger one", async () => {
    const alive = (from: StandIn) =>
      from.say("agent/{agent}/presence", {
        state: "heartbeat",
        session: `s-${from.boot}`,
        ...{ boot: from.boot, at: Date.now(), version: "1", majors: [1], applied: [] },
        ...{ armed: 0, wanted: 0, outbox: 0, clock: { source: "ntp", offset: 0, uncertainty: 5 } },
      } as never);
    await alive(board());
    const other = await board().twin();
    boards.push(other);
    await alive(other);
    const back = { ...other, boot: board().boot };
    expect(quarantined()).toEqual([]);
    await alive(back);
    await until(() => quarantined().length === 1);
    expect(quarantined()).toEqual(["cloned"]);
  });

  test("a board that only restarts is believed", async () => {
    const [one, two] = [await order(world), await order(world)];
    await told(board(), boot(), begun(one), ended(one));
    const next = await board().twin();
    boards.push(next);
    await told(
      next,
      boot({ boot: board().boot, sequence: 3, link: "a".repeat(64) }),
      begun(two),
      ended(two),
    );
    expect(quarantined()).toEqual([]);
    expect(await counted()).toHaveLength(2);
  });
});

describe("a board that says more than can be", () => {
  test("more seconds than passed: not counted, not even after a release", async () => {
    const [long, honest] = [await order(world), await order(world)];
    await told(board(), begun(long), ended(long, { heard: 3_600_000 }));
    await told(board(), begun(honest), ended(honest));
    expect(quarantined()).toEqual(["inflated"]);
    expect(await counted()).toEqual([]);
    expect((await release()).statusCode).toBe(200);
    expect(await counted()).toEqual([[honest, "completed"]]);
  });

  test("more seconds than passed since a beginning that came earlier", async () => {
    const long = await order(world);
    await told(board(), begun(long));
    await told(board(), ended(long, { heard: 3_600_000 }));
    expect(quarantined()).toEqual(["inflated"]);
  });

  test("more frames than its seconds hold", async () => {
    const one = await order(world);
    await told(board(), ended(one, { frames: 48_000_000, ofFrames: 48_000_000 }));
    expect(quarantined()).toEqual(["inflated"]);
  });

  test("more plays than fit one after the other", async () => {
    const orders = await Promise.all(Array.from({ length: 4 }, () => order(world)));
    const all = [
      ...orders.map(begun),
      ...orders.map((one) => ended(one, { heard: 150_000, frames: 7_200_000 })),
    ];
    await told(board(), ...all);
    expect(quarantined()).toEqual(["inflated"]);
  });

  test("a play that nobody ordered", async () => {
    await told(board(), begun("occ-nobody" as OccurrenceId), ended("occ-nobody" as OccurrenceId));
    expect(quarantined()).toEqual(["never-ordered"]);
  });
});

describe("who may look and release", () => {
  test("a person of the place, with a reason; not a technician, not a neighbour", async () => {
    await told(board(), begun("occ-nobody" as OccurrenceId));
    expect((await release(" ")).statusCode).toBe(400);
    person = actor("technician", "c-21024");
    expect((await release()).statusCode).toBe(403);
    person = actor("approver", "c-99999");
    expect((await release()).statusCode).toBe(403);
    expect(await listed()).toEqual([]);
    person = actor("province", "p-51");
    expect(await listed()).toHaveLength(1);
  });
});
