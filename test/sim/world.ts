// The whole: one controller, its staff, K boards and everything that can go wrong between them, on one seed.
import { hours, type Instant, minutes } from "../../contract/time.ts";
import { dice } from "../support/dice.ts";
import { type Board, newBoard } from "./board.ts";
import { type Centre, newCentre } from "./centre.ts";
import { type Kernel, kernel } from "./kernel.ts";
import { type Net, network } from "./net.ts";
import { hire, type Staff } from "./staff.ts";

export interface Heads {
  /** Heads of the play log that somebody else keeps. */
  readonly kept: { seq: number; link: string }[];
  /** For each cancelled occurrence the first document of each scope that says so. */
  readonly cancels: Map<string, { scope: string; document: string; revision: number }[]>;
}

export interface World extends Heads {
  readonly seed: number;
  readonly kernel: Kernel;
  readonly net: Net;
  readonly centre: Centre;
  readonly boards: readonly Board[];
  readonly staff: Staff;
  readonly start: Instant;
  close(): Promise<void>;
}

/** Sunday 27 September 2026, 20:00 in station time. */
export const START = Date.UTC(2026, 8, 27, 13) as Instant;

export interface WorldOptions {
  readonly agents: number;
  /** How often the controller wakes up. */
  readonly wakeEvery?: number;
}

export async function newWorld(seed: number, options: WorldOptions): Promise<World> {
  const chance = dice(seed);
  const time = kernel(START);
  const net = network(time, chance.fork(1));
  const centre = newCentre({
    world: time,
    net,
    chance: chance.fork(2),
    wakeEvery: options.wakeEvery ?? minutes(1),
    onCrash: () => undefined,
  });
  const heads: Heads = { kept: [], cancels: new Map() };
  net.onDocument = (jws) => noteCancels(heads, jws);
  await centre.start();
  const staff = await hire({ centre, kernel: time, chance: chance.fork(3) }, options.agents);
  const boards: Board[] = [];
  for (const [i, { cluster, claim }] of staff.clusters.entries()) {
    const name = `board-${i + 1}`;
    const own = chance.fork(100 + i);
    boards.push(newBoard({ world: time, net, centre, chance: own, name, cluster, claim }));
  }
  for (const board of boards) time.after(0, () => board.start());
  time.after(hours(2), () => keepHead(heads, centre, time));
  await time.until(START);
  return {
    ...heads,
    seed,
    kernel: time,
    net,
    centre,
    boards,
    staff,
    start: START,
    close: () => centre.close(),
  };
}

/** Once a day somebody outside takes down the head of the log. */
async function keepHead(heads: Heads, centre: Centre, time: Kernel): Promise<void> {
  const { status, body } = await centre.ask("admin", "GET", "/api/play-log/verify");
  if (status === 200) heads.kept.push(body.head);
  time.after(hours(24), () => keepHead(heads, centre, time));
}

function noteCancels({ cancels }: Heads, jws: string): void {
  const body = JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString());
  for (const { occurrence } of [...(body.tombstones ?? []), ...(body.stops ?? [])]) {
    if (!occurrence) continue;
    const known = cancels.get(occurrence) ?? [];
    if (known.some((one) => one.scope === body.scope && one.document === body.kind)) continue;
    known.push({ scope: body.scope, document: body.kind, revision: body.revision });
    cancels.set(occurrence, known);
  }
}
