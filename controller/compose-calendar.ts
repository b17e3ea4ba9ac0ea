import { covers } from "./access/access.ts";
import type { Foundation, PeopleSide } from "./compose-people.ts";
import type { Plug } from "./http/server.service.ts";
import { calendarRoutes, campaignRoutes } from "./schedule/calendar.routes.ts";
import { type Calendar, createCalendar } from "./schedule/calendar.service.ts";
import { calendarStore } from "./schedule/calendar.store.ts";
import { holidaysIn, lunarOf } from "./schedule/lunar.adapter.ts";

export interface CalendarSide {
  readonly calendar: Calendar;
  readonly plugs: readonly Plug[];
}

/** Days, deadlines and campaigns. */
export function composeCalendar(base: Foundation, people: PeopleSide): CalendarSide {
  const { guard, fleet, audit } = people;
  const calendar = createCalendar({
    ...base,
    audit,
    store: calendarStore(base.db),
    lunarOf,
    holidaysIn,
    covers: (above, place) => covers(above, place, fleet.parentOf),
  });
  return {
    calendar,
    plugs: [
      (app) => app.register(calendarRoutes, { calendar, guard }),
      (app) => app.register(campaignRoutes, { calendar, guard }),
    ],
  };
}
