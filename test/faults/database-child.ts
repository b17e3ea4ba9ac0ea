// The machine side of a controller on a real database, with boards that hand in receipts: the program that is recorded. Says
// what each board was acknowledged.
import { writeSync } from "node:fs";
import { ended, standIn } from "../support/machine-board.ts";
import { machineWorld, order, until } from "../support/machine-world.ts";
import { PROMISE } from "./recording.ts";

const [folder = "", rounds = "200"] = process.argv.slice(2);
const world = await machineWorld({ folder, places: true });
const boards = await Promise.all(["cum-1", "cum-2"].map((cluster) => standIn(world, cluster)));
for (let round = 0; round < Number(rounds); round += 1) {
  const occurrence = await order(world, { clusters: ["cum-1", "cum-2"] });
  await Promise.all(
    boards.map(async (board) => {
      const wanted = (round + 1) * 2;
      await board.send(await board.batch({ kind: "armed", occurrence }, ended(occurrence)));
      await until(() => board.acked() >= wanted, 30_000);
      writeSync(1, `${PROMISE}${board.agent} ${wanted}\n`);
    }),
  );
}
for (const board of boards) await board.close();
await world.close();
