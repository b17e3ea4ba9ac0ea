import { expect, test } from "vitest";
import type { Evidence } from "../../../contract/receipt.ts";
import type { Row } from "../../../edge-agent/outbox/rows.ts";
import type { Prove } from "../../../edge-agent/player/endings.service.ts";
import { Board } from "../../support/virtual-board.ts";

const heard = { acoustic: { verdict: "heard" } } as unknown as Evidence;

async function played(prove: Prove): Promise<Board> {
  const board = new Board();
  board.prove = prove;
  board.boot();
  board.conductor.start();
  board.plan(board.order({ id: "a" }));
  await board.time.advance(60_000);
  return board;
}

test("an end waits for its proof and is told once, with it", async () => {
  let answer: (evidence: Evidence | undefined) => void = () => undefined;
  const board = await played(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  expect(board.said("a")).toEqual(["started"]);
  expect(board.conductor.lifeOf("a" as never).ended?.as).toBe("played");
  answer(heard);
  await board.time.advance(1_000);
  expect(board.said("a")).toEqual(["started", "played"]);
  expect(board.ended("a")?.evidence).toEqual(heard);
  await board.time.advance(3_600_000);
  expect(board.heard()).toHaveLength(1);
});

test("a sense that says nothing, or fails, costs the proof and not the end", async () => {
  for (const prove of [async () => undefined, () => Promise.reject(new Error("no microphone"))]) {
    const board = await played(prove);
    expect(board.said("a")).toEqual(["started", "played"]);
    expect(board.ended("a")).not.toHaveProperty("evidence");
  }
});

test("a program that stops tells what it owes", async () => {
  const board = await played(() => new Promise(() => undefined));
  await board.conductor.stop();
  expect(board.said("a")).toEqual(["started", "played"]);
});

test("after a crash the end is told as it was, without the proof, and nothing sounds again", async () => {
  const board = await played(() => new Promise(() => undefined));
  const rows: Row[] = [...board.rows];
  board.player.die();
  board.prove = undefined;
  board.reports.length = 0;
  board.boot(rows);
  board.conductor.start();
  await board.time.advance(60_000);
  expect(board.said("a")).toEqual(["played"]);
  expect(board.heard()).toEqual([]);
  expect(board.conductor.lifeOf("a" as never)).not.toHaveProperty("owed");
});
