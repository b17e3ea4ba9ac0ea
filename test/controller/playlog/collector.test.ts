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

interface Piece {
  readonly row: string;
  readonly n: number;
  readonly old?: boolean;
}

/** A collector with lanes whose first turn is under way until `letGo`. */
function lanes(more: { turn?: number; most?: number } = {}, knocks = 0, deaf = false) {
  const turns: string[][] = [];
  let open: (() => void)[] = [];
  let breaths = 0;
  const listen = (_: Duration, what: string, run: () => void) => {
    if (what !== "hear what is live") return () => undefined;
    breaths += 1;
    if (knocks > 0) void queue.add({ row: "k", n: knocks, old: true });
    knocks -= 1;
    if (!deaf) setImmediate(run);
    return () => undefined;
  };
  const queue = collector<Piece>({
    timers: { after: listen } as unknown as Timers,
    sizeOf: () => 1,
    commit: (turn) => {
      turns.push(turn.map(({ row, n }) => `${row}${n}`));
      return turns.length > 1 ? Promise.resolve() : new Promise((go) => open.push(go));
    },
    lanes: {
      mayWait: (one) => one.old === true,
      rowOf: (one) => one.row,
      nameOf: (one) => `${one.row} ${one.n}`,
    },
    turn: 2,
    ...more,
  });
  const finish = async (): Promise<void> => {
    for (const go of open) go();
    open = [];
    while (queue.waiting() > 0) await new Promise((go) => setImmediate(go));
    await queue.settled();
  };
  // Two pieces fill a turn and keep it busy.
  void queue.add({ row: "x", n: 1 });
  void queue.add({ row: "y", n: 1 });
  return { queue, turns, finish, breaths: () => breaths };
}

test("what is live goes before what may wait, and something old is in every turn", async () => {
  const { queue, turns, finish, breaths } = lanes();
  for (const n of [1, 2, 3, 4]) void queue.add({ row: "a", n, old: true });
  for (const n of [1, 2]) void queue.add({ row: "b", n });
  await finish();
  expect(turns.slice(1)).toEqual([
    ["a1", "b1"],
    ["a2", "b2"],
    ["a3", "a4"],
  ]);
  // Nothing new came, so one breath a turn.
  expect(breaths()).toBe(3);
});

test("while more stands at the door it is let in first, but not for ever", async () => {
  const few = lanes({}, 3);
  for (const n of [1, 2]) void few.queue.add({ row: "a", n, old: true });
  await few.finish();
  expect([few.turns.slice(1), few.breaths()]).toEqual([[["a1", "a2"], ["k3", "k2"], ["k1"]], 6]);
  const many = lanes({ most: 100 }, 40);
  void many.queue.add({ row: "a", n: 1, old: true });
  await many.finish();
  expect(many.turns[1]).toEqual(["a1", "k40"]);
  expect(many.turns.flat()).toHaveLength(43);
});

test("who wants it settled does not wait for what may come", async () => {
  const { queue, turns, finish } = lanes({}, 0, true);
  for (const n of [1, 2, 3]) void queue.add({ row: "a", n, old: true });
  const settled = queue.settled();
  void finish();
  await settled;
  expect(turns.slice(1)).toEqual([["a1", "a2"], ["a3"]]);
  void queue.add({ row: "a", n: 4, old: true });
  void queue.add({ row: "a", n: 5, old: true });
  await new Promise((go) => setImmediate(go));
  expect(turns).toHaveLength(3);
  await queue.settled();
  expect(turns.at(-1)).toEqual(["a4", "a5"]);
});

test("a row stays in its order: what is live of it waits behind what is old of it", async () => {
  const { queue, turns, finish } = lanes();
  void queue.add({ row: "a", n: 1, old: true });
  void queue.add({ row: "a", n: 2 });
  void queue.add({ row: "b", n: 1 });
  await finish();
  void queue.add({ row: "a", n: 3 });
  await queue.settled();
  expect(turns.slice(1)).toEqual([["a1", "b1"], ["a2"], ["a3"]]);
});

test("what waits already is not taken twice; afterwards it is, since its ack may be lost", async () => {
  const { queue, turns, finish } = lanes();
  for (const old of [true, false]) {
    const piece = { row: old ? "a" : "b", n: 1, old };
    void queue.add(piece);
    void queue.add(piece);
  }
  await finish();
  void queue.add({ row: "b", n: 1 });
  await queue.settled();
  expect(turns.slice(1)).toEqual([["a1", "b1"], ["b1"]]);
});

test("old pieces that find no room are left out and hold nobody back; live ones are all taken", async () => {
  const { queue, turns, finish } = lanes({ most: 6, turn: 2 });
  for (let n = 1; n <= 5; n += 1) expect(queue.add({ row: "a", n, old: true })).toBe(undefined);
  expect([queue.waiting(), queue.leftOut()]).toEqual([3, 2]);
  const held = [1, 2, 3].map((n) => queue.add({ row: "b", n }));
  expect(held.map((one) => one !== undefined)).toEqual([false, false, true]);
  await finish();
  await held[2];
  expect(turns.slice(1).flat().sort()).toEqual(["a1", "a2", "a3", "b1", "b2", "b3"]);
});
