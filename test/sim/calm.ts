// A quiet evening: two items on one board, and one lever that somebody pulls.
import { hours, later, minutes } from "../../contract/time.ts";
import { type Judged, judge } from "./judge.ts";
import { newWorld, type World } from "./world.ts";

export interface Evening {
  /** Before the first item. */
  readonly plant?: (world: World) => void;
  /** While the first item sounds. */
  readonly meanwhile?: (world: World, first: string) => Promise<void>;
  /** After everything, before the judgement. */
  readonly tamper?: (world: World) => Promise<void>;
}

export async function evening({ plant, meanwhile, tamper }: Evening): Promise<Judged> {
  const world = await newWorld(1, { agents: 1 });
  const { kernel, staff, start } = world;
  try {
    await kernel.until(later(start, minutes(5)));
    const orders: string[] = [];
    for (const after of [10, 30]) {
      const id = await staff.message(900);
      const at = staff.iso(later(start, minutes(after)));
      const order = await staff.order("soan", { messageIds: [id], when: { at } });
      if (order) orders.push(order);
    }
    await kernel.until(later(start, minutes(9)));
    plant?.(world);
    await kernel.until(later(start, minutes(10.5)));
    await meanwhile?.(world, orders[0] as string);
    await kernel.until(later(start, hours(4)));
    await tamper?.(world);
    return await judge(world, true);
  } finally {
    await world.close();
  }
}
