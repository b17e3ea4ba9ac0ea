import { communeScope } from "../../contract/ids.ts";
import type { Carrier } from "../fleet/succession.ts";
import type { CalendarCarryingStore } from "./carrying-calendar.store.ts";
import { carriedCalendar } from "./carrying-calendar.ts";

/** Days, deadlines, campaigns, secret addresses and relay sources of communes that end. */
export const carryCalendar =
  (store: CalendarCarryingStore): Carrier =>
  async ({ into, ending }) => {
    if (into === undefined || ending.length === 0) return { items: [], steps: [] };
    const to = communeScope(into);
    const from = ending.map(communeScope);
    const plan = carriedCalendar(await store.rows([to, ...from]), to, from);
    return { items: plan.items, steps: [store.carry(plan, to)] };
  };
