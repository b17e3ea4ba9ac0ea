// A province's change to 5,000 boards: one document compiled from the database, signed and published once. Real store, signing, broker; a few
// real clients stand for the rest, because a broker's work for one more subscriber is not the question here. Prints JSON.
import { topic } from "../../contract/channels.ts";
import { minutes } from "../../contract/time.ts";
import { type StandIn, standIn } from "../support/machine-board.ts";
import { machineWorld, order, until } from "../support/machine-world.ts";
import { quantile } from "../support/spread.ts";

const BOARDS = Number(process.env["BOARDS"] ?? 5_000);
const ORDERS = Number(process.env["ORDERS"] ?? 60);
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const LISTENING = 20;
const PLAN = topic("scope/{scope}/plan", "p-51" as never);

const world = await machineWorld({ clusters: BOARDS });
const boards: StandIn[] = [];
for (let n = 1; n <= LISTENING; n++) boards.push(await standIn(world, `cum-${n}`));
const clusters = Array.from({ length: BOARDS }, (_, n) => `cum-${n + 1}`);

/** An order of the province for every cluster, that many minutes from now; rows in pieces that the database takes. */
async function ordered(inMinutes: number): Promise<void> {
  const at = world.time.now + minutes(inMinutes);
  const id = await order(world, {
    scope: "p-51",
    clusters: ["cum-1"],
    notBefore: at,
    notAfter: at + minutes(30),
    placement: { kind: "at", at },
  } as never);
  for (let from = 1; from < clusters.length; from += 5_000) {
    const some = clusters.slice(from, from + 5_000).map((cluster) => ({ occurrence: id, cluster }));
    await world.store.db.insertInto("occurrence_cluster").values(some).execute();
  }
}

for (let n = 0; n < ORDERS; n++) await ordered(60 + n * 200);
await world.dispatch.publish(["p-51" as never], { urgent: true });
await until(() => boards.every((board) => board.last("scope/{scope}/plan", "p-51")), 30_000);

const took: number[] = [];
const arrived: number[] = [];
let bytes = 0;
let copies = 0;
for (let round = 0; round < ROUNDS; round++) {
  await ordered(30 + round);
  const heard = boards.map(
    ({ client }) =>
      new Promise<void>((done) => {
        const take = (full: string, payload: Buffer): void => {
          if (full !== PLAN) return;
          bytes = payload.length;
          copies += 1;
          client.off("message", take);
          done();
        };
        client.on("message", take);
      }),
  );
  const began = performance.now();
  await world.dispatch.publish(["p-51" as never], { urgent: true });
  took.push(performance.now() - began);
  await Promise.all(heard);
  arrived.push(performance.now() - began);
}
const median = (all: readonly number[]): number => Math.round(quantile(all, 0.5));
process.stdout.write(
  `${JSON.stringify({
    bench: "province",
    boards: BOARDS,
    orders: ORDERS + ROUNDS,
    publishes: ROUNDS,
    copiesPerListener: copies / LISTENING / ROUNDS,
    documentBytes: bytes,
    compileAndPublishMs: { median: median(took), max: Math.round(Math.max(...took)) },
    toListenersMs: median(arrived),
  })}\n`,
);
for (const board of boards) await board.close();
await world.close();
