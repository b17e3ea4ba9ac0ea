import { expect, test } from "vitest";
import { sacrifice } from "../../edge-agent/room.ts";

const sound = (sha256: string, usedAt: number) => ({ sha256, bytes: 1, usedAt }) as never;

test("what no order needs goes first, longest unused first", () => {
  const stored = [sound("new", 9), sound("needed", 1), sound("old", 2), sound("needed too", 5)];
  expect(sacrifice(stored, new Set(["needed", "needed too"]))).toEqual([
    "old",
    "new",
    "needed",
    "needed too",
  ]);
});
