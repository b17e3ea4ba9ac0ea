import { expect, test } from "vitest";
import type { Duration, Timers } from "../../../contract/time.ts";
import { collector } from "../../../controller/playlog/collector.ts";

/** Timers that fire when the test says so, and a commit that ends when the test says so. */
function bench(more: { turn?: number; most?: number } = {}) {
  const due: (() => void)[] = [];
  const timers = {
    after: (_: Duration, __: string, run: () => void) => {
      due.push(run);
      return () => void due.splice(due.indexOf(run), 1);
    },
  } as unknown as Timers;
  const turns: number[][] = [];
  let open: (() => void)[] = [];
  let slow = false;
  const queue = collector<number>({
    timers,
    sizeOf: (one) => one,
    commit: (turn) => {
      turns.push([...turn]);
      return slow ? new Promise<void>((go) => open.push(go)) : Promise.resolve();
    },
    ...more,
  });
  const letGo = async (): Promise<void> => {
    const gone = open;
    open = [];
    for (const go of gone) go();
    await new Promise((go) => setImmediate(go));
  };
  const slowly = () => {
    slow = true;
  };
  return { queue, turns, due, letGo, slowly };
}

test("what comes within the wait is one turn", async () => {
  const { queue, turns, due } = bench();
  void queue.add(1);
  void queue.add(2);
  expect([due.length, queue.waiting()]).toEqual([1, 3]);
  due[0]?.();
  await queue.settled();
  expect([turns, queue.waiting()]).toEqual([[[1, 2]], 0]);
});

test("a full turn does not wait", async () => {
  const { queue, turns, due } = bench({ turn: 5 });
  void queue.add(3);
  void queue.add(2);
  expect(due).toEqual([]);
  await queue.settled();
  expect(turns).toEqual([[3, 2]]);
});

test("settled commits what still waits, however long the wait would be", async () => {
  const { queue, turns } = bench();
  void queue.add(1);
  await queue.settled();
  expect(turns).toEqual([[1]]);
});

test("who adds too much is held until half of it is through", async () => {
  const { queue, turns, letGo, slowly } = bench({ turn: 4, most: 12 });
  slowly();
  expect(queue.add(4)).toBeUndefined();
  expect(queue.add(4)).toBeUndefined();
  expect(queue.add(4)).toBeUndefined();
  let free = false;
  const held = Promise.resolve(queue.add(4)).then(() => {
    free = true;
  });
  expect(queue.waiting()).toBe(12);
  await letGo();
  await letGo();
  expect(free).toBe(false);
  await letGo();
  await held;
  expect([free, turns.length]).toEqual([true, 4]);
  await letGo();
  await queue.settled();
  expect(turns).toEqual([[4], [4], [4], [4]]);
});

test("what comes while a turn is committed waits for the end of it, not for a timer", async () => {
  const { queue, turns, due, letGo, slowly } = bench({ turn: 2 });
  slowly();
  void queue.add(2);
  void queue.add(1);
  expect(due).toEqual([]);
  await letGo();
  expect(turns).toEqual([[2], [1]]);
  await letGo();
  await queue.settled();
});

test.each([0, 1, 2, 3, 4, 5, 6])(
  "what comes %i steps after a turn is through is not forgotten",
  async (steps) => {
    const turns: number[][] = [];
    const timers = { after: () => () => undefined } as unknown as Timers;
    const queue = collector<number>({
      timers,
      turn: 1,
      sizeOf: (one) => one,
      commit: async (turn) => {
        turns.push([...turn]);
        if (turns.length === 1) void later(steps).then(() => queue.add(1));
      },
    });
    const later = async (left: number): Promise<void> => {
      for (let n = 0; n < left; n++) await Promise.resolve();
    };
    void queue.add(1);
    await new Promise((go) => setImmediate(go));
    expect(turns).toEqual([[1], [1]]);
  },
);
