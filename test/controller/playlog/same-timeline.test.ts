// The controller knows receipts only, the board has its journal: both must show the same.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { days, earlier, later } from "../../../contract/time.ts";
import { timeline } from "../../../contract/timeline.ts";
import { factsOf } from "../../../controller/playlog/facts.ts";
import { audio, Board } from "../../support/virtual-board.ts";

function both(board: Board): { readonly board: string; readonly controller: string } {
  const now = board.time.now();
  const window = { from: earlier(now, days(1)), to: later(now, days(1)) };
  const told = board.conductor.wanted().map((order) => ({
    order,
    receipts: board.reports.filter((one) => "occurrence" in one && one.occurrence === order.id),
  }));
  const of = (facts: ReturnType<typeof factsOf>) =>
    JSON.stringify(timeline(board.documents, board.config.cluster, facts, window), null, 1);
  return { board: of(board.facts()), controller: of(factsOf(told, now)) };
}

function segments(board: Board): [part: number, offset: number, from: number, to: number][] {
  const shown = JSON.parse(both(board).controller).segments as Record<string, number>[];
  return shown
    .filter(({ occurrence }) => String(occurrence) === "a")
    .map((one) => [
      one["part"] as number,
      (one["offset"] as number) / 1_000,
      ((one["start"] as number) - board.at(0)) / 1_000,
      ((one["end"] as number) - board.at(0)) / 1_000,
    ]);
}

const threeTimesTwo = { parts: [audio(120), audio(120), audio(120)], notAfter: 0 };

function programme(): Board {
  const board = new Board();
  board.conductor.start();
  const placement = { kind: "at", at: board.at(0) };
  board.plan(board.order({ id: "a", ...threeTimesTwo, placement, notAfter: board.at(3_000) }));
  return board;
}

describe("while a programme of three parts of two minutes sounds", () => {
  test("both show at minute 3 that part 1 sounds, and the end at minute 6", async () => {
    const board = programme();
    await board.time.advance(180_000);
    const shown = both(board);
    expect(shown.controller).toBe(shown.board);
    expect(segments(board)).toEqual([
      [0, 0, 0, 120],
      [1, 0, 120, 240],
      [2, 0, 240, 360],
    ]);
  });

  test("both show the same after an emergency cut into part 1 and it was resumed", async () => {
    const board = programme();
    await board.time.advance(150_000);
    board.urgent([board.alarm({ id: "e", parts: [audio(30)] })]);
    await board.time.advance(40_000);
    const shown = both(board);
    expect(shown.controller).toBe(shown.board);
    expect(segments(board)).toEqual([
      [0, 0, 0, 120],
      [1, 0, 120, 150],
      [1, 30, 180, 270],
      [2, 0, 270, 390],
    ]);
  });
});

test("whatever its parts, whenever it is cut and whenever one asks, both are byte-equal", async () => {
  const someParts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  const someCuts = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 })),
    {
      maxLength: 2,
    },
  );
  const onCut = fc.constantFrom("resume", "restart", "drop");
  const asked = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(someParts, someCuts, onCut, asked, async (lengths, cuts, rule, waits) => {
      const board = new Board();
      board.conductor.start();
      const placement = { kind: "at", at: board.at(0) };
      const parts = lengths.map(audio);
      board.plan(
        board.order({ id: "a", placement, parts, onCut: rule, notAfter: board.at(3_000) }),
      );
      const alarms: ReturnType<Board["alarm"]>[] = [];
      for (const [index, [at, length]] of cuts.entries()) {
        board.time.after((at * 1_000) as never, "emergency", () => {
          alarms.push(board.alarm({ id: `e${index}`, parts: [audio(length)] }));
          board.urgent([...alarms]);
        });
      }
      for (const wait of waits) {
        await board.time.advance(wait);
        const shown = both(board);
        expect(shown.controller).toBe(shown.board);
      }
    }),
    { numRuns: 100 },
  );
});
