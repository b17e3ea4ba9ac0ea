import { afterAll, beforeAll, expect, test } from "vitest";
import { secondsHeard, starts } from "../support/ear.ts";
import { type Detail, type Station, startStation, until } from "../support/station.ts";

// A commune that merges while its board runs: the board keeps its key and its connection, what it was to play plays when it was to,
// and from then on the successor orders at it and counts its households.
let station: Station;
beforeAll(async () => {
  station = await startStation({ boards: 1 });
  await station.admin.post("/api/communes", { code: "21025", province: "51", name: "Xã kia" });
  await station.admin.post("/api/hamlets", {
    ...{ id: "thon-9", name: "Thôn 9", commune: "21025", households: 900, people: 3_600 },
    languages: ["vie"],
  });
  await station.admin.put("/api/communes/21025/regulation", {
    ...{ number: "thử", sessions: [], quiet: [], caps: {} },
  });
}, 120_000);
afterAll(() => station?.stop());

const SOON = 45_000;

async function ordered(message: { id: string }, where: object, when: object): Promise<string> {
  const order = { messageIds: [message.id], level: "normal", where, when };
  return (await station.admin.post<{ id: string }>("/api/broadcasts", order)).id;
}
const outcomesOf = ({ occurrences }: Detail) =>
  occurrences.flatMap((one) => one.clusters.map(({ cluster, outcome }) => `${cluster} ${outcome}`));
/** Who told of the plays, oldest first. */
const boards = async () => {
  const { items } = await station.admin.get<{ items: { agent: string }[] }>("/api/play-log");
  return items.map(({ agent }) => agent).reverse();
};
const reached = async (commune: string) => {
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const { households } = await station.admin.get<{ households: { reached: number; of: number } }>(
    `/api/reach?commune=${commune}&from=${day}&to=${day}`,
  );
  return households;
};

test("a running board goes with its commune: same board, same plan, the successor's households", async () => {
  const [before, planned, after] = [
    await station.clip(31, 4),
    await station.clip(32, 4),
    await station.clip(33, 4),
  ];
  const first = await ordered(before, { communes: ["21024"] }, { now: true });
  expect(outcomesOf(await station.outcome(first))).toEqual(["cum-1 played"]);
  const at = Date.now() + SOON;
  const second = await ordered(
    planned,
    { communes: ["21024"] },
    { at: new Date(at).toISOString() },
  );
  await until("the planned sound on the board", async () => {
    const pair = (await station.detail(second)).occurrences[0]?.clusters[0];
    return pair?.rung === "armed" || undefined;
  });

  const merge = { communes: ["21024", "21025"], into: "21025", name: "Xã mới" };
  const tried = await station.admin.post<{ carried: { id: string }[] }>(
    "/api/communes/merge?dryRun=1",
    merge,
  );
  expect(tried.carried.map(({ id }) => id)).toContain(second);
  const done = await station.admin.post<{ ended: string[]; clusters: number }>(
    "/api/communes/merge",
    merge,
  );
  expect(done).toMatchObject({ ended: ["21024"], clusters: 1 });

  const third = await ordered(after, { communes: ["21025"] }, { now: true });
  expect(outcomesOf(await station.outcome(third))).toEqual(["cum-1 played"]);
  expect(outcomesOf(await station.outcome(second, 2 * SOON))).toEqual(["cum-1 played"]);
  const pair = (await station.detail(second)).occurrences[0]?.clusters[0];
  expect(Math.abs(Date.parse(pair?.startedAt ?? "") - at)).toBeLessThan(5_000);
  const [board] = await boards();
  expect(await boards()).toEqual([board, board, board]);

  const heard = [...(await station.hear()).values()].flat(2);
  for (const clip of [before, planned, after]) {
    expect(starts(heard, clip.sha256)).toBe(1);
    expect(secondsHeard(heard, clip.sha256)).toBeGreaterThan(clip.seconds - 0.5);
  }
  // The day of the merge is the successor's, with everything that sounded on it, and every chain holds.
  expect(await reached("21025")).toEqual({ reached: 100, of: 1_000, ratio: 0.1 });
  const { ok, gaps } = await station.admin.get<{ ok: boolean; gaps: unknown[] }>(
    "/api/play-log/verify",
  );
  expect({ ok, gaps }).toEqual({ ok: true, gaps: [] });
}, 240_000);
