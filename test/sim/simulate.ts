// One seed from the first order to the last receipt.
import { days, hours, later } from "../../contract/time.ts";
import { dice } from "../support/dice.ts";
import { heal, trouble } from "./faults.ts";
import { type Finding, type Judged, judge } from "./judge.ts";
import { newWorld, type World } from "./world.ts";

export interface SimOptions {
  readonly days: number;
  readonly agents: number;
  /** Things that people do in a day. */
  readonly acts?: number;
  /** Changes the world in the middle of the run: how planted faults come in. */
  readonly plant?: (world: World) => void;
  /** After everything, before the judgement. */
  readonly tamper?: (world: World) => Promise<void>;
}

export interface Simulated extends Judged {
  readonly seed: number;
  readonly hash: string;
  readonly events: number;
  readonly pairs: number;
  readonly sounds: number;
  readonly errors: readonly string[];
  /** What happened around one finding, oldest first. */
  story(finding: Finding): string[];
}

/** Until everything owed has come and most windows are over, their grace too. */
const AFTER = hours(10);

export async function simulate(seed: number, options: SimOptions): Promise<Simulated> {
  const world = await newWorld(seed, { agents: options.agents });
  try {
    const { kernel, staff } = world;
    const chance = dice(seed).fork(7);
    await kernel.until(later(world.start, hours(1)));
    const bad = trouble(world, chance.fork(1));
    const people = chance.fork(2);
    options.plant?.(world);
    const end = later(world.start, days(options.days));
    const act = async (): Promise<void> => {
      if (kernel.now() >= end) return;
      await staff.act();
      kernel.after(people.between(0.2, 1.8) * (days(1) / (options.acts ?? 20)), act);
    };
    kernel.after(0, act);
    await kernel.until(end);
    bad.stop();
    await heal(world);
    await kernel.until(later(end, AFTER));
    await options.tamper?.(world);
    const judged = await judge(world, true);
    return {
      ...judged,
      seed,
      hash: kernel.hash(),
      events: kernel.events(),
      pairs: judged.run.pairs.length,
      sounds: judged.run.sounds.length,
      errors: world.centre.errors,
      story: (finding) => story(world, finding),
    };
  } finally {
    await world.close();
  }
}

const MOST = 60;

/** Lines about this occurrence, and what happened to its board and to the controller between them. */
function story({ kernel, boards }: World, { occurrence, cluster }: Finding): string[] {
  const board = boards.find((one) => one.cluster === cluster)?.name;
  const about = (line: { who: string; what: string }): boolean =>
    occurrence !== undefined &&
    line.what.includes(occurrence) &&
    (line.who === board || line.who === "staff");
  const mine = kernel.trace.filter(about);
  const [first, last] = [mine[0]?.at ?? 0, mine.at(-1)?.at ?? kernel.now()];
  const around = /^(up|died|offline|online|clock|disk|weather|boot|alarm)/;
  return kernel.trace
    .filter((line) => {
      if (about(line)) return true;
      const near = line.at >= first - 600_000 && line.at <= last + 600_000;
      return near && around.test(line.what) && (line.who === board || line.who === "centre");
    })
    .slice(0, MOST)
    .map(({ at, who, what }) => `${new Date(at).toISOString()} ${who.padEnd(8)} ${what}`);
}
