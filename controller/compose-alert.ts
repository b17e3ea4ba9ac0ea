import type { Verify } from "../contract/signed.ts";
import { covers } from "./access/access.ts";
import { airedStore } from "./alert/aired.store.ts";
import { alertRoutes, decisionRoutes } from "./alert/alert.routes.ts";
import { createAlerts } from "./alert/alert.service.ts";
import { alertStore } from "./alert/alert.store.ts";
import { capOutRoutes } from "./alert/cap-out.routes.ts";
import { alertKeyRoutes } from "./alert/keys.routes.ts";
import { createAlertKeys } from "./alert/keys.service.ts";
import type { Covers, EmergencyOrders } from "./alert/ports.ts";
import { readXml } from "./alert/xml.adapter.ts";
import type { Foundation, PeopleSide } from "./compose-people.ts";
import type { Plug } from "./http/server.service.ts";
import { isoOf } from "./iso.ts";
import { ordererOf } from "./schedule/orderer.ts";
import type { Schedule } from "./schedule/schedule.service.ts";

/** Alerts in and out; what they propose becomes an order of `schedule`. */
export function composeAlert(
  base: Foundation,
  people: PeopleSide,
  schedule: Schedule,
  verify: Verify,
): readonly Plug[] {
  const { guard, fleet } = people;
  const store = alertStore(base.db);
  const reaches: Covers = (above, place) => covers(above, place, fleet.parentOf);
  const alerts = createAlerts({
    ...base,
    ...people,
    store,
    readXml,
    verify,
    orders: ordersOf(schedule),
    covers: reaches,
  });
  const keys = createAlertKeys({ ...base, store, audit: people.audit, covers: reaches });
  return [
    (app) => app.register(alertRoutes, { alerts, guard }),
    (app) => app.register(decisionRoutes, { alerts, guard }),
    (app) => app.register(alertKeyRoutes, { keys, guard }),
    (app) => app.register(capOutRoutes, { aired: airedStore(base.db), guard, covers: reaches }),
  ];
}

const ordersOf = (schedule: Schedule): EmergencyOrders => ({
  place: async (by, draft, key) => {
    const { at, notAfter, where, messageIds, ...rest } = draft;
    const order = {
      ...rest,
      messageIds: messageIds as never,
      level: "emergency" as const,
      where: where as never,
      when: at === undefined ? { now: true as const } : { at: isoOf(at) },
      notAfter: isoOf(notAfter),
    };
    const placed = await schedule.place(ordererOf(by), order, key);
    if (!placed.ok) return placed;
    const { id, state } = placed.value.view;
    return { ok: true, value: { broadcast: id, state } };
  },
  approve: async (by, broadcast) => {
    const approved = await schedule.approve(ordererOf(by), broadcast);
    if (!approved.ok) return approved;
    return { ok: true, value: { broadcast, state: approved.value.state } };
  },
  state: schedule.stateOf,
  cancel: (by, broadcast) => schedule.cancel(ordererOf(by), broadcast),
});
