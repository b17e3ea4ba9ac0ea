import { type CommuneCode, communeScope } from "../../contract/ids.ts";
import type { Clock } from "../../contract/time.ts";
import type { Ender } from "../fleet/ending.ts";
import type { OrderCarryingStore } from "./carrying.store.ts";
import { ordererOf } from "./orderer.ts";
import type { Schedule } from "./schedule.service.ts";

/** Orders of a commune that ends with nobody in its place: cancelled one by one, as a person would, so that boards are told at once. */
export function endOrders(
  carrying: Pick<OrderCarryingStore, "orders">,
  schedule: Pick<Schedule, "cancel">,
  clock: Pick<Clock, "now">,
): Ender {
  const open = async (commune: string) => {
    const place = communeScope(commune as CommuneCode);
    const orders = await carrying.orders(clock.now());
    return orders
      .filter((row) => row.place === place)
      .map(({ id, title }) => ({ kind: "order" as const, id, name: title }));
  };
  return {
    open,
    end: async (by, commune) => {
      for (const { id } of await open(commune)) await schedule.cancel(ordererOf(by), id);
      return { steps: [], beside: [] };
    },
  };
}
