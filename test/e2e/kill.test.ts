import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Heard, secondsHeard, starts } from "../support/ear.ts";
import { logRows, storedReceipts } from "../support/ledger.ts";
import { type Board, type Station, startStation, until, wait } from "../support/station.ts";

// Programs die without warning; receipts are neither lost nor doubled, and nothing sounds twice.
let station: Station;
let board: Board;
beforeAll(async () => {
  station = await startStation({ boards: 1 });
  board = station.boards[0] as Board;
}, 120_000);
afterAll(() => station?.stop());

const kill = (pid: number) => process.kill(pid, "SIGKILL");

async function playing(message: { id: string }) {
  const order = {
    messageIds: [message.id],
    level: "normal",
    where: { all: true },
    when: { now: true },
  };
  const { id } = await station.admin.post<{ id: string }>("/api/broadcasts", order);
  await until("the sound", async () => {
    const pair = (await station.detail(id)).occurrences[0]?.clusters[0];
    return pair?.state === "playing" ? pair : undefined;
  });
  await wait(700);
  return id;
}

async function noGaps(): Promise<void> {
  await until("the backlog", async () => {
    const { gaps } = await station.admin.get<{ ok: boolean; gaps: unknown[] }>(
      "/api/play-log/verify",
    );
    return gaps.length === 0 ? true : undefined;
  });
  for (const { sequences } of storedReceipts(station)) {
    expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, i) => i + 1));
  }
  expect((await station.admin.get<{ ok: boolean }>("/api/play-log/verify")).ok).toBe(true);
}

const outcomesOf = (detail: Awaited<ReturnType<Station["detail"]>>) =>
  detail.occurrences.flatMap((one) => one.clusters.map((pair) => pair.outcome));
const all = async (): Promise<Heard[]> => [...(await station.hear()).values()].flat(2);
const rowsOf = (detail: Awaited<ReturnType<Station["detail"]>>) =>
  logRows(station).filter((row) => detail.occurrences.some((one) => one.id === row.occurrence));

describe("kill -9 while it plays", () => {
  test("the board: interrupted once, never started again, nothing lost", async () => {
    const clip = await station.clip(11, 6);
    const id = await playing(clip);
    kill(board.child.pid);
    await wait(300);
    await station.startBoard(board);
    const detail = await station.outcome(id);
    expect(outcomesOf(detail)).toEqual(["interrupted"]);
    expect(rowsOf(detail)).toHaveLength(1);
    await noGaps();
    await wait(1_500);
    const heard = await all();
    expect(starts(heard, clip.sha256)).toBe(1);
    expect(secondsHeard(heard, clip.sha256)).toBeLessThan(clip.seconds - 1);
  }, 120_000);

  test("the controller: the board plays on, and its receipts arrive once", async () => {
    const clip = await station.clip(12, 6);
    const id = await playing(clip);
    kill(station.controller.pid);
    await wait(7_000);
    await station.startController();
    const detail = await station.outcome(id, 90_000);
    expect(outcomesOf(detail)).toEqual(["played"]);
    expect(rowsOf(detail)).toHaveLength(1);
    await noGaps();
    const heard = await all();
    expect(starts(heard, clip.sha256)).toBe(1);
    expect(secondsHeard(heard, clip.sha256)).toBeGreaterThan(clip.seconds * 0.97);
  }, 180_000);

  test("both at once", async () => {
    const clip = await station.clip(13, 6);
    const id = await playing(clip);
    kill(board.child.pid);
    kill(station.controller.pid);
    await wait(500);
    await station.startBoard(board);
    await station.startController();
    const detail = await station.outcome(id, 90_000);
    expect(outcomesOf(detail)).toEqual(["interrupted"]);
    expect(rowsOf(detail)).toHaveLength(1);
    await noGaps();
    expect(starts(await all(), clip.sha256)).toBe(1);
  }, 180_000);
});
