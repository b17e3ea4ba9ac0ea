import type { ScopeId } from "../contract/ids.ts";
import { covers } from "./access/access.ts";
import type { Foundation, PeopleSide } from "./compose-people.ts";
import type { Plug } from "./http/server.service.ts";
import { holidaysIn, lunarOf } from "./schedule/almanac.adapter.ts";
import { calendarRoutes, campaignRoutes } from "./schedule/calendar.routes.ts";
import { type Calendar, type CalendarDeps, createCalendar } from "./schedule/calendar.service.ts";
import { calendarStore } from "./schedule/calendar.store.ts";
import { deadlineRoutes } from "./schedule/deadline.routes.ts";
import { createDeadlines } from "./schedule/deadline.service.ts";

export interface CalendarSide {
  readonly calendar: Calendar;
  readonly plugs: readonly Plug[];
}

/** Days, deadlines and campaigns. */
export function composeCalendar(base: Foundation, people: PeopleSide): CalendarSide {
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
  const deadlines = createDeadlines(deps);
  return {
    calendar,
    plugs: [
      (app) => app.register(calendarRoutes, { calendar, guard }),
      (app) => app.register(deadlineRoutes, { deadlines, guard }),
      (app) => app.register(campaignRoutes, { calendar, guard }),
    ],
  };
}
