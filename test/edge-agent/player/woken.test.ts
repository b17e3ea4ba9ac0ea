import fc from "fast-check";
import { expect, test } from "vitest";
import type { Document } from "../../../contract/plan.ts";
import { minutes } from "../../../contract/time.ts";
import { crowdedWorld } from "../../support/crowded-worlds.ts";
import { occurrencesOf } from "../../support/some-facts.ts";
import { Board } from "../../support/virtual-board.ts";
import type { World } from "../../support/worlds.ts";

const HOUR = minutes(70);

/** What a board does with these orders when something wakes it at these moments as well. */
async function lives({ documents, cluster }: World, moments: readonly number[]) {
  const board = new Board();
  board.config = { ...board.config, cluster };
  board.conductor.start();
  board.documents = documents as Document[];
  board.conductor.look();
  for (const { id } of occurrencesOf(documents)) board.report({ kind: "armed", occurrence: id });
  board.conductor.look();
  let passed = 0;
  for (const moment of [...moments].sort((one, other) => one - other)) {
    await board.time.advance(moment - passed);
    passed = moment;
    board.conductor.look();
  }
  await board.time.advance(HOUR - passed);
  const said = occurrencesOf(documents).map(({ id }) => [id, ...board.said(id)]);
  return { heard: board.heard(), said };
}

test("a board plays and tells the same whether it sleeps until its own wake-ups or is woken at any moment", async () => {
  const moments = fc.array(fc.integer({ min: 500_000, max: 1_900_000 }), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(crowdedWorld, moments, async (world, nervous) => {
      expect(await lives(world, nervous)).toEqual(await lives(world, []));
    }),
    { numRuns: 60, seed: Number(process.env["VANGXA_SEED"] ?? 57) },
  );
}, 240_000);
