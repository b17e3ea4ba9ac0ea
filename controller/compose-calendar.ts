import { centreScope, type ScopeId } from "../contract/ids.ts";
import { covers } from "./access/access.ts";
import type { Foundation, PeopleSide } from "./compose-people.ts";
import type { Plug } from "./http/server.service.ts";
import { holidaysIn, lunarOf } from "./schedule/almanac.adapter.ts";
import { calendarRoutes, campaignRoutes } from "./schedule/calendar.routes.ts";
import { type Calendar, type CalendarDeps, createCalendar } from "./schedule/calendar.service.ts";
import { calendarStore } from "./schedule/calendar.store.ts";
import { carryCalendar } from "./schedule/carrying-calendar.service.ts";
import { calendarCarryingStore } from "./schedule/carrying-calendar.store.ts";
import { deadlineRoutes } from "./schedule/deadline.routes.ts";
import { createDeadlines } from "./schedule/deadline.service.ts";
import { relayRoutes } from "./schedule/relay.routes.ts";
import { createRelays } from "./schedule/relay.service.ts";
import { relayStore } from "./schedule/relay.store.ts";
import type { Listen } from "./schedule/relay.ts";
import { createReminders } from "./schedule/reminder.service.ts";
import { reminderStore } from "./schedule/reminder.store.ts";

export interface CalendarSide {
  readonly calendar: Calendar;
  /** Tells people of deadlines that come near. */
  readonly remind: () => Promise<void>;
  readonly plugs: readonly Plug[];
}

/** Days, deadlines and campaigns. */
export function composeCalendar(
  base: Foundation,
  people: PeopleSide,
  listen: Listen,
): CalendarSide {
  const { guard, fleet, audit } = people;
  const deps = {
    ...base,
    audit,
    store: calendarStore(base.db),
    lunarOf,
    holidaysIn,
    covers: (above: ScopeId, place: ScopeId) => covers(above, place, fleet.parentOf),
  } satisfies CalendarDeps;
  const calendar = createCalendar(deps);
  people.carriers.push(carryCalendar(calendarCarryingStore(base.db)));
  const scopes = (): ScopeId[] => {
    const { provinces, communes, successors } = fleet.tree();
    const standing = [...communes.keys()].filter((code) => !successors.has(code));
    return [
      centreScope,
      ...[...provinces].map((code) => `p-${code}` as ScopeId),
      ...standing.map((code) => `c-${code}` as ScopeId),
    ];
  };
  const reminders = createReminders({
    ...deps,
    told: reminderStore(base.db),
    events: people.events,
    within: (place) => scopes().filter((one) => deps.covers(place, one)),
  });
  const deadlines = createDeadlines({ ...deps, remind: reminders.tell });
  const relays = createRelays({ ...deps, store: relayStore(base.db), listen });
  return {
    calendar,
    remind: reminders.tell,
    plugs: [
      (app) => app.register(calendarRoutes, { calendar, guard }),
      (app) => app.register(deadlineRoutes, { deadlines, reminders, guard }),
      (app) => app.register(campaignRoutes, { calendar, guard }),
      (app) => app.register(relayRoutes, { relays, guard }),
    ],
  };
}
