// An emergency to 200 boards in this process: from the order's commit to each board's having the document with a signature that holds.
// Real store, signing, broker and clients over pipes. Beside it the floor in the same run: as many bytes, unsigned, straight through the
// same broker to the same clients. Prints JSON.
import { topic } from "../../contract/channels.ts";
import { decode } from "../../contract/codec.ts";
import { jwsVerifier } from "../../controller/link/jws.adapter.ts";
import { type StandIn, standIn } from "../support/machine-board.ts";
import { COMMUNE, machineWorld, order, until } from "../support/machine-world.ts";
import { spread } from "../support/spread.ts";

const BOARDS = Number(process.env["BOARDS"] ?? 200);
const ROUNDS = Number(process.env["ROUNDS"] ?? 20);
const SCOPE = `c-${COMMUNE}` as never;
const URGENT = topic("scope/{scope}/urgent", SCOPE);

const world = await machineWorld({ clusters: BOARDS });
const boards: StandIn[] = [];
for (let n = 1; n <= BOARDS; n++) boards.push(await standIn(world, `cum-${n}`));
const clusters = boards.map(({ cluster }) => cluster);
await until(
  () => boards.every((board) => board.last("agent/{agent}/config") !== undefined),
  60_000,
);
const keys = new Map<string, string>();
for (const { kid, x } of boards[0]?.last("agent/{agent}/config")?.keys ?? []) keys.set(kid, x);
const verifier = jwsVerifier();

/** When each board has what `wanted` accepts, in milliseconds after `began`. */
function arrivals(
  began: number,
  wanted: (payload: Uint8Array) => Promise<boolean>,
): Promise<number[]> {
  return Promise.all(
    boards.map(
      ({ client }) =>
        new Promise<number>((done) => {
          const take = (full: string, payload: Uint8Array): void => {
            if (full !== URGENT) return;
            void wanted(payload).then((is) => {
              if (!is) return;
              client.off("message", take);
              done(performance.now() - began);
            });
          };
          client.on("message", take);
        }),
    ),
  );
}

const holds = (id: string) => async (payload: Uint8Array) => {
  const jws = new TextDecoder().decode(payload);
  const read = await verifier.verify(jws, "vangxa-urgent+jws", (kid) => keys.get(kid));
  if (!read.ok) return false;
  const body = decode("scope/{scope}/urgent", read.payload);
  return body.ok && body.body.emergencies.some((one) => one.id === id);
};

const all: number[] = [];
const last: number[] = [];
const floors: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const id = await order(world, { document: "urgent", clusters });
  const began = performance.now();
  const arrived = arrivals(began, holds(id));
  await world.dispatch.publish([SCOPE], { urgent: true });
  const took = await arrived;
  all.push(...took);
  last.push(Math.max(...took));

  const bytes = new Uint8Array(2_000).fill(120);
  const floorBegan = performance.now();
  const plain = arrivals(floorBegan, async () => true);
  await world.brokerage.wire.publish(URGENT, bytes, { qos: 1, retain: true });
  floors.push(Math.max(...(await plain)));
}
const median = spread(last).p50;
process.stdout.write(
  `${JSON.stringify({
    bench: "urgent-fan-out",
    boards: BOARDS,
    rounds: ROUNDS,
    toEachBoardMs: spread(all),
    toTheLastBoardMs: spread(last),
    floorLastBoardMs: spread(floors),
    ofFloor: Math.round((median / spread(floors).p50) * 100) / 100,
  })}\n`,
);
for (const board of boards) await board.close();
await world.close();
