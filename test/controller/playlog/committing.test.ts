import { expect, test } from "vitest";
import { instant, minutes } from "../../../contract/time.ts";
import { commitTurn } from "../../../controller/playlog/committing.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";

test("a batch of a board that nobody knows any more changes nothing and is told", async () => {
  const batch = { agent: "a-gone", boot: "x", first: 1, receipts: [] } as never;
  const unit = {
    receipts: {
      boards: async () => new Map(),
      heads: async () => new Map(),
      saveHeads: async () => undefined,
      saveSeals: async () => undefined,
    },
    quarantine: { begun: async () => new Map(), open: async () => [] },
    log: { append: async () => undefined },
  } as never;
  const done = await commitTurn(unit, [batch], {
    hash: sha256Of,
    now: instant(1),
    grace: minutes(15),
  });
  expect(done.refused).toEqual([{ batch, code: "unknown-agent" }]);
  expect([done.acks, done.fresh, done.judged.rows]).toEqual([[], [], []]);
});
